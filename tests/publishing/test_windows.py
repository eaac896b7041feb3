"""Stored windows of visibility: each change of an input changes the window."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from meetings.models import Meeting, Session, StatementEdition, Topic
from photos.files.integrity import bring_back, put_into_bin
from photos.models import Photo, PhotoFile
from publishing import verbs
from publishing.kinds import kinds, write_all_windows
from publishing.models import Withdrawal
from publishing.states import Release, State, WithdrawalKind
from publishing.window_check import check, disagreements, moments
from publishing.windows import BEFORE_ALL, FAR_FUTURE
from tests import factories as make
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

LATER = datetime(2031, 4, 15, 16, 0, tzinfo=UTC)
EXPLANATION = {"en": "Why.", "de": "Warum."}


def window(row: Any) -> tuple[datetime, datetime]:
    stored = type(row)._default_manager.values("public_from", "public_until").get(pk=row.pk)
    return stored["public_from"], stored["public_until"]


def all_agree() -> bool:
    return all(not [*disagreements(kind, moments())] for kind in kinds())


def test_a_row_that_is_added_by_other_means_is_never_public() -> None:
    shown = make.make_topic()
    values = Topic.objects.filter(pk=shown.pk).values().get()
    columns = {name: value for name, value in values.items() if not name.startswith("public_") and name != "id"}
    columns |= {"public_id": "t23456789", "slug": "foreign"}
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO meetings_topic ({names}) VALUES ({marks})", [*columns.values()])  # noqa: S608

    assert [*Topic.objects.public()] == [shown]
    assert window(Topic.objects.get(slug="foreign")) == (FAR_FUTURE, FAR_FUTURE)
    Topic.objects.filter(slug="foreign").delete()  # by the rule it is public


def test_a_withdrawal_ends_the_window_and_reinstating_begins_it_again() -> None:
    topic, by = make.make_topic(), make.make_user()

    withdrawal = verbs.unpublish(topic, by=by, reason="R.", explanation=EXPLANATION)
    assert window(topic) == (make.LONG_AGO, withdrawal.since)

    verbs.restore(topic, by=by, reason="R.")
    withdrawal.refresh_from_db()
    assert window(topic) == (withdrawal.until, FAR_FUTURE)


def test_what_is_out_of_date_stays_public() -> None:
    topic = make.make_topic()

    verbs.withdraw(topic, by=make.make_user(), reason="R.", explanation=EXPLANATION)

    assert window(topic) == (make.LONG_AGO, FAR_FUTURE)


def test_what_is_out_of_date_and_then_unpublished_is_public_until_then_and_again_once_it_is_reinstated() -> None:
    statement, by = make.make_statement(), make.make_user()
    verbs.withdraw(statement, by=by, reason="R.", explanation=EXPLANATION)
    withdrawal = verbs.unpublish(statement, by=by, reason="R.", explanation=EXPLANATION)

    assert {window(text) for text in statement.editions.all()} == {(make.LONG_AGO, withdrawal.since)}
    assert not type(statement).objects.public().exists()
    assert all_agree()

    verbs.restore(statement, by=by, reason="R.")
    withdrawal.refresh_from_db()
    assert {window(text) for text in statement.editions.all()} == {(withdrawal.until, FAR_FUTURE)}
    assert all_agree()


def test_a_child_has_a_window_of_its_own_and_is_public_within_its_parents() -> None:
    meeting = make.make_meeting(publish_at=LATER)
    session = make.make_session(meeting=meeting)
    outcome = make.make_outcome(session=session)

    assert window(session) == window(outcome) == (BEFORE_ALL, FAR_FUTURE)
    assert [[*kind.objects.public()] for kind in (Session, type(outcome))] == [[], []]
    assert [*type(outcome).objects.public(LATER)] == [outcome]


def test_a_child_that_moves_to_an_approved_parent_is_held_back() -> None:
    session = make.make_session(meeting=make.make_meeting(publish_at=LATER))
    session.meeting = make.make_meeting()
    session.save()

    assert (session.release, window(session)) == (Release.HELD_BACK, (FAR_FUTURE, FAR_FUTURE))


def test_saving_a_form_that_was_opened_before_keeps_the_window() -> None:
    draft = make.make_topic(**DRAFT)
    opened = Topic.objects.get(pk=draft.pk)
    verbs.force_publish(draft, by=make.make_user(), reason="R.")
    published = window(draft)
    opened.name_en = "Other"
    opened.save()

    assert window(draft) == published != (FAR_FUTURE, FAR_FUTURE)


@pytest.mark.parametrize(
    "change",
    [
        lambda topics: topics.update(**DRAFT),
        lambda topics: topics.update(publish_at=LATER),
        lambda topics: Topic.objects.bulk_update(
            [topics.get().__class__(pk=topics.get().pk, publish_at=LATER)], ["publish_at"]
        ),
    ],
    ids=["to draft", "to a later time", "in bulk"],
)
def test_bulk_updates_write_windows(change: Callable[[Any], Any]) -> None:
    make.make_topic()
    change(Topic.objects.all())

    assert [*Topic.objects.public()] == []
    assert all_agree()


def test_the_next_version_ends_the_live_one_and_its_deletion_does_not() -> None:
    statement = make.make_statement(languages=["en"])
    live = statement.editions.get()
    coming = make.make_edition(statement, language="en", publish_at=LATER)

    assert StatementEdition.objects.get(pk=live.pk).replaced_at == LATER
    assert [*StatementEdition.objects.live(LATER)] == [coming]

    coming.delete()
    assert StatementEdition.objects.get(pk=live.pk).replaced_at == FAR_FUTURE
    assert [*StatementEdition.objects.live(LATER)] == [live]


def test_versions_deleted_in_bulk_end_nothing() -> None:
    statement = make.make_statement(languages=["en"])
    live = statement.editions.get()
    make.make_edition(statement, language="en", publish_at=LATER)
    StatementEdition.objects.filter(publish_at=LATER).delete()

    assert StatementEdition.objects.get(pk=live.pk).replaced_at == FAR_FUTURE


def test_the_window_of_a_document_covers_its_live_texts() -> None:
    statement = make.make_statement(languages=["en"], edition=DRAFT)
    assert window(statement) == (FAR_FUTURE, FAR_FUTURE)

    make.make_edition(statement, language="de", publish_at=LATER)
    assert window(statement) == (LATER, FAR_FUTURE)


def test_a_withdrawn_text_does_not_bring_back_what_it_replaced() -> None:
    make.make_office(required_languages="en")
    statement = make.make_statement(languages=["en"])
    by, live = make.make_user(), statement.editions.get()
    second = make.make_edition(statement, language="en", based_on=live, **DRAFT)
    verbs.force_publish(second, by=by, reason="R.", correction="minor")
    verbs.unpublish(second, by=by, reason="R.", explanation=EXPLANATION)

    assert not StatementEdition.objects.live().exists()
    assert not type(statement).objects.public().exists()
    assert all_agree()

    make.make_edition(statement, language="en", publish_at=LATER)
    assert not type(statement).objects.public().exists()
    assert type(statement).objects.public(LATER).exists()
    assert all_agree()


def test_a_withdrawn_document_hides_its_texts() -> None:
    statement, by = make.make_statement(), make.make_user()
    withdrawal = verbs.unpublish(statement, by=by, reason="R.", explanation=EXPLANATION)

    assert {window(text)[1] for text in statement.editions.all()} == {withdrawal.since}
    assert not type(statement).objects.public().exists()

    verbs.restore(statement, by=by, reason="R.")
    assert StatementEdition.objects.live().count() == 2
    assert all_agree()


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        (lambda files: files.update(status=PhotoFile.Status.FAILED), False),
        (lambda files: files.update(replaced_at=timezone.now()), False),
        (lambda files: files.delete(), False),
        (lambda files: files.update(status=PhotoFile.Status.PENDING), False),
        (lambda files: files.update(problem="A problem."), True),
    ],
    ids=["failed", "replaced", "deleted", "pending", "a note"],
)
def test_a_photo_is_public_while_it_has_sizes(change: Callable[[Any], Any], is_shown: bool) -> None:
    make.make_photo()
    change(PhotoFile.objects.all())

    assert Photo.objects.public().exists() == is_shown
    assert all_agree()


def test_a_photo_from_the_bin_is_public_when_it_is_released_again() -> None:
    photo = make.make_photo(**DRAFT)
    put_into_bin(Photo.objects.all())
    pk, facts = photo.pk, {name: getattr(photo, name) for name in ("gallery", "public_id", "credit")}
    photo.delete()
    Photo(pk=pk, **facts).save(force_insert=True)
    bring_back([pk])
    Photo.objects.filter(pk=pk).update(state=State.APPROVED, release=Release.WITH_PARENT)

    assert Photo.objects.public().count() == 1
    assert all_agree()


def test_loaded_rows_get_their_windows() -> None:
    meeting, statement, photo = make.make_meeting(), make.make_statement(), make.make_photo()
    rows = [meeting, statement, *statement.editions.all(), photo.gallery, photo, *photo.files.all()]
    text = serializers.serialize("json", [type(row)._default_manager.get(pk=row.pk) for row in rows])
    for row in rows:
        if hasattr(row, "public_from"):
            type(row)._default_manager.filter(pk=row.pk).update(public_from=FAR_FUTURE)
    assert not Meeting.objects.public().exists()

    for loaded in serializers.deserialize("json", text.replace("0001-01-02", "9999-12-30")):
        loaded.save()

    assert Meeting.objects.public().exists()
    assert Photo.objects.public().exists()
    assert all_agree()


def test_a_loaded_withdrawal_hides() -> None:
    topic = make.make_topic()
    withdrawal = Withdrawal(
        pk=1, public_id=topic.public_id, kind=WithdrawalKind.IN_ERROR, since=make.LONG_AGO, reason="R."
    )
    for loaded in serializers.deserialize("json", serializers.serialize("json", [withdrawal])):
        loaded.save()

    assert not Topic.objects.public().exists()


def test_the_command_finds_wrong_windows_and_writes_them_again(capsys: pytest.CaptureFixture[str]) -> None:
    topic = make.make_topic()
    Topic.objects.update(public_until=make.LONG_AGO + timedelta(days=1))

    with pytest.raises(CommandError, match="--repair"):
        call_command("publishing", "check")
    assert f"1 differ: {topic.public_id}" in capsys.readouterr().out

    call_command("publishing", "check", "--repair")
    call_command("publishing", "check")
    assert "Topics: all agree" in capsys.readouterr().out
    assert [*Topic.objects.public()] == [topic]


def test_writing_all_windows_changes_none_that_is_right() -> None:
    make.make_statement()
    make.make_photo()
    make.make_outcome()
    before = {kind: [*kind._default_manager.order_by("pk").values()] for kind in kinds()}
    write_all_windows()

    assert {kind: [*kind._default_manager.order_by("pk").values()] for kind in kinds()} == before
    assert not [ids for _kind, ids in check() if ids]
