"""Second review: an editor's changes need another person's approval."""

from typing import Any

import pytest

from meetings.models import Meeting
from publishing import verbs
from publishing.models import AuditLogEntry, audit_log
from publishing.models.audit_log import Action
from publishing.obstacles import Refused, SecondReviewerRequired
from publishing.workflow import WorkflowAction
from tests import factories
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db


def saved(row: Any, *, by: Any) -> Any:
    """Record in the audit log that the account saved the row, as the admin does."""
    audit_log.record(Action.SAVE, by=by, target=row)
    return row


def check_second_reviewer(verb: Any, row: Any, **asked: Any) -> bool:
    """Whether the verb is refused because the person alone has seen the row."""
    with pytest.raises(Refused) as refused:
        verb(row, **asked)
    return any(isinstance(obstacle, SecondReviewerRequired) for obstacle in refused.value.obstacles)


def unseen(row: Any) -> bool:
    return row.public_id in audit_log.editors_since_review([row.public_id])


@pytest.mark.parametrize("verb", [verbs.approve, verbs.publish])
def test_no_one_approves_what_they_have_saved(verb: Any) -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(**DRAFT), by=first)

    assert check_second_reviewer(verb, meeting, by=first)
    verb(meeting, by=second)


def test_no_one_approves_what_they_have_saved_below_it() -> None:
    editor = factories.make_user()
    meeting = factories.make_meeting(**DRAFT)
    session = factories.make_session(meeting=meeting, **DRAFT)
    saved(factories.make_outcome(session=session, **DRAFT), by=editor)

    assert check_second_reviewer(verbs.approve, meeting, by=editor)


def test_what_was_saved_before_the_last_approval_is_no_matter() -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(**DRAFT), by=first)
    verbs.approve(meeting, by=second)

    verbs.publish(meeting, by=first)

    assert Meeting.objects.public().exists()


def test_sending_back_is_no_approval() -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(**DRAFT), by=first)
    verbs.submit(meeting, by=first)
    verbs.return_for_changes(meeting, by=second, reason="Look again.")

    assert check_second_reviewer(verbs.approve, meeting, by=first)


def test_the_new_document_is_vouched_for_with_its_first_edition() -> None:
    factories.make_office(required_languages="en")
    first, second = factories.make_user(), factories.make_user()
    statement = saved(factories.make_statement(languages=["en"], edition=DRAFT), by=first)
    edition = statement.editions.get()

    assert check_second_reviewer(verbs.approve, edition, by=first)
    verbs.approve(edition, by=second)
    assert not unseen(statement)


def test_out_of_hours_one_publishes_alone_for_a_written_reason() -> None:
    editor = factories.make_user()
    meeting = saved(factories.make_meeting(**DRAFT), by=editor)

    with pytest.raises(Refused, match="why it cannot wait"):
        verbs.force_publish(meeting, by=editor, reason="")
    verbs.force_publish(meeting, by=editor, reason="Three in the morning.")

    assert Meeting.objects.public().exists()
    assert AuditLogEntry.objects.filter(action=WorkflowAction.FORCE_PUBLISH).get().reason == "Three in the morning."
    assert unseen(meeting)


def test_what_was_published_alone_is_confirmed_by_another_editor_only() -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(**DRAFT), by=first)
    verbs.force_publish(meeting, by=first, reason="Night.")

    assert check_second_reviewer(verbs.confirm, meeting, by=first)
    verbs.confirm(meeting, by=second)

    assert not unseen(meeting)


def test_a_public_record_that_is_changed_waits_for_its_confirmation() -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(), by=first)

    assert unseen(meeting)
    verbs.confirm(meeting, by=second)
    with pytest.raises(Refused, match="does not need a second review"):
        verbs.confirm(meeting, by=second)


def test_confirming_a_gallery_confirms_its_photos() -> None:
    first, second = factories.make_user(), factories.make_user()
    photo = saved(factories.make_photo(), by=first)

    verbs.confirm(photo.gallery, by=second)

    assert not unseen(photo)


def test_confirming_what_is_public_confirms_no_draft_below_it() -> None:
    first, second = factories.make_user(), factories.make_user()
    meeting = saved(factories.make_meeting(), by=first)
    draft = saved(factories.make_session(meeting=meeting, release="held_back", **DRAFT), by=first)

    verbs.confirm(meeting, by=second)

    assert check_second_reviewer(verbs.publish, draft, by=first)


def test_a_document_is_reviewed_once_a_second_person_has_published_all_its_editions() -> None:
    author, editor = factories.make_user(), factories.make_user()
    statement = saved(factories.make_statement(languages=[]), by=author)
    english, german = (
        saved(factories.make_edition(statement, language=language, **DRAFT), by=author) for language in ("en", "de")
    )
    verbs.submit(german, by=author)
    verbs.publish(english, by=editor)
    assert not unseen(statement)
    saved(statement, by=author)
    assert unseen(statement)
    verbs.publish(german, by=editor)
    assert not unseen(statement)


def test_a_document_is_not_reviewed_by_who_has_changed_it_or_while_an_edition_is_not() -> None:
    author, editor = factories.make_user(), factories.make_user()
    statement = factories.make_statement(languages=["en"])
    german = saved(factories.make_edition(statement, language="de", **DRAFT), by=author)
    saved(statement, by=editor)
    verbs.publish(german, by=editor)
    assert unseen(statement), "the editor has changed it"

    french = saved(factories.make_edition(statement, language="fr", **DRAFT), by=author)
    verbs.force_publish(french, by=author, reason="Night.")
    spanish = saved(factories.make_edition(statement, language="es", **DRAFT), by=author)
    verbs.publish(spanish, by=factories.make_user())
    assert unseen(statement), "the French text has no second review"
