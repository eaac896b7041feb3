"""Permalinks lead to public objects and reveal nothing of any other."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
DRAFT: dict[str, Any] = {"state": "draft", "publish_at": None}


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
    for item, address in make_one_of_each_kind().items():
        response = client.get(f"/id/{item.public_id}")
        assert (response.status_code, response.headers["Location"]) == (302, address), item


def test_the_readers_language_decides(client: Client) -> None:
    topic = make.make_topic()

    response = client.get(f"/id/{topic.public_id}", headers={"Accept-Language": "de-AT, en;q=0.5"})

    assert response.headers["Location"] == f"/de/topics/{topic.slug}/"
    assert "Accept-Language" in response.headers["Vary"]


HIDDEN = {
    "a draft": lambda: make.make_topic(**DRAFT),
    "in review": lambda: make.make_topic(state="in_review", publish_at=None),
    "approved without a time": lambda: make.make_topic(publish_at=None),
    "embargoed": lambda: make.make_meeting(publish_at=FUTURE),
    "held back": lambda: make.make_session(release="held_back"),
    "at its own time": lambda: make.make_photo(release="own_time", publish_at=FUTURE),
    "a draft below something public": lambda: make.make_outcome(**DRAFT),
    "below something held back": lambda: make.make_outcome(session=make.make_session(release="held_back")),
    "below a draft": lambda: make.make_photo(gallery=make.make_gallery(**DRAFT)),
    "a document without a text": lambda: make.make_article(languages=[]),
    "a document under embargo": lambda: make.make_statement(edition={"publish_at": FUTURE}),
    "an edition under embargo": lambda: make.make_edition(make.make_statement(), publish_at=FUTURE),
    "the draft of a correction": lambda: make.make_edition(make.make_article(), **DRAFT),
    "before its statement": lambda: make.make_outcome(statement=make.make_statement(languages=[])),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_is_not_public_answers_like_an_unknown_id(client: Client, what: str) -> None:
    hidden = HIDDEN[what]()
    nobodys = f"{hidden.public_id[0]}{'2' * 8}"

    response, unknown = client.get(f"/id/{hidden.public_id}"), client.get(f"/id/{nobodys}")

    assert response.status_code == 404
    assert response.text.replace(hidden.public_id, nobodys) == unknown.text
    assert {**response.headers, "ETag": ""} == {**unknown.headers, "ETag": ""}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_was_never_public_is_not_called_withdrawn(client: Client, what: str) -> None:
    """Also if its parent, or a part of it, was withdrawn."""
    hidden = HIDDEN[what]()
    for item in (hidden, getattr(hidden, "parent", None), getattr(hidden, "document", None)):
        if item is not None:
            make.withdraw(item)

    assert client.get(f"/id/{hidden.public_id}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/id/t23456789", "/id/x23456789", "/id/t2345678", "/id/T23456789", "/id/t2345678l"]
)
def test_an_unknown_id_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_was_withdrawn_in_error_is_gone_and_says_why(client: Client) -> None:
    for item in make_one_of_each_kind():
        withdrawal = make.withdraw(item, explanation_en=f"Wrong: {item.public_id}.", reason="secret reason")
        response = client.get(f"/id/{item.public_id}")
        withdrawal.delete()

        assert response.status_code == 410, item
        assert withdrawal.explanation in response.text
        assert "secret reason" not in response.text


def test_what_is_out_of_date_is_sent_to_its_page(client: Client) -> None:
    for item, address in make_one_of_each_kind().items():
        make.withdraw(item, kind="out_of_date")
        assert client.get(f"/id/{item.public_id}").headers["Location"] == address, item


def test_what_was_restored_is_sent_to_its_page(client: Client) -> None:
    for item, address in make_one_of_each_kind().items():
        make.withdraw(item, until=make.LONG_AGO.replace(hour=13))
        assert client.get(f"/id/{item.public_id}").headers["Location"] == address, item


def gone(client: Client, item: Any) -> str:
    """Return the explanation of the withdrawal at the object's permalink."""
    response = client.get(f"/id/{item.public_id}")
    assert response.status_code == 410, item
    withdrawal: str = response.context["withdrawal"].explanation
    return withdrawal


def test_what_belonged_to_something_withdrawn_is_gone_with_it(client: Client) -> None:
    outcome, photo = make.make_outcome(), make.make_photo()
    statement = make.make_statement(languages=["en"])
    decided = make.make_outcome(statement=statement)
    below = {
        outcome.session.meeting: [outcome.session, outcome],
        photo.gallery: [photo],
        statement: [statement.editions.get(), decided],
    }
    for item, rows in below.items():
        withdrawal = make.withdraw(item)
        assert {gone(client, row) for row in rows} == {withdrawal.explanation}


def test_what_was_withdrawn_itself_says_its_own_reason(client: Client) -> None:
    session = make.make_session()
    own = make.withdraw(session)
    make.withdraw(session.meeting)

    assert gone(client, session) == own.explanation


def test_a_document_is_gone_with_its_last_text(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    first = statement.editions.get()
    make.withdraw(first)  # of which no one speaks any more
    live = make.make_edition(statement, publish_at=make.LONG_AGO.replace(hour=13))
    withdrawal = make.withdraw(live, since=make.LONG_AGO.replace(hour=14))

    assert gone(client, statement) == gone(client, live) == withdrawal.explanation


def test_an_earlier_text_stays_where_it_can_be_quoted_though_the_last_one_is_gone(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    first = statement.editions.get()
    last = make.make_edition(statement, publish_at=make.LONG_AGO.replace(hour=13))

    withdrawal = make.withdraw(last)

    assert gone(client, last) == withdrawal.explanation
    address = client.get(f"/id/{first.public_id}").headers["Location"]
    assert address == f"{statement.get_absolute_url()}v1/"
    assert client.get(address).status_code == 200


def test_an_earlier_text_is_sent_to_the_page_of_its_version_in_its_own_language(client: Client) -> None:
    statement = make.make_statement(languages=["de"])
    first = statement.editions.get()
    make.make_edition(statement, language="de", publish_at=make.LONG_AGO.replace(hour=13))

    assert client.get(f"/id/{first.public_id}").headers["Location"] == f"/de/statements/{statement.slug}/v1/"
