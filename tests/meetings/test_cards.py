"""Card images: made when something is approved, private until it is public, and never out of date."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from meetings.cards.drawing import card as drawn
from meetings.cards.making import make_now
from meetings.cards.type import CannotBeSet
from meetings.cards.words import CardPhoto, Words
from meetings.models import Card, Meeting, Statement
from publishing import trail, verbs
from tests import factories as make
from tests.meetings.heads import properties

pytestmark = pytest.mark.django_db
LARGE = make.jpeg(width=1600, height=1000, colour=(10, 90, 40))


def image_on(client: Client, row: Any, language: str = "en") -> str:
    """Return the path of the picture that stands for the row's page."""
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
    make_now()

    path = image_on(client, meeting)
    image = pixels(client, path)

    assert is_card(path)
    assert (image.size, image.format) == ((1200, 630), "JPEG")
    assert image.convert("RGB").getpixel((900, 300))[1] > 70  # the photo's green
    assert default_storage.size(Card.objects.first().path) < 120_000


def test_the_page_says_what_the_card_shows(client: Client) -> None:
    meeting, _photo = make_meeting_with_photo(title_en="Foreign Ministers in Berlin", city_en="Berlin")
    make_now()

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
    make_now()

    for row in (meeting, meeting.galleries.get(), statement):
        english, german = image_on(client, row), image_on(client, row, "de")
        assert is_card(english) and is_card(german) and english != german


def test_until_a_card_is_made_the_photo_stands_for_the_page_and_without_one_the_sign(client: Client) -> None:
    meeting, photo = make_meeting_with_photo()

    assert image_on(client, meeting) == photo.file.address("1280", "jpg")
    assert image_on(client, make.make_meeting()).startswith("/static/img/icon-512")


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_approval_has_the_card_made(
    client: Client, django_capture_on_commit_callbacks: Any, verb: str
) -> None:
    meeting = make.make_meeting(state="draft", publish_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        getattr(verbs, verb)(
            meeting,
            by=make.make_user(),
            **({"at": timezone.now() + timedelta(days=9)} if verb == "schedule" else {}),
        )

    assert Card.objects.filter(public_id=meeting.public_id).count() == 2


def test_what_is_sent_back_has_no_card_any_more(django_capture_on_commit_callbacks: Any) -> None:
    meeting = make.make_meeting(publish_at=None)
    make_now()
    path = Card.objects.filter(public_id=meeting.public_id)[0].path
    with django_capture_on_commit_callbacks(execute=True):
        verbs.send_back(meeting, by=make.make_user(), reason="Not yet.")

    assert not Card.objects.filter(public_id=meeting.public_id).exists()
    assert not default_storage.exists(path)


def test_a_card_is_private_until_the_second_of_its_meeting(client: Client) -> None:
    embargo = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    meeting = make.make_meeting(publish_at=embargo)
    make_now()
    path = f"/media/{meeting.public_id}/{Card.objects.all()[0].carries}-card.jpg"

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
    make_now()

    before = image_on(client, meeting)
    with time_machine.travel(embargo, tick=False):
        then = image_on(client, meeting)
        assert client.get(before).status_code == 404  # it says what no longer holds
        assert pixels(client, then).convert("RGB").getpixel((900, 300))[1] < 150
    assert is_card(before) and is_card(then) and before != then
    assert client.get(then).status_code == 404
    assert min(pixels(client, before).convert("RGB").getpixel((900, 500))) > 200  # paper


@pytest.mark.parametrize("change", ["title", "lead photo", "credit", "wordmark", "focus"])
def test_a_card_that_says_what_no_longer_holds_is_not_shown_and_the_next_run_makes_another(
    client: Client, change: str
) -> None:
    meeting, photo = make_meeting_with_photo()
    make_now()
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

    assert not is_card(image_on(client, meeting))
    assert client.get(old).status_code == 404

    make_now()

    assert is_card(image_on(client, meeting)) and image_on(client, meeting) != old
    assert not default_storage.exists(f"cards/{old[17:19]}/{old[17:33]}.jpg")


def test_a_change_of_the_photo_is_a_change_of_every_card_that_shows_it(
    django_capture_on_commit_callbacks: Any, client: Client
) -> None:
    meeting, photo = make_meeting_with_photo()
    statement = make.make_statement(meetings=[meeting])
    type(photo).objects.update(credit="Another agency")
    with django_capture_on_commit_callbacks(execute=True):
        trail.record(trail.Act.SAVE, by=make.make_user(), target=photo)

    for row in (meeting, photo.gallery, statement):
        assert is_card(image_on(client, row))


def test_what_is_withdrawn_takes_its_card_along(client: Client) -> None:
    statement = make.make_statement()
    make_now()
    path = image_on(client, statement)
    make.withdraw(statement)

    assert is_card(path)
    assert client.get(path).status_code == 404


def test_a_text_that_the_typeface_cannot_write_goes_without(client: Client) -> None:
    statement = make.make_statement(languages=["en"], edition={"title": "Заявление"})
    make_now()

    assert not Card.objects.exists()
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
    words = Words("m22222222", "de", "Außenminister", title.strip(), "14. April 2011", None, "Plenary.")
    if size:
        credit = "© Somebody with a very long name, an agency, and another agency behind it all"
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


def test_the_command_makes_what_is_missing_and_nothing_twice(capsys: Any) -> None:
    make.make_meeting()
    Statement.objects.all().delete()

    for _ in range(2):
        call_command("cards")

    assert capsys.readouterr().out.splitlines() == ["2 cards made.", "0 cards made."]


def test_a_card_takes_few_queries(client: Client, django_assert_num_queries: Any) -> None:
    meeting, _photo = make_meeting_with_photo()
    make_now()
    path = image_on(client, meeting)

    with django_assert_num_queries(4):
        client.get(path)
