"""Names on most pages are read once for all and are right after a change."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Session
from publishing.stamps import current
from tests import factories as make

pytestmark = pytest.mark.django_db

NAMED = ("partners_partner", "partners_formername", "partners_format", "meetings_topic", "publishing_withdrawal")


def make_sitting(**named: Any) -> Session:
    """A session of a body, on a topic, with a country."""
    formats, topics = [named.get("format") or make.make_format()], [named.get("topic") or make.make_topic()]
    session = make.make_session(formats=formats, topics=topics)
    make.make_participation(session=session, partner=named.get("partner") or make.make_partner())
    return session


def page_of(client: Client, session: Session) -> str:
    return client.get(f"/en/meetings/{session.meeting.slug}/{session.slug}/").text


def tables_asked(client: Client, session: Session) -> set[str]:
    """Return which tables of what is named the page reads rows from."""
    with CaptureQueriesContext(connection) as captured:
        page_of(client, session)
    return {table for table in NAMED for query in captured.captured_queries if f'FROM "{table}"' in query["sql"]}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL nothing is held within a test's transaction")
def test_the_second_page_asks_for_no_names(client: Client) -> None:
    first, second = make_sitting(), make_sitting()
    stamp = current()

    assert tables_asked(client, first) == {*NAMED}
    assert tables_asked(client, second) == set()
    assert current() == stamp  # else it would have asked again


@pytest.mark.parametrize("kind", ["partner", "format", "topic"])
def test_a_new_name_is_on_the_next_page(client: Client, kind: str) -> None:
    makers: dict[str, Any] = {"partner": make.make_partner, "format": make.make_format, "topic": make.make_topic}
    row = makers[kind](name_en="Before")
    session = make_sitting(**{kind: row})
    before = page_of(client, session)

    row.name_en = "After"
    row.save()

    assert ("Before" in before, "After" in before) == (True, False)
    assert ("Before" in page_of(client, session), "After" in page_of(client, session)) == (False, True)


def test_a_notice_is_on_the_next_page_and_ends_with_the_withdrawal(client: Client) -> None:
    session = make_sitting()
    assert "Out of date." not in page_of(client, session)

    withdrawal = make.withdraw(session, kind="out_of_date", explanation_en="The room was another one.")
    assert "The room was another one." in page_of(client, session)

    withdrawal.delete()
    assert "Out of date." not in page_of(client, session)


def test_bodies_and_topics_are_in_their_own_order(client: Client) -> None:
    second, first = make.make_format(name_en="Second", position=2), make.make_format(name_en="First", position=1)
    session = make.make_session(
        formats=[second, first], topics=[make.make_topic(name_en="Zones"), make.make_topic(name_en="Arms")]
    )

    html = page_of(client, session)

    assert html.index(">First<") < html.index(">Second<")
    assert html.index(">Arms<") < html.index(">Zones<")


def test_a_country_has_its_name_of_the_day(client: Client) -> None:
    partner = make.make_partner(name_en="North Macedonia")
    make.make_former_name(partner, name="Macedonia", until="2019")

    html = page_of(client, make_sitting(partner=partner))

    assert ">Macedonia<" in html
    assert "North Macedonia" not in html
