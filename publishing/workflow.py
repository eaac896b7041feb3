"""The states and the verbs, as data: from what each verb leads to what, whom it is for, and what it asks.

This table is what the verbs check, what the desk draws its buttons and list actions from, and what
docs/publishing.md and `./run manage publishing` show.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.states import Standing

DRAFT, IN_REVIEW, APPROVED = Standing.DRAFT, Standing.IN_REVIEW, Standing.APPROVED
HELD_BACK, SCHEDULED = Standing.HELD_BACK, Standing.SCHEDULED
PUBLIC, REPLACED, WITHDRAWN = Standing.PUBLIC, Standing.REPLACED, Standing.WITHDRAWN


class Verb(TextChoices):
    """What can be done to a state; the label says in the trail that it was done."""

    SUBMIT = "submit", _("submitted for review")
    SEND_BACK = "send_back", _("sent back")
    APPROVE = "approve", _("approved")
    SCHEDULE = "schedule", _("scheduled")
    PUBLISH = "publish", _("published")
    PUBLISH_ALONE = "publish_alone", _("published at once, alone")
    UNSCHEDULE = "unschedule", _("taken off the schedule")
    HOLD_BACK = "hold_back", _("held back")
    WITHDRAW = "withdraw", _("withdrawn")
    RESTORE = "restore", _("restored")
    CONFIRM = "confirm", _("confirmed by a second person")
    CHECK = "check", _("checked: nothing to change")
    TAKE_OVER = "take_over", _("took over what was changed")
    READDRESS = "readdress", _("moved to another address")


@dataclass(frozen=True)
class Transition:
    """What one verb does."""

    verb: Verb
    label: str | Promise  # on its button
    source: frozenset[Standing]
    target: Standing | None  # None: it stays what it is
    permission: str = "approve"
    asks: tuple[str, ...] = field(default=())
    only: str = (
        ""  # "child", "edition", "addressed": what alone it applies to, the last meaning what has a slug
    )


def _row(
    verb: Verb, label: str | Promise, source: set[Standing], target: Standing | None, **more: Any
) -> Transition:
    return Transition(verb, label, frozenset(source), target, **more)


NOT_PUBLIC: Final = {DRAFT, IN_REVIEW, APPROVED, HELD_BACK, SCHEDULED}
EVER_PUBLIC: Final = {PUBLIC, REPLACED, WITHDRAWN}
APPROVED_ONCE: Final = {APPROVED, HELD_BACK, SCHEDULED, PUBLIC, REPLACED}
MAKES_PUBLIC: Final = (Verb.SCHEDULE, Verb.PUBLISH, Verb.PUBLISH_ALONE)  # for the first time

# fmt: off
TABLE: Final[tuple[Transition, ...]] = (
    # What is not public yet
    _row(Verb.SUBMIT, _("Submit for review"), {DRAFT}, IN_REVIEW, permission="change"),
    _row(Verb.SEND_BACK, _("Send back"), NOT_PUBLIC - {DRAFT}, DRAFT, asks=("reason",)),
    _row(Verb.APPROVE, _("Approve"), {DRAFT, IN_REVIEW}, APPROVED),
    _row(Verb.SCHEDULE, _("Publish at a time"), NOT_PUBLIC, SCHEDULED, asks=("at", "correction", "address")),
    _row(Verb.PUBLISH, _("Publish now"), NOT_PUBLIC, PUBLIC, asks=("correction", "address")),
    _row(Verb.PUBLISH_ALONE, _("Publish at once, alone"), NOT_PUBLIC, PUBLIC, asks=("reason", "correction", "address")),
    _row(Verb.UNSCHEDULE, _("Take off the schedule"), {SCHEDULED}, APPROVED),
    _row(Verb.HOLD_BACK, _("Hold back"), NOT_PUBLIC - {HELD_BACK}, HELD_BACK, only="child"),
    # What has been public
    _row(Verb.WITHDRAW, _("Withdraw"), {PUBLIC, REPLACED}, WITHDRAWN, asks=("kind", "reason", "explanation")),
    _row(Verb.RESTORE, _("Restore"), {WITHDRAWN}, PUBLIC, asks=("reason",)),
    # What leaves the state as it is
    _row(Verb.CONFIRM, _("Confirm as the second person"), APPROVED_ONCE, None),
    _row(Verb.CHECK, _("Checked: nothing to change"), NOT_PUBLIC | {PUBLIC}, None, permission="change", only="edition"),
    _row(Verb.TAKE_OVER, _("Taken over"), NOT_PUBLIC, None, permission="change", only="edition"),
    _row(Verb.READDRESS, _("Change the address"), EVER_PUBLIC, None, asks=("slug",), only="addressed"),
)
# fmt: on

TRANSITIONS: Final = {transition.verb: transition for transition in TABLE}
