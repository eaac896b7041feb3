"""The page of a person: offices, sessions, statements given, photos."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from partners.models import Person
from tests import factories as make
from tests.website.passages import words
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, person: Person) -> Any:
    return client.get(f"/en/people/{person.slug}/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_eight_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    person, gallery = make.make_person(), make.make_gallery()
    for _ in range(number):
        office = make.make_appointment(person=person)
        session = make.make_session()
        make.make_participation(session=session, partner=office.partner, appointment=office)
        make.make_host(session.meeting, appointment=office)
        make.make_statement(given_by=office)
        make.make_photo(gallery=gallery, people=[person])

    hold_what_is_shared(lambda: page_of(client, person))

    with django_assert_num_queries(8):
        response = page_of(client, person)

    assert response.status_code == 200


def test_offices_sessions_statements_photos_and_what_was_hosted_are_there(client: Client) -> None:
    person = make.make_person()
    office = make.make_appointment(person=person, office_en="Foreign Minister", since="2009-10-28", until="2013-12")
    session = make.make_session()
    make.make_participation(session=session, partner=office.partner, appointment=office, chairs=True)
    hosted = make.make_host(make.make_meeting(), appointment=office).meeting
    speech = make.make_statement(kind="speech", given_by=office)
    photo = make.make_photo(people=[person])

    html = page_of(client, person).text

    shown_words = words(html)
    assert f"Foreign Minister {office.partner} , 28 October 2009 – December 2013" in shown_words
    assert "Member, in the chair · Foreign Minister" in shown_words
    for item in (session, session.meeting, hosted):
        assert f'<a href="{item.get_absolute_url()}">{item}</a>' in html
    assert f"{speech.working_title} (en)" in html
    assert photo.get_absolute_url() in html


def test_what_only_surrounds_the_person_and_is_not_public_stays_unnamed(client: Client) -> None:
    person = make.make_person()
    public = make.make_appointment(person=person)
    secret = make.make_appointment(
        person=person,
        office_en="Hidden office",
        partner=make.make_partner(name_en="Hidden partner", publish_at=FUTURE),
    )
    for appointment, title, release in (
        (secret, "Hidden by its partner", "with_parent"),
        (public, "Hidden session", "held_back"),
    ):
        session = make.make_session(title_en=title, release=release)
        make.make_participation(session=session, partner=appointment.partner, appointment=appointment)
    make.make_host(make.make_meeting(title_en="Hidden meeting", publish_at=FUTURE), appointment=public)
    make.make_statement(given_by=public, edition={"title": "Hidden text", "publish_at": FUTURE})
    make.make_photo(people=[person], alt_en="Hidden photo", release="held_back")

    assert "Hidden" not in page_of(client, person).text


def test_a_person_that_is_not_public_is_not_there(client: Client) -> None:
    assert page_of(client, make.make_person(publish_at=FUTURE)).status_code == 404


def test_a_withdrawn_person_is_gone(client: Client) -> None:
    person = make.make_person()
    make.withdraw(person, explanation_en="It was a namesake.")

    response = page_of(client, person)

    assert response.status_code == 410
    assert "It was a namesake." in response.text
    assert str(person) not in response.text
