"""Public notices of withdrawals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.languages import LANGUAGES, reader_language
from publishing.models import Child, Document, Edition, Publishable
from publishing.models.withdrawals import Withdrawal
from publishing.previews import moment_of
from publishing.states import WithdrawalKind
from publishing.status import is_public
from website.held import held


@dataclass(frozen=True)
class WithdrawalNotice:
    """The public notice of a withdrawal. `until` is set only once it has ended."""

    public_id: str
    kind: str
    since: datetime
    until: datetime | None
    explanation: str
    language: str

    @property
    def hides(self) -> bool:
        """Whether the withdrawal hides the object now."""
        return self.kind == WithdrawalKind.IN_ERROR and self.until is None


def notice_of(row: Publishable | Document, request: HttpRequest) -> str:
    """Return the explanation of a row marked as out of date; else empty."""
    column = _explanation()
    notices = held(request, ("notices", column), lambda: _notices(column, moment_of(request)))
    return notices.get(row.public_id, "")


def _notices(column: str, at: datetime) -> dict[str, str]:
    """Return the latest explanation of each row marked as out of date, by public id."""
    marked = holding(at, WithdrawalKind.OUT_OF_DATE).order_by("since", "id")
    return dict(marked.values_list("public_id", column))


def explanation_for(rows: QuerySet[Any], at: datetime) -> str | None:
    """Return the explanation of the latest row published in error, if any; one query."""
    withdrawals = holding(at, WithdrawalKind.IN_ERROR, public_id__in=rows.values("public_id"))
    return withdrawals.values_list(_explanation(), flat=True).first()


def holding(at: datetime, kind: WithdrawalKind, **of: Any) -> QuerySet[Withdrawal]:
    """Return withdrawals of the kind in force at the moment; `of` filters them."""
    return Withdrawal.objects.holding(at, kind=kind, **of)


def _explanation() -> str:
    """Return the name of the column for the page's language."""
    return f"explanation_{reader_language()}"


def withdrawals_of(public_ids: Iterable[str], at: datetime) -> list[WithdrawalNotice]:
    """Return notices of withdrawals begun by the moment, ended ones too, in order."""
    begun = Withdrawal.objects.filter(public_id__in=list(public_ids), since__lte=at)
    return [withdrawal_notice(withdrawal, at) for withdrawal in begun.order_by("since", "id")]


def withdrawal_notice(withdrawal: Withdrawal, at: datetime) -> WithdrawalNotice:
    """Return the notice in the page's language, or the first language with a text."""
    languages = [reader_language(), *LANGUAGES]
    texts = [(getattr(withdrawal, f"explanation_{code}"), code) for code in languages]
    explanation, language = next(((text, code) for text, code in texts if text), ("", languages[0]))
    until = withdrawal.until if withdrawal.until and withdrawal.until <= at else None
    return WithdrawalNotice(withdrawal.public_id, withdrawal.kind, withdrawal.since, until, explanation, language)


def withdrawal_of(row: Publishable | Document, at: datetime) -> Withdrawal | None:
    """Return the withdrawal in error that hides a row which was public before.

    The withdrawal of a document's last texts hides it, and that of a row's parent hides the row.
    """
    wholes = list(_wholes(row))
    if not all(each.was_ever_public(at) for each in (row, *wholes)):
        return None
    ids = [row.public_id, *(text.public_id for text in _last_texts(row, at))]
    own = holding(at, WithdrawalKind.IN_ERROR, public_id__in=ids).first()
    return own or next(filter(None, (withdrawal_of(whole, at) for whole in wholes)), None)


def _last_texts(row: Publishable | Document, at: datetime) -> Iterator[Edition]:
    """Yield the texts of a document that would be current if it were public."""
    if isinstance(row, Document) and not is_public(row, at):
        yield from (text for text in row.editions.all() if text.was_ever_public(at) and not text.is_replaced(at))


def _wholes(row: Publishable | Document) -> Iterator[Publishable | Document]:
    """Yield the rows that must be public for the row to be public."""
    if isinstance(row, Child):
        yield row.parent
    if isinstance(row, Edition):
        yield row.document
    yield from filter(None, (getattr(row, field) for field in getattr(row, "required_public_fields", ())))
