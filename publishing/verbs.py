"""The verbs: the only code that changes a state. Each checks everything, writes in one transaction, and returns.

Who did what stands in the log; the admin also keeps it in the history of the thing.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.models import Child, Document, Edition, Publishable, Withdrawal
from publishing.obstacles import Obstacle, Refused, invalid_fields
from publishing.states import Release, State, WithdrawalKind

LOG = logging.getLogger(__name__)


@transaction.atomic
def publish[P: Publishable](target: P, *, by: User, at: datetime | None = None) -> P:
    """Approve a row, with all below it that goes with it, and let it be public now or at a time.

    A child without a time becomes public together with its parent. Raises Refused with every obstacle.
    """
    now = timezone.now()
    if refused := obstacles_to_publish(target, at=at, now=now):
        raise Refused(refused)
    if isinstance(target, Child):
        target.release = Release.OWN_TIME if at else Release.WITH_PARENT
        target.publish_at = at
    else:
        target.publish_at = at or now
    target.state = State.APPROVED
    target.save()
    for child in going_with(target):
        child.state = State.APPROVED
        child.save()
    LOG.info("%s published %s from %s", by, target.public_id, target.publish_at or "its parent's time")
    return target


@transaction.atomic
def hold_back[C: Child](child: C, *, by: User) -> C:
    """Keep a child, and with it all below, out of public while its parent is there, or until it is published."""
    child.release = Release.HELD_BACK
    child.publish_at = None
    child.save()
    LOG.info("%s held back %s", by, child.public_id)
    return child


@transaction.atomic
def withdraw(
    target: Publishable | Document,
    *,
    by: User,
    kind: WithdrawalKind,
    reason: str,
    explanation: Mapping[str, str],
) -> Withdrawal:
    """Declare something public out of date, or take it out of public because it was published in error.

    `explanation` holds what readers are told, by language. Raises Refused with every obstacle.
    """
    if refused := obstacles_to_withdraw(target, reason=reason, explanation=explanation):
        raise Refused(refused)
    texts = {f"explanation_{language}": text for language, text in explanation.items()}
    withdrawal = Withdrawal.objects.create(
        public_id=target.public_id, kind=kind, reason=reason, withdrawn_by=by, **texts
    )
    LOG.info("%s withdrew %s as %s", by, target.public_id, kind)
    return withdrawal


def obstacles_to_publish(
    target: Publishable, *, at: datetime | None = None, now: datetime | None = None
) -> list[Obstacle]:
    """Return every reason against publishing the row now or at the time, its own and of what goes with it."""
    now = now or timezone.now()
    found = []
    if target.was_public(now) and not (isinstance(target, Child) and target.release == Release.HELD_BACK):
        found.append(Obstacle(target, _("It is public already.")))
    if at is not None and at < now:
        found.append(
            Obstacle(target, _("The time of publication has passed. Choose a later one, or publish now."))
        )
    if isinstance(target, Edition) and at and _shares_its_second(target, at):
        sentence = _(
            "Another edition in this language becomes public at the same second. Choose another time."
        )
        found.append(Obstacle(target, sentence))
    for row in (target, *going_with(target)):
        found += [*invalid_fields(row), *row.obstacles()]
    return found


def obstacles_to_withdraw(
    target: Publishable | Document, *, reason: str, explanation: Mapping[str, str]
) -> list[Obstacle]:
    """Return every reason against withdrawing it now."""
    found = []
    if not target.was_public():
        found.append(Obstacle(target, _("It has not been public, so there is nothing to withdraw.")))
    if Withdrawal.objects.holding(timezone.now()).filter(public_id=target.public_id).exists():
        found.append(Obstacle(target, _("It is withdrawn already.")))
    if not reason.strip():
        found.append(Obstacle(target, _("Write down for the desk why it is withdrawn."), "reason"))
    missing = [name for code, name in settings.LANGUAGES if not explanation.get(code, "").strip()]
    if missing:
        sentence = _("Tell readers why in every language; missing: %(languages)s.")
        found.append(Obstacle(target, sentence % {"languages": ", ".join(map(str, missing))}, "explanation"))
    return found


def going_with(target: Publishable) -> Iterator[Child]:
    """Yield all below the row, at any depth, that becomes public together with it."""
    for child in target.children():
        if child.release == Release.WITH_PARENT:
            yield child
            yield from going_with(child)


def _shares_its_second(edition: Edition, at: datetime) -> bool:
    siblings = edition.document.editions.filter(language=edition.language, publish_at=at)
    return bool(siblings.exclude(pk=edition.pk).exists())
