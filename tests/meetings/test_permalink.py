"""The permanent address: it sends to where a public thing lives now, and tells nothing of any other."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from publishing.models import Withdrawal
from tests import factories as make

pytestmark = pytest.mark.django_db


def make_one_of_each_kind() -> Any:
    session = make.make_session()
    statement, article, photo = make.make_statement(), make.make_article(), make.make_photo()
    outcome = make.make_outcome(session=session)
    meeting = session.meeting
    return {
        meeting: f"/en/meetings/{meeting.slug}/",
        session: f"/en/meetings/{meeting.slug}/{session.slug}/",
        outcome: f"/en/meetings/{meeting.slug}/{session.slug}/#{outcome.public_id}",
        statement: f"/en/statements/{statement.slug}/",
        statement.editions.get(language="de"): f"/en/statements/{statement.slug}/",
        article: f"/en/articles/{article.slug}/",
        article.editions.get(language="de"): f"/en/articles/{article.slug}/",
        photo.gallery: f"/en/galleries/{photo.gallery.slug}/",
        photo: f"/en/galleries/{photo.gallery.slug}/{photo.public_id}/",
        (partner := make.make_partner()): f"/en/partners/{partner.slug}/",
        (format := make.make_format()): f"/en/formats/{format.slug}/",
        (person := make.make_person()): f"/en/people/{person.slug}/",
        (topic := make.make_topic()): f"/en/topics/{topic.slug}/",
        (page := make.make_page()): f"/en/pages/{page.slug}/",
    }


def test_each_kind_is_sent_to_its_page(client: Client) -> None:
    for thing, address in make_one_of_each_kind().items():
        response = client.get(f"/id/{thing.public_id}")
        assert (response.status_code, response.headers["Location"]) == (302, address), thing


def test_the_readers_language_decides(client: Client) -> None:
    topic = make.make_topic()

    response = client.get(f"/id/{topic.public_id}", headers={"Accept-Language": "de-AT, en;q=0.5"})

    assert response.headers["Location"] == f"/de/topics/{topic.slug}/"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    "hidden",
    [
        lambda: make.make_topic(state="draft", publish_at=None),
        lambda: make.make_meeting(publish_at=datetime(2100, 1, 1, tzinfo=UTC)),
        lambda: make.make_session(release="held_back"),
        lambda: make.make_photo(release="own_time", publish_at=datetime(2100, 1, 1, tzinfo=UTC)),
        lambda: make.make_statement(edition={"publish_at": datetime(2100, 1, 1, tzinfo=UTC)}),
        lambda: make.make_outcome(statement=make.make_statement(languages=[])),
    ],
)
def test_what_is_not_public_is_not_found(client: Client, hidden: Any) -> None:
    assert client.get(f"/id/{hidden().public_id}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/id/t23456789", "/id/x23456789", "/id/t2345678", "/id/T23456789", "/id/t2345678l"]
)
def test_an_id_that_nobody_has_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_was_withdrawn_in_error_is_gone_and_says_why(client: Client) -> None:
    topic = make.make_topic()
    Withdrawal.objects.create(
        public_id=topic.public_id,
        kind="in_error",
        reason="secret reason",
        explanation_en="It was the wrong one.",
    )

    response = client.get(f"/id/{topic.public_id}")

    assert response.status_code == 410
    assert "It was the wrong one." in response.text
    assert "secret reason" not in response.text
