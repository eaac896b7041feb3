"""The page of one public thing: shown, moved, gone (withdrawn in error, with the explanation), or not found."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import reduce
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve, reverse

from publishing.models import Child, Document, Edition
from publishing.models.former_addresses import thing_at
from publishing.models.withdrawals import Withdrawal
from publishing.states import WithdrawalKind
from website.reads.withdrawal_notices import holding
from website.views.base import AtThisMoment


class WithdrawnInError(Exception):
    """What was asked for has been public, and was taken out of public."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


class Moved(Exception):
    """What was asked for is public at another address."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class GoneWhenWithdrawn(AtThisMoment):
    """A view that answers 410, with the explanation, where something was withdrawn in error, and 301 where it moved."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Moved as moved:
            return HttpResponsePermanentRedirect(moved.url)
        except WithdrawnInError as error:
            return render(request, "errors/410.html", {"withdrawal": error.withdrawal}, status=410)

    def missing(self, model: type[Any], **address: str) -> Exception:
        """Return what to raise where the reads found nothing public at the address.

        Each part of the address has the name that it has in the table of addresses, so that a page below or beside
        the thing's own moves along with it.
        """
        row = thing_at(model, address, self.at)
        if row and _is_public(row, self.at) and (url := self._now_at(row, address)) != self.request.path:
            query = self.request.META.get("QUERY_STRING", "")
            return Moved(f"{url}?{query}" if query else url)
        if row and (withdrawal := withdrawal_of(row, self.at)):
            return WithdrawnInError(withdrawal)
        return Http404(f"No public {model._meta.verbose_name} there.")

    def _now_at(self, row: Any, address: Mapping[str, str]) -> str:
        """Return where the page that was asked for stands now: its address with the parts as the row has them."""
        page = resolve(self.request.path_info)
        parts = {name: reduce(getattr, name.split("__"), row) for name in address}
        return reverse(page.view_name, kwargs=page.kwargs | parts)


def withdrawal_of(row: Any, at: datetime) -> Withdrawal | None:
    """Return the withdrawal in error that took the row out of public; None where its time never came.

    That of a document's last texts counts for it, and that of what a row belongs to for the row.
    """
    wholes = list(_wholes(row))
    if not all(each.was_public(at) for each in (row, *wholes)):
        return None
    ids = [row.public_id, *(text.public_id for text in _last_texts(row, at))]
    own = holding(at, WithdrawalKind.IN_ERROR).filter(public_id__in=ids).first()
    return own or next(filter(None, (withdrawal_of(whole, at) for whole in wholes)), None)


def _last_texts(row: Any, at: datetime) -> Iterator[Edition]:
    """Yield the texts of a document that is not public that would be the current ones."""
    if isinstance(row, Document) and not _is_public(row, at):
        yield from (text for text in row.editions.all() if text.was_public(at) and not text.is_replaced(at))


def _wholes(row: Any) -> Iterator[Any]:
    """Yield what has to be public for the row to be."""
    if isinstance(row, Child):
        yield row.parent
    if isinstance(row, Edition):
        yield row.document
    yield from filter(None, (getattr(row, field) for field in getattr(row, "whole_fields", ())))


def _is_public(row: Any, at: datetime) -> bool:
    return bool(type(row)._default_manager.public(at).filter(pk=row.pk).exists())
