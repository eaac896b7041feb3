"""The page of a topic: what sessions, decisions and texts have in common."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from meetings.models import Topic
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, topic: Topic) -> Any:
    return client.get(f"/en/topics/{topic.slug}/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_five_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    topic = make.make_topic()
    for _ in range(number):
        session = make.make_session(topics=[topic])
        statement = make.make_statement(topics=[topic])
        make.make_outcome(session=session, topics=[topic], statement=statement)
        make.make_article(topics=[topic])

    hold_what_is_shared(lambda: page_of(client, topic))

    with django_assert_num_queries(5):
        response = page_of(client, topic)

    assert response.status_code == 200


def test_its_description_sessions_outcomes_and_texts_are_there(client: Client) -> None:
    topic = make.make_topic(description_en="Shields against missiles.")
    session = make.make_session(topics=[topic])
    statement, article = make.make_statement(topics=[topic]), make.make_article(topics=[topic])
    make.make_outcome(session=session, topics=[topic], text_en="a shield", statement=statement)

    html = page_of(client, topic).text

    assert "Shields against missiles." in html
    for item in (session, session.meeting):
        assert f'<a href="{item.get_absolute_url()}">{item}</a>' in html
    assert f'<a href="{statement.get_absolute_url()}">a shield</a>' in html
    assert f"{statement.working_title} (en)" in html and f"{article.working_title} (en)" in html


def test_what_only_surrounds_it_and_is_not_public_stays_unnamed(client: Client) -> None:
    topic = make.make_topic()
    make.make_session(title_en="Hidden", topics=[topic], release="held_back")
    make.make_outcome(text_en="Hidden", topics=[topic], release="held_back")
    make.make_statement(topics=[topic], edition={"title": "Hidden", "publish_at": FUTURE})
    make.make_article(topics=[topic], edition={"title": "Hidden", "publish_at": FUTURE})

    assert "Hidden" not in page_of(client, topic).text


def test_a_topic_that_is_not_public_is_not_there(client: Client) -> None:
    assert page_of(client, make.make_topic(publish_at=FUTURE)).status_code == 404


def test_a_withdrawn_topic_is_gone_or_marked_as_out_of_date(client: Client) -> None:
    gone, dated = make.make_topic(), make.make_topic()
    make.withdraw(gone)
    make.withdraw(dated, kind="out_of_date", explanation_en="Now called otherwise.")

    assert page_of(client, gone).status_code == 410
    assert "<strong>Out of date.</strong> Now called otherwise." in page_of(client, dated).text
