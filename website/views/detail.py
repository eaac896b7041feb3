"""The page of one public thing: shown, moved, gone (withdrawn in error, with the explanation), or not found."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve, reverse

from publishing.models.former_addresses import object_at_address
from publishing.models.withdrawals import Withdrawal
from website.reads.withdrawal_notices import is_public, withdrawal_of
from website.views.base import AtThisMoment


class WithdrawnInError(Exception):
    """What was asked for has been public, and was taken out of public."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


class MovedPermanently(Exception):
    """What was asked for is public at another address."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class WithdrawnOrMovedMixin(AtThisMoment):
    """A view that answers 410, with the explanation, where something was withdrawn in error, and 301 where it moved."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except MovedPermanently as moved:
            return HttpResponsePermanentRedirect(moved.url)
        except WithdrawnInError as error:
            return render(request, "errors/410.html", {"withdrawal": error.withdrawal}, status=410)

    def not_found(self, model: type[Any], **address: str) -> Exception:
        """Return what to raise where the reads found nothing public at the address.

        Each part of the address has the name that it has in the table of addresses, so that a page below or beside
        the thing's own moves along with it.
        """
        row = object_at_address(model, address, self.at)
        if row and is_public(row, self.at) and (url := self._now_at(row, address)) != self.request.path:
            query = self.request.META.get("QUERY_STRING", "")
            return MovedPermanently(f"{url}?{query}" if query else url)
        if row and (withdrawal := withdrawal_of(row, self.at)):
            return WithdrawnInError(withdrawal)
        return Http404(f"No public {model._meta.verbose_name} there.")

    def _now_at(self, row: Any, address: Mapping[str, str]) -> str:
        """Return where the page that was asked for stands now: its address with the parts as the row has them."""
        page = resolve(self.request.path_info)
        parts = {name: reduce(getattr, name.split("__"), row) for name in address}
        return reverse(page.view_name, kwargs=page.kwargs | parts)
