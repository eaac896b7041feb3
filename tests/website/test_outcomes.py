"""The list of outcomes of all sessions, filtered by verb, format and topic."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def texts(response: Any) -> list[str]:
    rows = re.findall(r'<a class="verb" [^>]*>.*?</a>(.*?)</li>', response.text, re.DOTALL)
    return [re.sub("<[^>]+>", "", row).strip() for row in rows]


@pytest.mark.parametrize("number", [1, 30])
def test_the_register_takes_nine_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for _ in range(number):
        session = make.make_session(formats=[make.make_format()])
        make.make_outcome(session=session, topics=[make.make_topic()], statement=make.make_statement())

    with django_assert_num_queries(9):
        response = client.get("/en/outcomes/")

    assert len(texts(response)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 10])
def test_the_register_takes_eleven_queries_with_everything_chosen(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    council, topic = make.make_format(slug="council"), make.make_topic(slug="peace")
    for _ in range(number):
        make.make_outcome(session=make.make_session(formats=[council]), topics=[topic])

    with django_assert_num_queries(11):
        client.get("/en/outcomes/?verb=adopted&format=council&topic=peace")


def test_each_decision_tells_its_verb_session_day_format_meeting_and_statement(client: Client) -> None:
    council, statement = make.make_format(), make.make_statement()
    session = make.make_session(formats=[council])
    outcome = make.make_outcome(session=session, verb="endorsed", text_en="a work plan", statement=statement)

    html = client.get("/en/outcomes/").text

    assert f'href="{outcome.get_absolute_url()}">endorsed<span class="unseen">: a work plan</span></a>' in html
    assert f'<a href="{statement.get_absolute_url()}">a work plan</a>' in html
    for item in (session, council, session.meeting):
        assert f'<a href="{item.get_absolute_url()}">{item}</a>' in html
    assert "14 April 2011" in html
    assert "1 outcome" in html


def test_the_latest_meeting_comes_first_and_each_in_its_own_order(client: Client) -> None:
    late = make.make_meeting(starts_on=date(2012, 5, 20), ends_on=date(2012, 5, 21))
    early = make.make_meeting()
    second = make.make_session(meeting=late, day=date(2012, 5, 21))
    first = make.make_session(meeting=late, day=date(2012, 5, 20))
    make.make_outcome(session=make.make_session(meeting=early), text_en="4")
    make.make_outcome(session=second, text_en="3")
    make.make_outcome(session=first, text_en="2", position=2)
    make.make_outcome(session=first, text_en="1", position=1)

    assert texts(client.get("/en/outcomes/")) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("query", ["verb=adopted", "format=council", "topic=peace"])
def test_each_filter_leaves_what_fits(client: Client, query: str) -> None:
    session = make.make_session(formats=[make.make_format(slug="council")])
    make.make_outcome(session=session, verb="adopted", text_en="wanted", topics=[make.make_topic(slug="peace")])
    make.make_outcome(verb="discussed", text_en="other")

    assert texts(client.get(f"/en/outcomes/?{query}")) == ["wanted"]


def test_what_the_register_does_not_know_is_named_and_left_out_of_account(client: Client) -> None:
    make.make_outcome(text_en="a policy")

    response = client.get("/en/outcomes/?verb=ignored&topic=nothing")

    assert texts(response) == ["a policy"]
    assert "“ignored”" in response.text and "“nothing”" in response.text


def test_a_page_that_does_not_exist_is_not_found(client: Client) -> None:
    make.make_outcome()

    assert client.get("/en/outcomes/?page=2").status_code == 404


def test_what_is_not_public_is_neither_shown_nor_counted_nor_offered(client: Client) -> None:
    draft = {"state": "draft", "publish_at": None}
    session = make.make_session(formats=[make.make_format(name_en="Hidden format", **draft)])
    make.make_outcome(session=session, text_en="a policy", topics=[make.make_topic(name_en="Hidden topic", **draft)])
    make.make_outcome(session=session, verb="thanked", text_en="Hidden", release="held_back")
    make.make_outcome(session=make.make_session(release="held_back"), verb="agreed", text_en="Hidden too")
    make.make_outcome(
        session=session,
        text_en="Hidden as well",
        statement=make.make_statement(edition={"publish_at": FUTURE}),
    )

    response = client.get("/en/outcomes/")

    assert texts(response) == ["a policy"]
    assert "1 outcome" in response.text
    assert "Hidden" not in response.text
    assert 'value="thanked"' not in response.text and 'value="agreed"' not in response.text


@pytest.mark.parametrize(
    ("verb", "english", "german"),
    [("called_for", "called for", "gefordert"), ("reaffirmed", "reaffirmed", "bekräftigt")],
)
def test_what_communiques_do_most_has_a_verb(client: Client, verb: str, english: str, german: str) -> None:
    outcome = make.make_outcome(verb=verb)
    outcome.full_clean()

    assert english in client.get("/en/outcomes/").text
    assert german in client.get("/de/outcomes/").text
