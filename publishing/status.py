"""What a row is at a moment, told from what is stored of it and of its withdrawals."""

from datetime import datetime

from publishing import clock
from publishing.models import Child, Document, Edition, Publishable
from publishing.models.withdrawals import Withdrawal
from publishing.states import Release, Standing, State


def standing_of(row: Publishable | Document, at: datetime | None = None) -> Standing:
    """Return what the row itself is at the moment (now, unless told), whatever its parent or document may be."""
    at = at or clock.now()
    if Withdrawal.objects.holding(at).filter(public_id=row.public_id).exists():
        return Standing.WITHDRAWN
    if not row.was_public(at):
        return Standing.DRAFT if isinstance(row, Document) else standing_before_publication(row)
    return Standing.REPLACED if isinstance(row, Edition) and row.is_replaced(at) else Standing.PUBLIC


def standing_before_publication(row: Publishable) -> Standing:
    """Return what a row is that has not been public."""
    if row.state != State.APPROVED:
        return Standing(row.state)
    if isinstance(row, Child) and row.release == Release.HELD_BACK:
        return Standing.HELD_BACK
    return Standing.SCHEDULED if row.publish_at else Standing.APPROVED
