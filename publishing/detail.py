"""The page of one public thing: shown, gone (withdrawn in error, with the public explanation), or not found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from publishing.models import Child
from publishing.notices import holding
from publishing.states import Release, WithdrawalKind
from publishing.views import AtThisMoment
from publishing.withdrawals import Withdrawal


class WithdrawnInError(Exception):
    """What was asked for has been public, and was taken out of public."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


class GoneWhenWithdrawn(AtThisMoment):
    """A view that answers 410, with the explanation, where something was withdrawn in error."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except WithdrawnInError as error:
            return render(request, "errors/410.html", {"withdrawal": error.withdrawal}, status=410)

    def missing(self, model: type[Any], **address: Any) -> Exception:
        """Return what to raise where the reads found nothing public at the address."""
        row = model._default_manager.filter(**address).first()
        withdrawal = withdrawal_of(row, self.at) if row else None
        return (
            WithdrawnInError(withdrawal)
            if withdrawal
            else Http404(f"No public {model._meta.verbose_name} there.")
        )


def withdrawal_of(row: Any, at: datetime) -> Withdrawal | None:
    """Return the withdrawal in error that takes the row out of public; None where its time never came.

    That of its parent counts for a child, and that of its last texts for a document.
    """
    if not row.was_public(at) or (isinstance(row, Child) and row.release == Release.HELD_BACK):
        return None
    if isinstance(row, Child) and not _is_public(row.parent, at):
        return withdrawal_of(row.parent, at)
    ids = [row.public_id, *(text.public_id for text in _texts(row) if text.was_public(at))]
    return holding(at, WithdrawalKind.IN_ERROR).filter(public_id__in=ids).first()


def _texts(row: Any) -> Iterable[Any]:
    return row.editions.all() if hasattr(row, "editions") else ()


def _is_public(row: Any, at: datetime) -> bool:
    return type(row)._default_manager.public(at).filter(pk=row.pk).exists()
