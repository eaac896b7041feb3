"""The page of a partner: everything with it, and only what is public."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from partners.models import Membership, Partner
from tests import factories as make
from tests.website.passages import words
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, partner: Partner, language: str = "en") -> Any:
    return client.get(f"/{language}/partners/{partner.slug}/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_eight_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    partner, gallery = make.make_partner(), make.make_gallery()
    for n in range(number):
        appointment = make.make_appointment(partner=partner)
        make.make_former_name(partner, until=f"{1900 + n}")
        make.make_format(members=[partner])
        session = make.make_session()
        make.make_participation(session=session, partner=partner, appointment=appointment)
        make.make_host(session.meeting, partner=partner)
        make.make_statement(adopted_by_partners=[partner])
        make.make_photo(gallery=gallery, people=[appointment.person])

    hold_what_is_shared(lambda: page_of(client, partner))

    with django_assert_num_queries(8):
        response = page_of(client, partner)

    assert response.status_code == 200


def test_it_tells_the_sessions_with_role_and_who_came_the_latest_first(client: Client) -> None:
    partner = make.make_partner()
    minister = make.make_appointment(partner=partner)
    old = make.make_session(day=date(2011, 4, 14))
    new = make.make_session(day=date(2011, 4, 15))
    make.make_participation(session=old, partner=partner, role="guest")
    make.make_participation(session=new, partner=partner, appointment=minister, chairs=True)

    html = page_of(client, partner).text

    assert re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", html) == [str(new), str(old)]
    assert f"Member, in the chair · {minister.person} , {minister.office}" in words(html)
    assert "Guest" in html
    assert f'<a href="/en/meetings/?partner={partner.slug}">' in html


def test_it_tells_memberships_over_time_as_far_as_they_are_known(client: Client) -> None:
    partner, council = make.make_partner(), make.make_format(name_en="Council")
    for capacity, since, until in (
        ("observer", "1991", "1999-03-12"),
        ("member", "1999-03", ""),
    ):
        Membership.objects.create(partner=partner, format=council, capacity=capacity, since=since, until=until)

    shown_words = words(page_of(client, partner).text)

    assert "Council Observer, 1991 – 12 March 1999" in shown_words
    assert "Council Member, since March 1999" in shown_words


def test_it_tells_former_names_and_what_it_hosted(client: Client) -> None:
    partner, meeting = make.make_partner(name_en="Türkiye"), make.make_meeting()
    make.make_former_name(partner, name="Turkey", since="1923", until="2022")
    make.make_host(meeting, partner=partner)

    html = page_of(client, partner).text

    assert "Turkey 1923 – 2022" in words(html)
    assert f'<a href="{meeting.get_absolute_url()}">{meeting}</a>' in html


def test_it_tells_the_statements_it_adopted_and_those_given_for_it(client: Client) -> None:
    partner = make.make_partner()
    adopted = make.make_statement(adopted_by_partners=[partner])
    speech = make.make_statement(kind="speech", given_by=make.make_appointment(partner=partner))
    other = make.make_statement()

    html = page_of(client, partner).text

    assert f"{adopted.working_title} (en)" in html and f"{speech.working_title} (en)" in html
    assert other.working_title not in html


def test_it_shows_photos_of_its_people(client: Client) -> None:
    minister = make.make_appointment()
    photo = make.make_photo(people=[minister.person])
    other = make.make_photo()

    html = page_of(client, minister.partner).text

    assert photo.get_absolute_url() in html
    assert other.get_absolute_url() not in html


def test_what_only_surrounds_it_and_is_not_public_stays_unnamed(client: Client) -> None:
    draft = {"state": "draft", "publish_at": None}
    partner = make.make_partner()
    unknown = make.make_appointment(partner=partner, person=make.make_person(name_en="Hidden person", **draft))
    make.make_format(name_en="Hidden format", members=[partner], **draft)
    make.make_participation(session=make.make_session(), partner=partner, appointment=unknown)
    make.make_participation(session=make.make_session(title_en="Hidden", release="held_back"), partner=partner)
    make.make_host(make.make_meeting(title_en="Hidden", publish_at=FUTURE), partner=partner)
    make.make_statement(adopted_by_partners=[partner], edition={"title": "Hidden", "publish_at": FUTURE})
    make.make_photo(people=[unknown.person], alt_en="Hidden person waving")

    assert "Hidden" not in page_of(client, partner).text


def test_the_number_of_participants_who_are_not_public_is_not_shown(client: Client) -> None:
    minister = make.make_appointment()
    session = make.make_session()
    make.make_participation(session=session, partner=minister.partner, appointment=minister, position=2)
    alone = make.make_participation(session=make.make_session(), partner=minister.partner)
    before = page_of(client, minister.partner).text

    for position, sitting in ((1, session), (3, session), (3, alone.session)):
        unknown = make.make_appointment(
            partner=minister.partner, person=make.make_person(state="draft", publish_at=None)
        )
        came = {"partner": minister.partner, "appointment": unknown, "position": position}
        make.make_participation(session=sitting, **came)

    assert page_of(client, minister.partner).text == before


def test_a_partner_that_is_not_public_is_not_there(client: Client) -> None:
    assert page_of(client, make.make_partner(publish_at=FUTURE)).status_code == 404


def test_a_withdrawn_partner_is_gone_or_marked_as_out_of_date(client: Client) -> None:
    gone, dated = make.make_partner(), make.make_partner()
    make.withdraw(gone, explanation_en="No such state.")
    make.withdraw(dated, kind="out_of_date", explanation_en="It was dissolved.")

    assert page_of(client, gone).status_code == 410
    assert "No such state." in page_of(client, gone).text
    assert "<strong>Out of date.</strong> It was dissolved." in page_of(client, dated).text
