"""The base of pages of one object: redirects if it moved, and returns 410 if it was published in error."""

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
    """Raised if the object was public and has been withdrawn as published in error."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


class Moved(Exception):
    """Raised if the object is public at another address."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class WithdrawnOrMovedMixin(AtThisMoment):
    """A view that returns 410 with the explanation for content published in error, and 301 for a moved object."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Moved as moved:
            return HttpResponsePermanentRedirect(moved.url)
        except WithdrawnInError as error:
            return render(request, "errors/410.html", {"withdrawal": error.withdrawal}, status=410)

    def not_found(self, model: type[Any], **address: str) -> Exception:
        """Return the exception to raise if no public row has the address.

        The names of the parts are those of the URL pattern, so that pages below the object's own redirect too.
        """
        row = object_at_address(model, address, self.at)
        if row and is_public(row, self.at) and (url := self._now_at(row, address)) != self.request.path:
            query = self.request.META.get("QUERY_STRING", "")
            return Moved(f"{url}?{query}" if query else url)
        if row and (withdrawal := withdrawal_of(row, self.at)):
            return WithdrawnInError(withdrawal)
        return Http404(f"No public {model._meta.verbose_name} there.")

    def _now_at(self, row: Any, address: Mapping[str, str]) -> str:
        """Return the current address of the requested page, with the parts taken from the row."""
        page = resolve(self.request.path_info)
        parts = {name: reduce(getattr, name.split("__"), row) for name in address}
        return reverse(page.view_name, kwargs=page.kwargs | parts)
