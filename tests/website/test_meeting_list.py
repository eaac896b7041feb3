"""The list of meetings, with filters, in pages of 25."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.passages import offered, titles

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def make_two_meetings() -> None:
    """One in Berlin in 2011 and one in Brussels in 2012, with nothing in common."""
    for slug, city, stadt, year in (
        ("berlin", "Berlin", "Berlin", 2011),
        ("brussels", "Brussels", "Brüssel", 2012),
    ):
        day = date(year, 4, 14)
        meeting = make.make_meeting(
            slug=slug, title_en=city, title_de=stadt, city_en=city, city_de=stadt, starts_on=day, ends_on=day
        )
        session = make.make_session(
            meeting=meeting,
            day=day,
            formats=[make.make_format(slug=f"council-{slug}", name_en=f"Council of {city}")],
            topics=[make.make_topic(slug=f"topic-{slug}", name_en=f"Topic of {city}")],
        )
        make.make_participation(
            session=session, partner=make.make_partner(slug=f"partner-{slug}", name_en=f"Partner of {city}")
        )


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_eleven_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    photos = make.make_gallery(photos=number).photos.all()
    for photo in photos:
        meeting = make.make_meeting(country=make.make_partner(), lead_photo=photo)
        make.make_session(meeting=meeting, formats=[make.make_format()])

    with django_assert_num_queries(11):
        response = client.get("/en/meetings/")

    assert len(titles(response)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_fourteen_queries_with_everything_chosen(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    council, topic = make.make_format(slug="council"), make.make_topic(slug="peace")
    partner = make.make_partner(slug="germany")
    for _ in range(number):
        meeting = make.make_meeting(lead_photo=make.make_photo())
        session = make.make_session(meeting=meeting, formats=[council], topics=[topic])
        make.make_participation(session=session, partner=partner)

    with django_assert_num_queries(14):
        response = client.get("/en/meetings/?year=2011&format=council&partner=germany&topic=peace&place=Berlin")

    assert len(titles(response)) == min(number, 25)


def test_a_lead_photo_that_is_not_public_is_not_shown(client: Client) -> None:
    make.make_office()
    shown, hidden = make.make_photo(alt_en="Seen"), make.make_photo(alt_en="Unseen", state="draft")
    for photo in (shown, hidden):
        make.make_meeting(lead_photo=photo)

    html = client.get("/en/meetings/").text

    assert re.findall(r'alt="([^"]*)"', html) == ["Seen"]


def test_each_meeting_tells_when_where_and_what_came_of_it_the_latest_first(client: Client) -> None:
    make_two_meetings()

    html = client.get("/en/meetings/").text

    assert titles(client.get("/en/meetings/")) == ["Brussels", "Berlin"]
    for words in ("14 April 2012", "Foreign Ministers · Brussels", "2 meetings"):
        assert words in html


@pytest.mark.parametrize(
    "query",
    ["year=2011", "format=council-berlin", "partner=partner-berlin", "topic=topic-berlin", "place=Berlin"],
)
def test_each_filter_leaves_what_fits(client: Client, query: str) -> None:
    make_two_meetings()

    response = client.get(f"/en/meetings/?{query}")

    assert titles(response) == ["Berlin"]
    assert "1 meeting" in response.text


def test_a_place_is_listed_by_its_name_in_the_language_and_one_address(client: Client) -> None:
    make_two_meetings()

    german = client.get("/de/meetings/?place=Brussels")

    assert offered(german, "place") == {"Berlin": "Berlin (1)", "Brussels": "Brüssel (1)"}
    assert titles(german) == ["Brüssel"]


def test_facets_narrow_each_other(client: Client) -> None:
    make_two_meetings()

    response = client.get("/en/meetings/?format=council-berlin")

    assert offered(response, "place") == {"Berlin": "Berlin (1)"}
    assert offered(response, "year") == {"2011": "2011 (1)"}
    assert offered(response, "format") == {
        "council-berlin": "Council of Berlin (1)",
        "council-brussels": "Council of Brussels (1)",
    }


def test_what_the_list_does_not_know_is_named_and_left_out_of_account(client: Client) -> None:
    make_two_meetings()

    response = client.get("/en/meetings/?place=Atlantis&year=then&format=no-one")

    assert titles(response) == ["Brussels", "Berlin"]
    for value in ("Atlantis", "then", "no-one"):
        assert f"“{value}”" in response.text


@pytest.mark.parametrize("page", ["0", "2", "x", "-1"])
def test_a_page_that_does_not_exist_is_not_found(client: Client, page: str) -> None:
    make.make_meeting()

    assert client.get(f"/en/meetings/?page={page}").status_code == 404


def test_meetings_and_answers_that_are_not_public_are_neither_shown_nor_counted_nor_offered(
    client: Client,
) -> None:
    meeting = make.make_meeting(country=make.make_partner(name_en="Hidden", state="draft", publish_at=None))
    make.make_meeting(title_en="Hidden", city_en="Hidden", publish_at=FUTURE)
    secret = make.make_session(
        meeting=meeting,
        release="held_back",
        formats=[make.make_format(name_en="Hidden")],
        topics=[make.make_topic(name_en="Hidden")],
    )
    make.make_participation(session=secret, partner=make.make_partner(name_en="Hidden"))

    response = client.get("/en/meetings/")

    assert titles(response) == [str(meeting)]
    assert "1 meeting" in response.text
    assert "Hidden" not in response.text


def test_a_held_back_session_does_not_let_its_meeting_be_found(client: Client) -> None:
    make.make_session(release="held_back", formats=[make.make_format(slug="council")])
    make.make_session(formats=[make.make_format(slug="other")])

    assert titles(client.get("/en/meetings/?format=council")) == []


def test_a_meeting_that_does_not_take_place_is_marked(client: Client) -> None:
    make.make_meeting(status="cancelled")

    assert "<strong>Cancelled.</strong>" in client.get("/en/meetings/").text


def test_a_place_without_a_name_in_the_first_language_is_offered_by_another(client: Client) -> None:
    german = make.make_meeting(city_en="", city_de="Köln")
    make.make_meeting(city_en="Munich", city_de="")

    assert offered(client.get("/de/meetings/"), "place") == {"Köln": "Köln (1)", "Munich": "Munich (1)"}
    assert titles(client.get("/en/meetings/", {"place": "Köln"})) == [str(german)]


def test_meetings_in_one_city_are_one_place_if_one_of_them_alone_is_translated(client: Client) -> None:
    for german in ("", "München"):
        make.make_meeting(city_en="Munich", city_de=german)

    assert offered(client.get("/de/meetings/"), "place") == {"Munich": "München (2)"}
