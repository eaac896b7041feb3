"""Card images: drawn on demand, private until their page is public, up to date."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from meetings.models import Meeting
from publishing.moments import Moment
from tests import factories as make
from tests.website.heads import properties
from website.cards import making
from website.cards.drawing import card as drawn
from website.cards.type import CannotBeSet
from website.cards.words import CardPhoto, Words
from website.reads.cards import words_of

pytestmark = pytest.mark.django_db
LARGE = make.jpeg(width=1600, height=1000, colour=(10, 90, 40))


def image_on(client: Client, row: Any, language: str = "en") -> str:
    """Return the path of the picture that represents the row's page."""
    with translation.override(language):
        path = row.get_absolute_url()
    return properties(client.get(path).text)["og:image"].removeprefix("http://testserver")


def is_card(path: str) -> bool:
    return path.endswith("-card.jpg")


def pixels(client: Client, path: str) -> Image.Image:
    return Image.open(io.BytesIO(b"".join(client.get(path))))


def make_meeting_with_photo(**values: Any) -> tuple[Meeting, Any]:
    meeting = make.make_meeting(**values)
    photo = make.make_photo(gallery=make.make_gallery(meeting=meeting), file=LARGE)
    meeting.lead_photo = photo
    meeting.save()
    return meeting, photo


def test_a_card_is_1200_by_630_light_and_shows_the_photo(client: Client) -> None:
    meeting, _photo = make_meeting_with_photo()

    path = image_on(client, meeting)
    image = pixels(client, path)

    assert is_card(path)
    assert (image.size, image.format) == ((1200, 630), "JPEG")
    assert image.convert("RGB").getpixel((900, 300))[1] > 70  # the photo's green
    assert int(client.get(path).headers["Content-Length"]) < 120_000


def test_the_page_says_what_the_card_shows(client: Client) -> None:
    meeting, _photo = make_meeting_with_photo(title_en="Foreign Ministers in Berlin", city_en="Berlin")

    said = properties(client.get(meeting.get_absolute_url()).text)

    assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == (
        "1200",
        "630",
        "image/jpeg",
    )
    assert said["og:image:alt"] == "Foreign Ministers in Berlin (14–15 April 2011 · Berlin)"


def test_every_language_has_a_card_of_its_own(client: Client) -> None:
    meeting, _photo = make_meeting_with_photo()
    statement = make.make_statement(meetings=[meeting])

    for row in (meeting, meeting.galleries.get(), statement):
        english, german = image_on(client, row), image_on(client, row, "de")
        assert is_card(english) and is_card(german) and english != german


def test_a_card_is_private_until_the_second_of_its_meeting(client: Client) -> None:
    embargo = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    meeting = make.make_meeting(publish_at=embargo)
    words = words_of(meeting.public_id, Moment.assuming_public([meeting.public_id], embargo))[0]
    path = f"/media/{meeting.public_id}/{words.digest}-card.jpg"

    with time_machine.travel(embargo - timedelta(seconds=1), tick=False):
        assert client.get(path).status_code == 404
    with time_machine.travel(embargo, tick=False):
        assert client.get(path).status_code == 200
        assert is_card(image_on(client, meeting))


def test_a_photo_is_on_the_card_from_its_own_second_on_and_nothing_has_to_run_then(client: Client) -> None:
    embargo = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    meeting = make.make_meeting()
    photo = make.make_photo(gallery=make.make_gallery(publish_at=embargo), file=LARGE)
    meeting.lead_photo = photo
    meeting.save()

    before = image_on(client, meeting)
    with time_machine.travel(embargo, tick=False):
        then = image_on(client, meeting)
        assert client.get(before).status_code == 404  # it says what no longer holds
        assert pixels(client, then).convert("RGB").getpixel((900, 300))[1] < 150
    assert is_card(before) and is_card(then) and before != then
    assert client.get(then).status_code == 404
    assert min(pixels(client, before).convert("RGB").getpixel((900, 500))) > 200  # paper


@pytest.mark.parametrize("change", ["title", "lead photo", "credit", "wordmark", "focus"])
def test_a_card_that_says_what_no_longer_holds_is_not_found_and_the_page_has_another(
    client: Client, change: str
) -> None:
    meeting, photo = make_meeting_with_photo()
    old = image_on(client, meeting)
    if change == "title":
        Meeting.objects.update(title_en="Another title")
    elif change == "lead photo":
        Meeting.objects.update(lead_photo=make.make_photo(gallery=photo.gallery, file=make.jpeg(width=900)))
    elif change == "credit":
        type(photo).objects.update(credit="Another agency")
    elif change == "focus":
        type(photo).objects.update(focus_x=10, focus_y=10)
    else:
        make.make_office(wordmark_en="Vienna.")

    new = image_on(client, meeting)
    assert is_card(new) and new != old
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]


def test_a_card_is_drawn_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, _photo = make_meeting_with_photo()
    path = image_on(client, meeting)
    first = b"".join(client.get(path))

    monkeypatch.setattr(making, "card", lambda *_args: pytest.fail("drawn again"))

    assert b"".join(client.get(path)) == first


def test_a_card_whose_photo_cannot_be_read_is_not_found(client: Client) -> None:
    meeting, photo = make_meeting_with_photo()
    path = image_on(client, meeting)
    for made in photo.file.renditions:
        default_storage.delete(photo.file.path(made["size"], made["ext"]))

    assert is_card(path)
    assert client.get(path).status_code == 404


def test_what_is_withdrawn_takes_its_card_along(client: Client) -> None:
    statement = make.make_statement()
    path = image_on(client, statement)
    make.withdraw(statement)

    assert is_card(path)
    assert client.get(path).status_code == 404


def test_a_text_that_the_typeface_cannot_write_goes_without(client: Client) -> None:
    statement = make.make_statement(languages=["en"], edition={"title": "Заявление"})

    assert image_on(client, statement).startswith("/static/img/icon-512")
    with pytest.raises(CannotBeSet, match=r"lacks 'З' \(U\+0417\)"):
        drawn(Words("m22222222", "en", "", "Заявление", "", None), None)


@pytest.mark.parametrize(
    "title",
    [
        "Oslo",
        "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselloch",
        "NATO-Außenministertreffen " * 12,
        "Ștefan Žižek & Łukasz Świątek",
    ],
)
@pytest.mark.parametrize("size", [None, (1600, 1000), (800, 1600)])
def test_any_title_is_drawn_beside_any_photo(title: str, size: tuple[int, int] | None) -> None:
    photo = Image.new("RGB", size, "green") if size else None
    words = Words(
        "m22222222",
        "de",
        "Außenminister",
        title.strip(),
        "14. April 2011",
        None,
        "Plenary.",
    )
    if size:
        credit = "© Someone with a very long name, an agency, and another agency behind it all"
        words = Words(**{**vars(words), "photo": CardPhoto("0" * 64, credit, 0, 100)})

    content = drawn(words, photo)
    image = Image.open(io.BytesIO(content)).convert("RGB")

    assert image.size == (1200, 630) and len(content) < 120_000
    edge = image.crop((590 if size else 1144, 20, 626 if size else 1200, 560))
    assert min(low for low, _high in edge.getextrema()) > 200  # nothing is written past its column


def test_the_focal_point_stays_in_sight() -> None:
    photo = Image.new("RGB", (2000, 600), "white")
    photo.paste("red", (0, 0, 500, 600))
    words = Words("m22222222", "en", "", "Title", "", CardPhoto("0" * 64, "Agency", 0, 50))

    image = Image.open(io.BytesIO(drawn(words, photo))).convert("RGB")

    assert image.getpixel((800, 300))[1] < 40  # red


def test_a_card_takes_few_queries(client: Client, django_assert_num_queries: Any) -> None:
    meeting, _photo = make_meeting_with_photo()
    path = image_on(client, meeting)

    with django_assert_num_queries(5):
        client.get(path)
