"""The verbs as data: statuses that each leads from and to, permission, arguments.

The verbs check this table, the admin builds its buttons and list actions from it, and docs/publishing.md and
`./run manage publishing` show it.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.states import PublicationStatus

DRAFT, IN_REVIEW, APPROVED = PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW, PublicationStatus.APPROVED
HELD_BACK, SCHEDULED = PublicationStatus.HELD_BACK, PublicationStatus.SCHEDULED
PUBLIC, REPLACED, WITHDRAWN = (
    PublicationStatus.PUBLIC,
    PublicationStatus.REPLACED,
    PublicationStatus.WITHDRAWN,
)


class WorkflowAction(TextChoices):
    """The verbs; the label is the name of the action in the audit log."""

    SUBMIT = "submit", _("submitted for review")
    RETURN_FOR_CHANGES = "return_for_changes", _("returned for changes")
    APPROVE = "approve", _("approved")
    SCHEDULE = "schedule", _("scheduled")
    PUBLISH = "publish", _("published")
    FORCE_PUBLISH = "force_publish", _("published without second review")
    UNSCHEDULE = "unschedule", _("unscheduled")
    HOLD_BACK = "hold_back", _("held back")
    WITHDRAW = "withdraw", _("withdrawn as out of date")
    UNPUBLISH = "unpublish", _("unpublished")
    RESTORE = "restore", _("reinstated")
    CONFIRM = "confirm", _("second review confirmed")
    MARK_UP_TO_DATE = "mark_up_to_date", _("marked as up to date")
    MARK_CHANGES_MERGED = "mark_changes_merged", _("marked changes as added")
    CHANGE_SLUG = "change_slug", _("web address changed")


@dataclass(frozen=True)
class Transition:
    """One verb: its label, statuses from and to, its permission and its arguments."""

    verb: WorkflowAction
    label: str | Promise  # on its button
    source: frozenset[PublicationStatus]
    target: PublicationStatus | None  # None: it stays what it is
    permission: str = "approve"
    asks: tuple[str, ...] = field(default=())
    only: str = ""  # "child", "edition" or "addressed" (what has a slug): what alone it applies to


def _row(
    verb: WorkflowAction,
    label: str | Promise,
    source: set[PublicationStatus],
    target: PublicationStatus | None,
    **more: Any,
) -> Transition:
    return Transition(verb, label, frozenset(source), target, **more)


NOT_PUBLIC: Final = {DRAFT, IN_REVIEW, APPROVED, HELD_BACK, SCHEDULED}
EVER_PUBLIC: Final = {PUBLIC, REPLACED, WITHDRAWN}
APPROVED_ONCE: Final = {APPROVED, HELD_BACK, SCHEDULED, PUBLIC, REPLACED}
TRANSLATED: Final = NOT_PUBLIC | {PUBLIC}
# For the first time.
MAKES_PUBLIC: Final = (WorkflowAction.SCHEDULE, WorkflowAction.PUBLISH, WorkflowAction.FORCE_PUBLISH)

Do = WorkflowAction
# fmt: off
TABLE: Final[tuple[Transition, ...]] = (
    # What is not public yet
    _row(Do.SUBMIT, _("Submit for review"), {DRAFT}, IN_REVIEW, permission="change"),
    _row(Do.RETURN_FOR_CHANGES, _("Return for changes"), NOT_PUBLIC - {DRAFT}, DRAFT, asks=("reason",)),
    _row(Do.APPROVE, _("Approve"), {DRAFT, IN_REVIEW}, APPROVED),
    _row(Do.SCHEDULE, _("Schedule"), NOT_PUBLIC, SCHEDULED, asks=("at", "correction", "address")),
    _row(Do.PUBLISH, _("Publish now"), NOT_PUBLIC, PUBLIC, asks=("correction", "address")),
    _row(
        *(Do.FORCE_PUBLISH, _("Publish without second review"), NOT_PUBLIC, PUBLIC),
        asks=("reason", "correction", "address"),
    ),
    _row(Do.UNSCHEDULE, _("Unschedule"), {SCHEDULED}, APPROVED),
    _row(Do.HOLD_BACK, _("Hold back"), NOT_PUBLIC - {HELD_BACK}, HELD_BACK, only="child"),
    # What leaves the state as it is
    _row(Do.CONFIRM, _("Confirm second review"), APPROVED_ONCE, None),
    _row(Do.MARK_UP_TO_DATE, _("Mark as up to date"), TRANSLATED, None, permission="change", only="edition"),
    _row(Do.MARK_CHANGES_MERGED, _("Changes added"), NOT_PUBLIC, None, permission="change", only="edition"),
    _row(Do.CHANGE_SLUG, _("Change web address"), EVER_PUBLIC, None, asks=("slug",), only="addressed"),
    # What has been public; last, what takes it from readers
    _row(
        *(Do.WITHDRAW, _("Withdraw as out of date"), {PUBLIC, REPLACED}, WITHDRAWN),
        asks=("reason", "explanation"),
    ),
    _row(Do.RESTORE, _("Reinstate"), {WITHDRAWN}, PUBLIC, asks=("reason",)),
    _row(Do.UNPUBLISH, _("Unpublish"), EVER_PUBLIC, WITHDRAWN, asks=("reason", "explanation")),
)
# fmt: on

TRANSITIONS: Final = {transition.verb: transition for transition in TABLE}
