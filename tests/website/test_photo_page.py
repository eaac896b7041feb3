"""The page of a photo: caption, place in the gallery, and downloads."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from publishing.models import Withdrawal
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, photo: Any, language: str = "en") -> Any:
    return client.get(f"/{language}/galleries/{photo.gallery.slug}/{photo.public_id}/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_four_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    gallery = make.make_gallery(photos=number, meeting=make.make_meeting(), terms=make.make_page())
    people = [make.make_person() for _ in range(number)]
    photo = make.make_photo(gallery=gallery, people=people, session=make.make_session(), terms=make.make_page())

    address = photo.get_absolute_url()

    hold_what_is_shared(lambda: client.get(address))

    with django_assert_num_queries(4):
        response = client.get(address)

    assert response.status_code == 200


def test_the_page_tells_all_about_the_photo(client: Client) -> None:
    person, terms = make.make_person(), make.make_page(title_en="Terms of use")
    session = make.make_session()
    gallery = make.make_gallery(meeting=session.meeting, terms=terms)
    photo = make.make_photo(
        gallery=gallery,
        caption_en="The welcome",
        alt_en="Three people",
        credit="© Someone",
        people=[person],
        session=session,
        place_en="Berlin",
        taken_on=date(2011, 4, 15),
        taken_at=time(9, 30),
        remark_en="Cropped.",
    )

    html = page_of(client, photo).text

    assert "<h1>The welcome</h1>" in html and 'alt="Three people"' in html
    for words in (
        "© Someone",
        "Berlin",
        "15 April 2011</time>, 09:30",
        "Cropped.",
        f"/id/{photo.public_id}",
    ):
        assert words in html
    for item in (person, session, session.meeting, terms, gallery):
        assert f'href="{item.get_absolute_url()}"' in html


def test_the_place_is_the_rank_among_what_is_public_now(client: Client) -> None:
    gallery = make.make_gallery()
    first = make.make_photo(gallery=gallery, position=1)
    make.make_photo(gallery=gallery, position=2, release="held_back")
    middle = make.make_photo(gallery=gallery, position=3)
    make.make_photo(gallery=gallery, position=4, release="own_time", publish_at=FUTURE)
    last = make.make_photo(gallery=gallery, position=5)

    assert "Picture 2 of 3" in page_of(client, middle).text
    assert ways_from(client, middle) == {
        "ArrowLeft": first.public_id,
        "Home": first.public_id,
        "End": last.public_id,
        "ArrowRight": last.public_id,
    }
    assert ways_from(client, first) == {"End": last.public_id, "ArrowRight": middle.public_id}
    assert ways_from(client, last) == {"ArrowLeft": middle.public_id, "Home": first.public_id}


def ways_from(client: Client, photo: Any) -> dict[str, str]:
    """Return to which photos its page leads, by the key that does the same."""
    html = page_of(client, photo).text
    return {key: place for place, key in re.findall(r'<a [^>]*href="[^"]*/(\w+)/" data-key="(\w+)">', html)}


def test_caption_and_credit_can_be_copied_as_they_stand(client: Client) -> None:
    photo = make.make_photo(caption_en='The "welcome"', credit="© Someone")

    html = page_of(client, photo).text

    assert 'data-copy="The &quot;welcome&quot;&#10;© Someone"' in html


def test_the_page_shows_nothing_that_is_not_public(client: Client) -> None:
    hidden: dict[str, Any] = {"state": "draft", "publish_at": None}
    gallery = make.make_gallery(
        meeting=make.make_meeting(title_en="Secret meeting", **hidden),
        terms=make.make_page(title_en="Secret terms", **hidden),
    )
    photo = make.make_photo(
        gallery=gallery,
        people=[make.make_person(name_en="Secret person", **hidden)],
        session=make.make_session(title_en="Secret session", release="held_back"),
        terms=make.make_page(title_en="Secret terms", publish_at=FUTURE),
    )
    make.make_photo(gallery=gallery, caption_en="Secret photo", alt_en="Secret photo", release="held_back")

    html = page_of(client, photo).text

    assert "secret" not in html.lower()
    assert "Picture 1 of 1" in html


@pytest.mark.parametrize(
    "hidden", [{"release": "held_back"}, {"release": "own_time", "publish_at": FUTURE}, {"state": "draft"}]
)
def test_a_photo_that_is_not_public_is_not_found(client: Client, hidden: Any) -> None:
    assert page_of(client, make.make_photo(**hidden)).status_code == 404


def test_a_photo_is_sent_to_its_own_gallery_from_below_another(client: Client) -> None:
    photo, other = make.make_photo(), make.make_gallery(photos=1)

    response = client.get(f"/en/galleries/{other.slug}/{photo.public_id}/")

    assert (response.status_code, response.headers["Location"]) == (301, photo.get_absolute_url())


def test_a_photo_withdrawn_in_error_is_gone_but_one_that_is_held_back_tells_nothing(client: Client) -> None:
    gone, held = make.make_photo(), make.make_photo(release="held_back")
    for photo in (gone, held):
        Withdrawal.objects.create(
            public_id=photo.public_id, kind="in_error", reason="x", explanation_en="Wrong person."
        )

    response = page_of(client, gone)

    assert (response.status_code, "Wrong person." in response.text) == (410, True)
    assert page_of(client, held).status_code == 404


def test_the_original_is_offered_with_its_size(client: Client) -> None:
    photo = make.make_photo(file=make.jpeg(width=2000, height=1000))
    file = photo.files.get()

    html = page_of(client, photo).text

    assert f'href="/media/{photo.public_id}/{file.hash}-original.jpg"' in html
    assert "JPEG, 2000 × 1000 px" in html
    assert f'href="/media/{photo.public_id}/{file.hash}-1280.jpg?download"' in html
    assert "JPEG, 1280 × 640 px" in html
