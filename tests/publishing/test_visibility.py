"""The rule of visibility: approved, timed, not withdrawn, within a public parent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetings.models import Meeting, Outcome, Participation, Session, Statement, StatementEdition
from photos.models import Photo
from publishing.joins import public_join
from publishing.models import Withdrawal
from publishing.states import Release, State, WithdrawalKind
from tests import factories

pytestmark = pytest.mark.django_db

EMBARGO = datetime(2011, 4, 15, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def withdraw(public_id: str, **values: object) -> Withdrawal:
    facts = {"public_id": public_id, "kind": WithdrawalKind.IN_ERROR, "since": EMBARGO, "reason": "r"}
    return Withdrawal.objects.create(**facts | values)


def test_a_record_is_public_from_its_second_on() -> None:
    meeting = factories.make_meeting(publish_at=EMBARGO)

    assert list(Meeting.objects.public(EMBARGO - SECOND)) == []
    assert list(Meeting.objects.public(EMBARGO)) == [meeting]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_a_record_is_not_public_while_it_is_not_approved(state: State) -> None:
    factories.make_meeting(state=state, publish_at=None)

    assert list(Meeting.objects.public()) == []


def test_a_withdrawal_in_error_hides_from_its_second_until_it_ends() -> None:
    meeting = factories.make_meeting()
    withdraw(meeting.public_id, until=EMBARGO + SECOND)

    assert list(Meeting.objects.by_rule(EMBARGO - SECOND)) == [meeting]
    assert list(Meeting.objects.by_rule(EMBARGO)) == []
    assert list(Meeting.objects.by_rule(EMBARGO + SECOND)) == [meeting]


def test_a_withdrawal_as_out_of_date_leaves_it_readable() -> None:
    meeting = factories.make_meeting()
    withdraw(meeting.public_id, kind=WithdrawalKind.OUT_OF_DATE)

    assert list(Meeting.objects.public()) == [meeting]


def test_a_child_is_public_with_its_parent_and_never_before() -> None:
    meeting = factories.make_meeting(publish_at=EMBARGO)
    session = factories.make_session(meeting=meeting)
    outcome = factories.make_outcome(session=session)

    assert list(Session.objects.public(EMBARGO - SECOND)) == []
    assert list(Outcome.objects.public(EMBARGO - SECOND)) == []
    assert list(Session.objects.public(EMBARGO)) == [session]
    assert list(Outcome.objects.public(EMBARGO)) == [outcome]


def test_a_child_with_its_own_time_waits_for_both_times() -> None:
    meeting = factories.make_meeting(publish_at=EMBARGO)
    own: dict[str, Any] = {"release": Release.OWN_TIME}
    early = factories.make_session(meeting=meeting, publish_at=EMBARGO - SECOND, **own)
    late = factories.make_session(meeting=meeting, publish_at=EMBARGO + SECOND, **own)

    assert list(Session.objects.public(EMBARGO - SECOND)) == []
    assert list(Session.objects.public(EMBARGO)) == [early]
    assert set(Session.objects.public(EMBARGO + SECOND)) == {early, late}


def test_a_child_that_is_held_back_is_not_public() -> None:
    session = factories.make_session(release=Release.HELD_BACK)
    factories.make_outcome(session=session)

    assert list(Session.objects.public()) == []
    assert list(Outcome.objects.public()) == []


def test_a_child_goes_when_its_parent_is_withdrawn() -> None:
    session = factories.make_session()
    withdraw(session.meeting.public_id, since=EMBARGO)

    assert list(Session.objects.public(EMBARGO - SECOND)) == [session]
    assert list(Session.objects.public(EMBARGO)) == []


def test_a_child_that_joins_an_approved_parent_starts_held_back() -> None:
    meeting = factories.make_meeting()

    session = Session(meeting=meeting, slug="late", title="Late", day=meeting.starts_on, state=State.APPROVED)
    session.save()

    assert session.release == Release.HELD_BACK


def test_a_child_that_moves_to_an_approved_parent_is_held_back() -> None:
    draft = factories.make_gallery(state=State.DRAFT, publish_at=None)
    photo = factories.make_photo(gallery=draft)

    photo.gallery = factories.make_gallery()
    photo.save()

    assert photo.release == Release.HELD_BACK
    assert list(Photo.objects.public()) == []


def test_an_outcome_is_not_public_before_its_statement() -> None:
    statement = factories.make_statement(edition={"publish_at": EMBARGO})
    outcome = factories.make_outcome(statement=statement)

    assert list(Outcome.objects.public(EMBARGO - SECOND)) == []
    assert list(Outcome.objects.public(EMBARGO)) == [outcome]


def test_a_photo_without_a_file_is_not_public() -> None:
    photo = factories.make_photo()
    photo.files.all().delete()

    assert list(Photo.objects.public()) == []


def test_a_participation_is_public_only_with_its_session_and_its_partner() -> None:
    shown = factories.make_participation(session=factories.make_session())
    unnamed = factories.make_participation(session=shown.session, unnamed_count=21, unnamed_phrase="others")
    factories.make_participation(session=factories.make_session(release=Release.HELD_BACK))
    hidden_partner = factories.make_partner(state=State.DRAFT, publish_at=None)
    factories.make_participation(session=shown.session, partner=hidden_partner)

    assert set(Participation.objects.public()) == {shown, unnamed}


def test_a_document_is_public_when_an_edition_is() -> None:
    statement = factories.make_statement(languages=["de"], edition={"publish_at": EMBARGO})

    assert list(Statement.objects.public(EMBARGO - SECOND)) == []
    assert list(Statement.objects.public(EMBARGO)) == [statement]


def test_the_live_edition_is_the_approved_one_with_the_latest_time() -> None:
    statement = factories.make_statement(languages=[])
    first = factories.make_edition(statement, publish_at=EMBARGO - 2 * SECOND)
    second = factories.make_edition(statement, publish_at=EMBARGO)
    factories.make_edition(statement, state=State.DRAFT, publish_at=None)

    assert list(StatementEdition.objects.live(EMBARGO - SECOND)) == [first]
    assert list(StatementEdition.objects.live(EMBARGO)) == [second]
    assert set(StatementEdition.objects.public(EMBARGO)) == {first, second}


def test_withdrawing_the_live_edition_does_not_bring_an_earlier_one_back() -> None:
    statement = factories.make_statement(languages=[])
    factories.make_edition(statement, publish_at=EMBARGO - SECOND)
    live = factories.make_edition(statement, publish_at=EMBARGO)
    withdraw(live.public_id)

    assert list(StatementEdition.objects.live(EMBARGO)) == []
    assert list(Statement.objects.public(EMBARGO)) == []


def test_each_language_has_a_live_edition_of_its_own() -> None:
    statement = factories.make_statement(languages=["en", "de"])

    languages = StatementEdition.objects.live().filter(document=statement).values_list("language", flat=True)

    assert set(languages) == {"en", "de"}


def test_withdrawing_the_whole_document_hides_its_editions() -> None:
    statement = factories.make_statement()
    withdraw(statement.public_id)

    assert list(Statement.objects.public()) == []
    assert list(StatementEdition.objects.public()) == []


def test_a_relation_that_cannot_be_empty_is_not_joined() -> None:
    """Django would join it so that the row itself is left out."""
    with pytest.raises(ValueError, match=r"Session\.meeting cannot be empty"):
        public_join(Session, "meeting", EMBARGO)
