"""What readers are told of withdrawals, fetched along with the rows that it is about: as annotations."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from publishing.states import WithdrawalKind
from publishing.withdrawals import Withdrawal


def notice_of(public_id: OuterRef, at: datetime) -> Subquery:
    """Return, as an annotation, what readers are told of a thing that was declared out of date; else None."""
    return _told(holding(at, WithdrawalKind.OUT_OF_DATE).filter(public_id=public_id))


def explanation_of(public_ids: QuerySet[Any, Any], at: datetime) -> Subquery:
    """Return, as an annotation, why the latest of the things was withdrawn in error; None where none was."""
    return _told(holding(at, WithdrawalKind.IN_ERROR).filter(public_id__in=public_ids))


def holding(at: datetime, kind: WithdrawalKind) -> QuerySet[Withdrawal]:
    """Return the withdrawals of the kind that hold at the moment."""
    return Withdrawal.objects.holding(at).filter(kind=kind)


def _told(withdrawals: QuerySet[Withdrawal]) -> Subquery:
    return Subquery(withdrawals.values(f"explanation_{get_language() or settings.LANGUAGE_CODE}")[:1])
