"""States in words, computed with the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial.status import status_label
from meetings.models import Meeting, Statement
from photos.models import Photo
from publishing.models import Withdrawal
from publishing.states import Release, State
from tests import factories
from tests.admin_forms import DRAFT, change, page

pytestmark = pytest.mark.django_db

LATER = datetime(2031, 4, 14, 16, 0, tzinfo=UTC)


def words(row: Any, at: datetime | None = None) -> str:
    return str(status_label(type(row)._default_manager.get(pk=row.pk), at).words)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (DRAFT, "draft"),
        ({"state": State.IN_REVIEW, "publish_at": None}, "in review"),
        ({"publish_at": LATER}, "public from 14 April 2031, 16:00"),
        ({}, "public"),
    ],
)
def test_a_record_in_words(values: dict[str, Any], expected: str) -> None:
    assert words(factories.make_meeting(**values)) == expected


def test_what_is_scheduled_is_public_when_its_time_has_come() -> None:
    meeting = factories.make_meeting(publish_at=LATER)
    assert words(meeting, LATER - timedelta(seconds=1)) == "public from 14 April 2031, 16:00"
    assert words(meeting, LATER) == "public"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("out_of_date", "withdrawn as out of date"), ("in_error", "withdrawn: published in error")],
)
def test_what_is_withdrawn_in_words(kind: str, expected: str) -> None:
    meeting = factories.make_meeting()
    Withdrawal.objects.create(public_id=meeting.public_id, kind=kind, reason="x", explanation_en="x")
    assert words(meeting) == expected


def test_what_is_out_of_date_is_said_to_be_seen_and_what_is_unpublished_is_not(admin_client: Client) -> None:
    marked, gone, text = factories.make_topic(), factories.make_topic(), factories.make_statement().editions.first()
    for row, kind in ((marked, "out_of_date"), (text, "out_of_date"), (gone, "in_error")):
        factories.withdraw(row, kind=kind)
    notice = "Visitors see it with the notice “Out of date”."

    def sentence(row: Any) -> str:
        return str(admin_client.get(change(row)).context["panel"].sentence)

    assert sentence(marked) == f"{notice} Changes you save here are public immediately."
    assert sentence(text) == notice
    assert sentence(gone) == "Its web address shows the explanation. Nothing is deleted: the history keeps it."


def test_a_child_waits_for_its_parent() -> None:
    assert words(factories.make_session(meeting=factories.make_meeting(**DRAFT))) == "together with: meeting"


def test_a_child_that_is_held_back() -> None:
    assert words(factories.make_session(release=Release.HELD_BACK)) == "held back"


def test_an_outcome_whose_statement_is_not_public() -> None:
    outcome = factories.make_outcome(statement=factories.make_statement(edition=DRAFT))
    assert words(outcome) == "approved, not public yet"


def test_an_earlier_edition_is_replaced_by_the_live_one() -> None:
    statement = factories.make_statement(languages=["en"])
    first = statement.editions.get()
    live = factories.make_edition(statement, publish_at=factories.LONG_AGO + timedelta(days=1))
    assert (words(first), words(live)) == ("replaced by a later version", "public")


def test_a_document_is_public_when_an_edition_is() -> None:
    assert words(factories.make_statement()) == "public"
    assert words(factories.make_statement(edition=DRAFT)) == "not public yet"


@pytest.mark.parametrize(
    ("chosen", "found"),
    [("draft", [0]), ("scheduled", [1]), ("public", [2]), ("withdrawn", [3]), ("", [3, 2, 1, 0])],
)
def test_a_list_is_narrowed_by_state(admin_client: Client, chosen: str, found: list[int]) -> None:
    meetings = [
        factories.make_meeting(**DRAFT),
        factories.make_meeting(publish_at=timezone.now() + timedelta(days=1)),
        factories.make_meeting(),
        factories.make_meeting(),
    ]
    Withdrawal.objects.create(public_id=meetings[3].public_id, kind="in_error", reason="x", explanation_en="x")
    answer = admin_client.get(page(Meeting, "changelist"), {"publication_status": chosen} if chosen else {})
    assert list(answer.context["cl"].result_list) == [meetings[n] for n in found]


def test_photos_held_back_are_found(admin_client: Client) -> None:
    held = factories.make_photo(release=Release.HELD_BACK)
    factories.make_photo()
    answer = admin_client.get(page(Photo, "changelist"), {"publication_status": "held"})
    assert list(answer.context["cl"].result_list) == [held]


def test_only_what_is_public_leads_to_the_site(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    draft = factories.make_edition(statement, language="de", **DRAFT)
    for row, shown in ((statement, True), (statement.editions.get(language="en"), True), (draft, False)):
        text = admin_client.get(page(row, "change", row.pk)).content.decode()
        assert (f'href="{statement.get_absolute_url()}"' in text) is shown
    assert Statement.objects.public().exists()
