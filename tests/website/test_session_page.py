"""The page of a session: when in its own time zone, who sat there, what it did."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from meetings.models import Session
from tests import factories as make
from tests.website.passages import words
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, session: Session, language: str = "en") -> Any:
    return client.get(f"/{language}/meetings/{session.meeting.slug}/{session.slug}/")


def make_full_session(number: int = 1) -> Session:
    """A session with so many of everything that its page shows."""
    meeting = make.make_meeting()
    session = make.make_session(
        meeting=meeting,
        formats=[make.make_format() for _ in range(number)],
        topics=[make.make_topic() for _ in range(number)],
    )
    gallery = make.make_gallery()
    for _ in range(number):
        appointment = make.make_appointment()
        make.make_former_name(appointment.partner)
        make.make_participation(session=session, partner=appointment.partner, appointment=appointment)
        make.make_outcome(session=session, statement=make.make_statement(sessions=[session]))
        make.make_article(sessions=[session])
        make.make_photo(gallery=gallery, session=session)
        make.make_session(meeting=meeting)
    return session


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_nine_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    session = make_full_session(number)

    hold_what_is_shared(lambda: page_of(client, session))

    with django_assert_num_queries(9):
        response = page_of(client, session)

    assert response.status_code == 200


def test_its_times_stand_in_its_own_zone_by_name(client: Client) -> None:
    session = make.make_session(starts_at=time(22), ends_at=time(1), ends_on=date(2011, 4, 15), precision="exact")

    html = page_of(client, session).text

    assert "Thursday, 14 April 2011" in html
    assert '<time datetime="2011-04-14T22:00:00+02:00">22:00</time>' in html
    assert '<time datetime="2011-04-15T01:00:00+02:00">01:00</time>' in html
    assert "(15 April)" in html
    assert "Berlin time (Central European Summer Time)" in html


def test_a_time_that_was_not_recorded_is_marked_as_such(client: Client) -> None:
    held = make.make_session(status="held")
    day = date(2041, 4, 14)
    meeting = make.make_meeting(starts_on=day, ends_on=day)
    planned = make.make_session(status="planned", meeting=meeting, day=day)

    assert "time not recorded" in page_of(client, held).text
    assert "time not set yet" in page_of(client, planned).text


def names_at_the_table(client: Client, session: Any, language: str) -> list[str]:
    html = client.get(f"/{language}/meetings/{session.meeting.slug}/{session.slug}/").text
    return re.findall(r'<div><a href="/\w+/partners/[^"]+">(\w+)</a>', html)


def add_in_order(session: Any, *partners: Any, **values: Any) -> None:
    for position, partner in enumerate(partners, start=1):
        make.make_participation(session=session, partner=partner, position=position, **values)


def test_an_alphabet_is_that_of_the_readers_language_and_any_other_order_is_the_recorded_one(
    client: Client,
) -> None:
    austria, germany, spain, hungary = (
        make.make_partner(name_en=english, name_de=german)
        for english, german in (
            ("Austria", "Österreich"),
            ("Germany", "Deutschland"),
            ("Spain", "Spanien"),
            ("Hungary", "Ungarn"),
        )
    )
    by_alphabet, by_protocol = make.make_session(), make.make_session()
    add_in_order(by_alphabet, austria, germany, hungary, spain)
    add_in_order(by_protocol, spain, austria, hungary, germany)

    assert names_at_the_table(client, by_alphabet, "en") == ["Austria", "Germany", "Hungary", "Spain"]
    assert names_at_the_table(client, by_alphabet, "de") == ["Deutschland", "Österreich", "Spanien", "Ungarn"]
    assert names_at_the_table(client, by_protocol, "en") == ["Spain", "Austria", "Hungary", "Germany"]
    assert names_at_the_table(client, by_protocol, "de") == ["Spanien", "Österreich", "Ungarn", "Deutschland"]


def test_who_sat_there_is_listed_by_role_with_person_office_and_chair(client: Client) -> None:
    session = make.make_session()
    chair = make.make_appointment(office_en="Secretary General")
    make.make_participation(session=session, role="guest", partner=make.make_partner(name_en="Sweden"))
    make.make_participation(session=session, partner=chair.partner, appointment=chair, chairs=True, position=9)
    make.make_participation(session=session, partner=make.make_partner(name_en="Albania"), position=1)

    html = page_of(client, session).text

    roles = words(html.partition('<h3 class="role">')[2].partition("</section>")[0])
    shown_words = f"Members 2 {chair.partner} {chair.person} , Secretary General in the chair Albania"
    assert shown_words in roles
    assert "Guests 1 Sweden" in roles


def test_a_partner_bears_the_name_and_the_flag_of_the_day(client: Client) -> None:
    turkey = make.make_partner(name_en="Türkiye", flag="flags/0123456789abcdef.png")
    make.make_former_name(turkey, name="Turkey", until="2022")
    session = make.make_session()
    make.make_participation(session=session, partner=turkey)

    html = page_of(client, session).text

    assert f'<a href="{turkey.get_absolute_url()}">Turkey</a>' in html
    assert f'src="/media/{turkey.public_id}/0123456789abcdef-flag.png"' in html


def test_each_outcome_has_an_anchor_and_leads_to_its_statement(client: Client) -> None:
    session, statement = make.make_session(), make.make_statement()
    outcome = make.make_outcome(session=session, statement=statement, text_en="the policy")

    html = page_of(client, session).text

    row = html.partition(f'<li id="{outcome.public_id}">')[2].partition("</li>")[0]
    assert f'<a href="{statement.get_absolute_url()}">the policy</a>' in row
    assert f'href="#{outcome.public_id}"' in row


def test_formats_topics_texts_and_photos_of_the_session_are_there(client: Client) -> None:
    session = make_full_session()

    html = page_of(client, session).text

    for item in (*session.formats.all(), *session.topics.all(), *session.photos.all()):
        assert f'href="{item.get_absolute_url()}"' in html
    for text in (*session.statements.all(), *session.articles.all()):
        assert f"{text.working_title} (en)" in html


def test_the_sessions_before_and_after_are_one_link_away(client: Client) -> None:
    meeting = make.make_meeting()
    first, second, third = (make.make_session(meeting=meeting, position=n) for n in range(3))
    make.make_session(meeting=meeting, position=1, release="held_back")

    html = page_of(client, second).text

    assert f'<a rel="prev" href="{first.get_absolute_url()}">' in html
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in html
    assert '<a rel="prev"' not in page_of(client, first).text
    assert '<a rel="next"' not in page_of(client, third).text


def test_what_only_surrounds_it_and_is_not_public_stays_unnamed(client: Client) -> None:
    draft = {"state": "draft", "publish_at": None}
    session = make.make_session(
        formats=[make.make_format(name_en="Hidden format", **draft)],
        topics=[make.make_topic(name_en="Hidden topic", **draft)],
    )
    make.make_outcome(session=session, text_en="Hidden outcome", release="held_back")
    make.make_photo(session=session, caption_en="Hidden", alt_en="Hidden", release="held_back")
    make.make_statement(sessions=[session], edition={"publish_at": FUTURE, "title": "Hidden text"})

    assert "Hidden" not in page_of(client, session).text


@pytest.mark.parametrize(
    "values",
    [
        {"release": "held_back"},
        {"release": "own_time", "publish_at": FUTURE},
        {"state": "draft"},
    ],
)
def test_a_session_that_is_not_public_is_not_there(client: Client, values: dict[str, Any]) -> None:
    assert page_of(client, make.make_session(**values)).status_code == 404


def test_a_session_is_found_below_its_own_meeting_only(client: Client) -> None:
    session, other = make.make_session(), make.make_meeting()

    assert client.get(f"/en/meetings/{other.slug}/{session.slug}/").status_code == 404


def test_a_session_that_was_published_in_error_is_gone_and_its_meeting_is_not(client: Client) -> None:
    session = make.make_session()
    make.withdraw(session, explanation_en="It was confidential.")

    response = page_of(client, session)

    assert response.status_code == 410
    assert "It was confidential." in response.text
    assert client.get(session.meeting.get_absolute_url()).status_code == 200


def test_a_session_that_is_out_of_date_is_shown_with_the_explanation(client: Client) -> None:
    session = make.make_session()
    make.withdraw(session, kind="out_of_date", explanation_en="It was renamed.")

    assert "<strong>Out of date.</strong> It was renamed." in page_of(client, session).text
