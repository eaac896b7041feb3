"""The steps of every verb: lock the row, check, write only the state, record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from publishing import clock, windows
from publishing.models import Child, Edition, Item, Publishable, audit_log
from publishing.models.audit_log import AuditLogEntry
from publishing.obstacles import Obstacle, Refused
from publishing.states import Correction, PublicationStatus, State
from publishing.status import status_before_publication, status_of
from publishing.verbs import checks
from publishing.verbs.locking import lock
from publishing.workflow import WorkflowAction


def lock_and_check[P: Item](verb: WorkflowAction, target: P, *, by: User) -> tuple[P, datetime]:
    """Return the locked row and the moment; raise Refused if the verb cannot be used."""
    row = lock_row(target)
    now = clock.now()  # only now: another verb may have been waited for
    raise_if_blocked(checks.not_possible(verb, row, by=by, now=now))
    return row, now


def lock_row[P: Item](target: P) -> P:
    """Return the row as stored, locked for a verb; raise Refused if it is gone."""
    lock(target)
    stored: Any = type(target)._default_manager
    row: P | None = stored.filter(pk=target.pk).first()
    if row is None:
        raise Refused([Obstacle(target, _("“%(name)s” was deleted meanwhile.") % {"name": target})])
    return row


def raise_if_blocked(obstacles: Iterable[Obstacle]) -> None:
    if found := list(obstacles):
        raise Refused(found)


def set_correction(row: Publishable, correction: str, note: str, moment: datetime) -> None:
    """Store the correction and its note; none if the edition follows no other."""
    if not isinstance(row, Edition):
        return
    follows = row.predecessor(moment) is not None
    row.correction = correction if follows else Correction.NONE
    row.correction_note = note.strip() if row.correction == Correction.MAJOR else ""
    row.save(update_fields=["correction", "correction_note"])


def apply_state[P: Publishable](
    verb: WorkflowAction,
    row: P,
    children: Iterable[Child] = (),
    *,
    by: User,
    now: datetime,
    reason: str = "",
    state: State | None = None,
    **own: Any,
) -> P:
    """Write the state of the row and its children, and `own` of the row; record all."""
    before = status_of(row, now)
    for field, value in own.items():
        setattr(row, field, value)
    _set_state(row, state)
    after = status_of(row, now)
    audit_log.record(
        verb, by=by, target=row, before=before, after=after, reason=reason, publish_at=own.get("publish_at")
    )
    children = list(children)
    entries = []
    if isinstance(row, Edition) and verb in audit_log.REVIEW_ACTIONS and _is_document_reviewed(row, by=by, now=now):
        entries.append(audit_log.entry(verb, by=by, target=row.document, reason=str(row)))
    for child in children:
        was = status_before_publication(child)
        _set_state(child, state)
        now_is = PublicationStatus.PUBLIC if after == PublicationStatus.PUBLIC else status_before_publication(child)
        entries.append(audit_log.entry(verb, by=by, target=child, before=was, after=now_is, reason=reason))
    AuditLogEntry.objects.bulk_create(entries)
    windows.write([row, *children])
    return row


def _is_document_reviewed(edition: Edition, *, by: User, now: datetime) -> bool:
    """Whether the second review of the edition is that of its document too.

    It is for the first edition, whose verb checks the document as well, and once a second person has reviewed every
    approved edition, unless that person has changed the document.
    """
    document = edition.document
    if not document.was_ever_public(now):
        return True
    editions = document.editions.filter(state=State.APPROVED).exclude(pk=edition.pk)
    unseen = audit_log.editors_since_review([document.public_id, *editions.values_list("public_id", flat=True)])
    return by.pk not in unseen.pop(document.public_id, ()) and not unseen


def _set_state(row: Publishable, state: State | None) -> None:
    if state:
        row.state = state
    row.save_state()
