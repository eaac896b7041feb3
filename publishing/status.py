"""The status of a row at a moment, derived from its state and withdrawals."""

from datetime import datetime
from typing import Any

from publishing import clock
from publishing.models import Child, Document, Edition, Item, Publishable
from publishing.models.withdrawals import Withdrawal
from publishing.states import PublicationStatus, Release, State


def status_of(row: Item, at: datetime | None = None) -> PublicationStatus:
    """Return the status of the row at the moment (default: now).

    Withdrawals of its parent or document are not considered.
    """
    at = at or clock.now()
    if Withdrawal.objects.holding(at).filter(public_id=row.public_id).exists():
        return PublicationStatus.WITHDRAWN
    if not row.was_ever_public(at):
        return PublicationStatus.DRAFT if isinstance(row, Document) else status_before_publication(row)
    return PublicationStatus.REPLACED if isinstance(row, Edition) and row.is_replaced(at) else PublicationStatus.PUBLIC


def is_public(row: Any, at: datetime) -> bool:
    """Return whether the row is public at the moment, by the rule of visibility."""
    return bool(type(row)._default_manager.public(at).filter(pk=row.pk).exists())


def status_before_publication(row: Publishable) -> PublicationStatus:
    """Return what a row is that has not been public."""
    if row.state != State.APPROVED:
        return PublicationStatus(row.state)
    if isinstance(row, Child) and row.release == Release.HELD_BACK:
        return PublicationStatus.HELD_BACK
    return PublicationStatus.SCHEDULED if row.publish_at else PublicationStatus.APPROVED
