"""./run manage publishing: every verb, with the admin's checks and audit log."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from reversion.models import Version

from meetings.models import Meeting, Topic
from publishing import verbs
from publishing.models import AuditLogEntry, Withdrawal
from publishing.models.audit_log import Action, record
from publishing.states import Correction, PublicationStatus, State
from publishing.status import status_of
from publishing.workflow import TABLE, WorkflowAction
from tests import factories
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

APPROVED: dict[str, Any] = {"state": State.APPROVED, "publish_at": None}
LATER = datetime(2031, 4, 15, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def editor() -> User:
    factories.make_office(time_zone="Europe/Berlin", required_languages="en")
    return factories.make_user(username="c.koch")


def publishing(*words: str) -> list[str]:
    """Return the lines that the command prints."""
    out = io.StringIO()
    call_command("publishing", *words, stdout=out)
    return out.getvalue().splitlines()


def use(verb: str, row: Any, *options: str, by: str = "c.koch") -> list[str]:
    return publishing(verb, row.public_id, "--by", by, *options)


def refusal(verb: str, row: Any, *options: str, by: str = "c.koch") -> list[str]:
    """Return the lines with which the command refuses."""
    with pytest.raises(CommandError) as refused:
        use(verb, row, *options, by=by)
    assert refused.value.returncode == 1
    return str(refused.value).splitlines()


def make_correction() -> Any:
    statement = factories.make_statement(languages=["en"])
    return factories.make_edition(statement, based_on=statement.editions.get(), **DRAFT)


def make_draft_whose_base_moved() -> Any:
    draft = make_correction()
    factories.make_edition(draft.document, correction=Correction.MINOR, publish_at=timezone.now() - timedelta(1))
    return draft


def make_outdated_translation() -> Any:
    statement = factories.make_statement(languages=["en"])
    german = factories.make_edition(statement, language="de", translates=statement.editions.get())
    newer = {"publish_at": timezone.now(), "correction": Correction.MAJOR, "correction_note": "n"}
    factories.make_edition(statement, **newer)
    return german


def make_withdrawn() -> Any:
    topic = factories.make_topic()
    factories.withdraw(topic, until=None)
    return topic


def make_changed() -> Any:
    topic = factories.make_topic()
    record(Action.SAVE, by=factories.make_user(), target=topic)
    return topic


@dataclass(frozen=True)
class Use:
    """A use of a verb: its object, its options, and the status that it leads to."""

    make: Callable[[], Any]
    leads_to: PublicationStatus
    options: list[str] = field(default_factory=list)


def make_draft() -> Any:
    return factories.make_topic(**DRAFT)


USES: dict[WorkflowAction, Use] = {
    WorkflowAction.SUBMIT: Use(make_draft, PublicationStatus.IN_REVIEW),
    WorkflowAction.RETURN_FOR_CHANGES: Use(
        lambda: factories.make_topic(**APPROVED), PublicationStatus.DRAFT, ["--reason", "Too short."]
    ),
    WorkflowAction.APPROVE: Use(make_draft, PublicationStatus.APPROVED),
    WorkflowAction.SCHEDULE: Use(make_draft, PublicationStatus.SCHEDULED, ["--at", "2031-04-15 18:00"]),
    WorkflowAction.PUBLISH: Use(
        make_correction, PublicationStatus.PUBLIC, ["--correction", "major", "--note", "The date."]
    ),
    WorkflowAction.FORCE_PUBLISH: Use(make_draft, PublicationStatus.PUBLIC, ["--reason", "Three in the morning."]),
    WorkflowAction.UNSCHEDULE: Use(lambda: factories.make_topic(publish_at=LATER), PublicationStatus.APPROVED),
    WorkflowAction.HOLD_BACK: Use(
        lambda: factories.make_session(meeting=factories.make_meeting(**DRAFT), **DRAFT),
        PublicationStatus.DRAFT,
    ),
    **dict.fromkeys(
        (WorkflowAction.WITHDRAW, WorkflowAction.UNPUBLISH),
        Use(
            lambda: factories.make_statement(languages=["en"]),
            PublicationStatus.WITHDRAWN,
            ["--reason", "Slip", "--explanation-en", "It was a slip.", "--explanation-de", "Es war ein Versehen."],
        ),
    ),
    WorkflowAction.RESTORE: Use(make_withdrawn, PublicationStatus.PUBLIC, ["--reason", "Right after all."]),
    WorkflowAction.CONFIRM: Use(make_changed, PublicationStatus.PUBLIC),
    WorkflowAction.MARK_UP_TO_DATE: Use(make_outdated_translation, PublicationStatus.PUBLIC),
    WorkflowAction.MARK_CHANGES_MERGED: Use(make_draft_whose_base_moved, PublicationStatus.DRAFT),
    WorkflowAction.CHANGE_SLUG: Use(factories.make_topic, PublicationStatus.PUBLIC, ["--slug", "another"]),
}


def test_every_verb_of_the_table_is_tried() -> None:
    assert set(USES) == {transition.verb for transition in TABLE}


@pytest.mark.parametrize("verb", USES)
def test_a_verb_is_used_and_entered_in_the_audit_log(verb: WorkflowAction, editor: User) -> None:
    row = USES[verb].make()

    said = use(verb, row, *USES[verb].options)

    fresh = type(row).objects.get(pk=row.pk)
    assert status_of(fresh) == USES[verb].leads_to
    assert said[:2] == [f"“{fresh}”: {verb.label}.", f"State: {USES[verb].leads_to.label}"]
    entry = AuditLogEntry.objects.filter(public_id=row.public_id).first()
    assert (entry.action, entry.by) == (verb, editor)


def test_the_arguments_of_a_verb_are_kept() -> None:
    correction = USES[WorkflowAction.PUBLISH].make()
    use("publish", correction, *USES[WorkflowAction.PUBLISH].options)
    correction.refresh_from_db()
    assert (correction.correction, correction.correction_note) == (Correction.MAJOR, "The date.")

    for verb, kind in (("withdraw", "out_of_date"), ("unpublish", "in_error")):
        statement = USES[WorkflowAction(verb)].make()
        use(verb, statement, *USES[WorkflowAction(verb)].options)
        withdrawal = Withdrawal.objects.get(public_id=statement.public_id)
        texts = (withdrawal.explanation_en, withdrawal.explanation_de, withdrawal.reason)
        assert (withdrawal.kind, *texts) == (kind, "It was a slip.", "Es war ein Versehen.", "Slip")

    topic = factories.make_topic(slug="former")
    use("change_slug", topic, "--slug", "another")
    assert Topic.objects.get(pk=topic.pk).slug == "another"


def test_a_version_is_kept_as_on_the_admin(editor: User) -> None:
    topic = make_draft()
    use("publish", topic)
    assert Version.objects.get_for_object(topic).get().revision.user == editor


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2031-04-15 18:00", LATER),
        ("2031-04-15T18:00", LATER),
        ("2031-04-15 18:00:30", LATER + timedelta(seconds=30)),
        ("2031-04-15T16:00Z", LATER),
        ("2031-04-15 12:00-04:00", LATER),
        ("2031-10-26 02:30+01:00", datetime(2031, 10, 26, 1, 30, tzinfo=UTC)),  # twice there, but said which
    ],
)
def test_a_time_is_the_offices_unless_it_says_otherwise(typed: str, meant: datetime) -> None:
    topic = make_draft()
    said = use("schedule", topic, "--at", typed)
    topic.refresh_from_db()
    assert topic.publish_at == meant
    assert said[2].startswith("Public from: ")


def test_a_time_is_said_again_as_it_was_understood() -> None:
    said = use("schedule", make_draft(), "--at", "2031-04-15T16:00Z")
    assert said[2] == "Public from: Tuesday, 15 April 2031, 18:00 CEST"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2031-03-30 02:30", "couldn’t be interpreted in time zone Europe/Berlin"),
        ("2031-10-26 02:30", "couldn’t be interpreted in time zone Europe/Berlin"),
        ("2031-04-15", "“2031-04-15” is not a date with a time. Write it like “2026-04-15 18:00”."),
        ("tomorrow 18:00", "“tomorrow 18:00” is not a date with a time."),
        ("2031-02-30 18:00", "“2031-02-30 18:00” is not a date with a time."),
        ("2011-04-15 18:00", "- The time of publication has passed. Choose a later one, or publish now."),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    topic = make_draft()
    assert sentence in refusal("schedule", topic, "--at", typed)[-1]
    topic.refresh_from_db()
    assert topic.publish_at is None


def test_a_refusal_lists_every_reason() -> None:
    gallery = factories.make_gallery(photos=1, **DRAFT)
    gallery.photos.update(state=State.DRAFT, alt_en="", credit="")
    lines = refusal("publish", gallery)
    assert lines[0] == "“Publish now” is refused:"
    assert len(lines) == 3
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    "verb", [WorkflowAction.RETURN_FOR_CHANGES, WorkflowAction.FORCE_PUBLISH, WorkflowAction.SCHEDULE]
)
def test_a_missing_argument_is_refused_as_in_the_admin(verb: WorkflowAction, editor: User) -> None:
    row = factories.make_topic(**APPROVED)
    shown_words: dict[str, Any] = {"at": None} if verb == WorkflowAction.SCHEDULE else {"reason": ""}
    with pytest.raises(verbs.Refused) as refused:
        verbs.BY_NAME[verb](row, by=editor, **shown_words)
    assert refusal(verb, row)[1:] == [f"- {obstacle}" for obstacle in refused.value.obstacles]


def test_own_work_is_refused_as_on_the_admin(editor: User) -> None:
    topic = make_draft()
    record(Action.SAVE, by=editor, target=topic)
    assert "You edited “" in refusal("publish", topic)[1]


def test_what_is_not_for_the_role_is_refused_as_on_the_admin() -> None:
    factories.make_user(role="author", username="a.weber")
    topic = make_draft()
    assert refusal("publish", topic, by="a.weber")[1:] == ["- Your role does not allow “Publish now”. Ask an editor."]
    assert not Topic.objects.public().exists()


def test_a_document_has_no_state_to_change() -> None:
    [_head, line] = refusal("publish", factories.make_statement(edition=DRAFT))
    assert "“Publish now” is not possible" in line


@pytest.mark.parametrize("public_id", ["m23456789", "q23456789", "nothing", ""])
def test_an_id_of_nothing_is_a_sentence(public_id: str) -> None:
    with pytest.raises(CommandError, match=f"^Nothing has the public id “{public_id}”"):
        publishing("publish", public_id, "--by", "c.koch")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stranger", "There is no account “stranger”."),
        ("closed", "The account “closed” may not use the admin"),
        ("reader", "The account “reader” may not use the admin"),
    ],
)
def test_an_account_that_may_not_work_on_the_admin_is_a_sentence(name: str, sentence: str) -> None:
    factories.make_user(username="closed", is_active=False)
    factories.make_user(username="reader", is_staff=False)
    topic = make_draft()
    assert refusal("publish", topic, by=name)[0].startswith(sentence)
    assert not Topic.objects.public().exists()


def test_the_table_has_a_line_for_each_verb() -> None:
    head, *lines = publishing("table")
    assert re.split(r"  +", head) == ["verb", "to", "asks", "for who may", "only", "from"]
    assert [line.split()[0] for line in lines] == [transition.verb for transition in TABLE]
    assert re.split(r"  +", lines[0]) == ["submit", "in review", "change", "draft"]


def test_an_item_is_shown_with_its_obstacles(editor: User) -> None:
    topic = factories.make_topic(name_en="Libya", **DRAFT)
    record(Action.SAVE, by=editor, target=topic)
    own = "You edited “Libya”, so someone else must approve it."

    lines = use("show", topic)
    others = [
        row.verb for row in TABLE if row.verb not in ("submit", "approve", "schedule", "publish", "force_publish")
    ]

    assert lines[:2] == [f"Topic “Libya”, {topic.public_id}", "State: draft"]
    assert lines[2].startswith("Now: ")
    assert lines[3:] == [
        "What c.koch can do:",
        "  submit: yes",
        *("  approve: no, because", f"    - {own}"),
        *("  schedule: no, because", f"    - {own}"),
        *("  publish: no, because", f"    - {own}"),
        "  force_publish: yes",
        f"What does not apply: {', '.join(others)}",
    ]


def test_from_a_shell_a_slip_is_one_line_and_status_one() -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "publishing", "show", "nothing", "--by", "stranger"],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "CommandError: Nothing has the public id “nothing”. It is shown in the form and in the audit log.\n"
    )
