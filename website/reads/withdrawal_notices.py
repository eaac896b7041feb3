"""What readers are told of withdrawals, fetched along with the rows that it is about: as annotations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from publishing.models.withdrawals import Withdrawal
from publishing.states import WithdrawalKind


@dataclass(frozen=True)
class Told:
    """What readers are told of a withdrawal; `until` only once it has ended, and the explanation in `language`."""

    public_id: str
    kind: str
    since: datetime
    until: datetime | None
    explanation: str
    language: str

    @property
    def hides(self) -> bool:
        """Whether it keeps the thing out of public now."""
        return self.kind == WithdrawalKind.IN_ERROR and self.until is None


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


def withdrawals_of(public_ids: Iterable[str], at: datetime) -> list[Told]:
    """Return the withdrawals of the things that had begun at the moment, ended or not, in their order."""
    begun = Withdrawal.objects.filter(public_id__in=list(public_ids), since__lte=at)
    return [told(withdrawal, at) for withdrawal in begun.order_by("since", "id")]


def told(withdrawal: Withdrawal, at: datetime) -> Told:
    """Return what readers are told of the withdrawal at the moment: in their language, else in the site's first."""
    languages = [get_language() or settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    texts = [(getattr(withdrawal, f"explanation_{code}"), code) for code in languages]
    explanation, language = next(((text, code) for text, code in texts if text), ("", languages[0]))
    until = withdrawal.until if withdrawal.until and withdrawal.until <= at else None
    return Told(withdrawal.public_id, withdrawal.kind, withdrawal.since, until, explanation, language)
