"""The text of a document at any moment, rule by rule, and the n of v<n>."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetings.models import ArticleEdition, Statement, StatementEdition
from publishing.states import State, WithdrawalKind
from tests import factories as make
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

NOON = datetime(2011, 4, 15, 12, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def statement() -> Statement:
    return make.make_statement(languages=[])


def live(at: datetime) -> list[StatementEdition]:
    return list(StatementEdition.objects.live_by_rule(at).order_by("language"))


def versions(document: Any) -> dict[str, int]:
    """Return the numbers of all editions, by their titles."""
    return dict(document.editions.model.objects.with_version().values_list("title", "version"))


def test_it_is_the_edition_with_the_latest_time_not_after_the_moment(statement: Statement) -> None:
    first = make.make_edition(statement, publish_at=NOON)
    second = make.make_edition(statement, publish_at=NOON + HOUR)

    assert [live(at) for at in (NOON - SECOND, NOON, NOON + HOUR - SECOND, NOON + HOUR, NOON + 9 * HOUR)] == [
        [],
        [first],
        [first],
        [second],
        [second],
    ]


def test_it_goes_by_the_time_of_publication_and_not_by_the_number_of_the_draft(statement: Statement) -> None:
    begun_first = make.make_edition(statement, publish_at=NOON + HOUR)
    typo_corrected = make.make_edition(statement, publish_at=NOON)

    assert (begun_first.serial, typo_corrected.serial) == (1, 2)
    assert [live(NOON), live(NOON + HOUR)] == [[typo_corrected], [begun_first]]


def test_each_language_has_its_own(statement: Statement) -> None:
    german = make.make_edition(statement, language="de", publish_at=NOON + HOUR)
    english = make.make_edition(statement, language="en", publish_at=NOON)

    assert [live(NOON), live(NOON + HOUR)] == [[english], [german, english]]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_an_edition_without_a_time_never_is(statement: Statement, state: State) -> None:
    first = make.make_edition(statement, publish_at=NOON)
    make.make_edition(statement, state=state, publish_at=None)

    assert live(NOON + 9 * HOUR) == [first]


def test_a_withdrawal_in_error_of_the_live_edition_brings_nothing_back(statement: Statement) -> None:
    make.make_edition(statement, publish_at=NOON)
    second = make.make_edition(statement, publish_at=NOON + HOUR)
    make.withdraw(second, since=NOON + 2 * HOUR)

    assert [live(NOON + 2 * HOUR - SECOND), live(NOON + 2 * HOUR)] == [[second], []]


def test_a_withdrawal_in_error_of_an_earlier_edition_leaves_the_live_one(statement: Statement) -> None:
    first = make.make_edition(statement, publish_at=NOON)
    second = make.make_edition(statement, publish_at=NOON + HOUR)
    make.withdraw(first, since=NOON + 2 * HOUR)

    assert live(NOON + 2 * HOUR) == [second]
    assert list(StatementEdition.objects.public(NOON + 2 * HOUR)) == [second]


def test_what_is_out_of_date_stays(statement: Statement) -> None:
    edition = make.make_edition(statement, publish_at=NOON)
    make.withdraw(edition, kind=WithdrawalKind.OUT_OF_DATE, since=NOON + HOUR)

    assert live(NOON + 2 * HOUR) == [edition]


def test_what_was_restored_is_there_again_and_the_gap_stays_in_the_past(statement: Statement) -> None:
    edition = make.make_edition(statement, publish_at=NOON)
    make.withdraw(edition, since=NOON + HOUR, until=NOON + 2 * HOUR)

    moments = (NOON + HOUR - SECOND, NOON + HOUR, NOON + 2 * HOUR - SECOND, NOON + 2 * HOUR)
    assert [live(at) for at in moments] == [[edition], [], [], [edition]]


def test_a_new_edition_is_live_though_the_one_before_it_is_withdrawn(statement: Statement) -> None:
    first = make.make_edition(statement, publish_at=NOON)
    make.withdraw(first, since=NOON + SECOND)
    second = make.make_edition(statement, publish_at=NOON + HOUR)

    assert [live(NOON + SECOND), live(NOON + HOUR)] == [[], [second]]


def test_withdrawing_the_document_takes_every_text_while_it_holds(statement: Statement) -> None:
    edition = make.make_edition(statement, publish_at=NOON)
    make.withdraw(statement, since=NOON + HOUR, until=NOON + 2 * HOUR)

    assert [live(at) for at in (NOON, NOON + HOUR, NOON + 2 * HOUR)] == [[edition], [], [edition]]


def test_versions_count_in_the_order_of_publication_within_a_language(statement: Statement) -> None:
    make.make_edition(statement, title="en second", publish_at=NOON + HOUR)
    make.make_edition(statement, title="en first", publish_at=NOON)
    make.make_edition(statement, title="de first", language="de", publish_at=NOON + 2 * HOUR)

    assert versions(statement) == {"en first": 1, "en second": 2, "de first": 1}


def test_an_edition_that_was_withdrawn_keeps_its_number(statement: Statement) -> None:
    make.withdraw(make.make_edition(statement, title="first", publish_at=NOON))
    make.make_edition(statement, title="second", publish_at=NOON + HOUR)

    assert versions(statement) == {"first": 1, "second": 2}


def test_drafts_take_no_number_from_what_became_public(statement: Statement) -> None:
    make.make_edition(statement, title="draft", **DRAFT)
    make.make_edition(statement, title="first", publish_at=NOON)

    assert versions(statement) == {"first": 1, "draft": 2}


def test_another_document_has_numbers_of_its_own() -> None:
    make.make_article(languages=["en"])
    other = make.make_article(languages=["en"])

    assert {edition.version for edition in ArticleEdition.objects.with_version()} == {1}
    assert other.editions.count() == 1


def test_ever_public_is_what_had_its_time_even_if_withdrawn(statement: Statement) -> None:
    edition = make.make_edition(statement, publish_at=NOON)
    make.make_edition(statement, **DRAFT)
    make.withdraw(edition)
    make.withdraw(statement)

    assert list(StatementEdition.objects.ever_public(NOON - SECOND)) == []
    assert list(StatementEdition.objects.ever_public(NOON)) == [edition]
    assert list(Statement.objects.ever_public(NOON - SECOND)) == []
    assert list(Statement.objects.ever_public(NOON)) == [statement]


def test_a_child_has_been_public_when_it_was_released_and_its_parent_had_its_time() -> None:
    gallery = make.make_gallery(publish_at=NOON, photos=1)
    photo = gallery.photos.get()
    make.make_photo(gallery=gallery, release="held_back")
    late = make.make_photo(gallery=gallery, release="own_time", publish_at=NOON + HOUR)
    make.withdraw(gallery)

    ever_public = type(photo).objects.ever_public
    assert [set(ever_public(at)) for at in (NOON - SECOND, NOON, NOON + HOUR)] == [
        set(),
        {photo},
        {photo, late},
    ]
