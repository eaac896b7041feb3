"""The page of a body: present and former members, sessions and outcomes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings.times import day_at
from partners.models import Format, Membership
from tests import factories as make
from tests.website.passages import words
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, format: Format) -> Any:
    return client.get(f"/en/formats/{format.slug}/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_five_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    council = make.make_format(members=[make.make_partner() for _ in range(number)])
    for _ in range(number):
        session = make.make_session(formats=[council])
        make.make_outcome(session=session, statement=make.make_statement(adopted_by=[council]))

    hold_what_is_shared(lambda: page_of(client, council))

    with django_assert_num_queries(5):
        response = page_of(client, council)

    assert response.status_code == 200


def test_members_stand_by_capacity_and_name_with_since_when_and_former_ones_apart(client: Client) -> None:
    council = make.make_format(founded="1949-04")
    for name, capacity, since, until in (
        ("Östland", "member", "1952", ""),
        ("Zetland", "member", "1949-04-04", "2999"),
        ("Atland", "member", "", ""),
        ("Overland", "observer", "2004-03", ""),
        ("Gone", "member", "1949", "1966-03"),
    ):
        Membership.objects.create(
            format=council,
            partner=make.make_partner(name_en=name),
            capacity=capacity,
            since=since,
            until=until,
        )

    shown_words = words(page_of(client, council).text)

    assert "Body · since April 1949" in shown_words
    assert "Members 3 Atland Östland since 1952 Zetland 4 April 1949 – 2999 Observers 1" in shown_words
    assert "Overland since March 2004" in shown_words
    assert "Formerly Gone Member, 1949 – March 1966" in shown_words


def test_its_sessions_decisions_and_statements_are_there(client: Client) -> None:
    council = make.make_format()
    session = make.make_session(formats=[council])
    make.make_outcome(session=session, text_en="the policy")
    statement = make.make_statement(adopted_by=[council])

    html = page_of(client, council).text

    for item in (session, session.meeting):
        assert f'<a href="{item.get_absolute_url()}">{item}</a>' in html
    assert "the policy" in html
    assert f"{statement.working_title} (en)" in html
    assert f'href="/en/outcomes/?format={council.slug}"' in html
    assert f'href="/en/meetings/?format={council.slug}"' in html


def test_what_only_surrounds_it_and_is_not_public_stays_unnamed(client: Client) -> None:
    council = make.make_format(members=[make.make_partner(name_en="Hidden", publish_at=FUTURE)])
    hidden = make.make_session(title_en="Hidden", formats=[council], release="held_back")
    make.make_outcome(session=hidden, text_en="Hidden")
    make.make_statement(adopted_by=[council], edition={"title": "Hidden", "publish_at": FUTURE})

    assert "Hidden" not in page_of(client, council).text


def test_a_format_that_is_not_public_is_not_there(client: Client) -> None:
    assert page_of(client, make.make_format(publish_at=FUTURE)).status_code == 404


def test_a_withdrawn_format_is_gone_or_marked_as_out_of_date(client: Client) -> None:
    gone, dated = make.make_format(), make.make_format()
    make.withdraw(gone)
    make.withdraw(dated, kind="out_of_date", explanation_en="It was dissolved.")

    assert page_of(client, gone).status_code == 410
    assert "<strong>Out of date.</strong> It was dissolved." in page_of(client, dated).text


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_membership_ends_with_its_day_where_the_office_is(client: Client, zone: str) -> None:
    """In one of the two time zones the day differs from that in UTC at any time."""
    make.make_office(time_zone=zone)
    today = day_at(timezone.now(), zone)
    format_, ended, lasting = make.make_format(), make.make_partner(), make.make_partner()
    for partner, until in ((ended, today - timedelta(days=1)), (lasting, today)):
        Membership.objects.create(format=format_, partner=partner, since="1999", until=until.isoformat())

    context = client.get(format_.get_absolute_url()).context

    assert [row.partner for row in context["former"]] == [ended]
