"""The base of pages of one object: redirects if moved, 410 if published in error."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.generic import TemplateView

from meetings.times import day_at
from publishing.addresses import absolute
from publishing.models import Document, Publishable
from publishing.models.former_addresses import object_at_address
from publishing.models.withdrawals import Withdrawal
from publishing.status import is_public
from website.follow import Follow
from website.jsonld.vocabulary import Terms
from website.reads.office import office_of, pages_of
from website.reads.withdrawal_notices import notice_of, withdrawal_of
from website.views.base import AtThisMoment, permanent


class WithdrawnInError(Exception):
    """Raised if the object was public and has been withdrawn as published in error."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


class MovedPermanently(Exception):
    """Raised if the object is public at another address."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class WithdrawnOrMovedMixin(AtThisMoment):
    """A view that answers 410 for content published in error and 301 for moved rows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except MovedPermanently as moved:
            return HttpResponsePermanentRedirect(moved.url)
        except WithdrawnInError as error:
            return render(request, "errors/410.html", {"withdrawal": error.withdrawal}, status=410)

    def not_found(self, model: type[Model], **address: str) -> Exception:
        """Return the exception to raise if no public row has the address.

        The names of the parts are those of the URL pattern, so that pages below the object's own redirect too.
        """
        row = object_at_address(model, address, self.at)
        if row and is_public(row, self.at) and (url := self._now_at(row, address)) != self.request.path:
            query = self.request.META.get("QUERY_STRING", "")
            return MovedPermanently(f"{url}?{query}" if query else url)
        if row and (withdrawal := withdrawal_of(row, self.at)):
            return WithdrawnInError(withdrawal)
        return Http404(f"No public {model._meta.verbose_name} there.")

    def _now_at(self, row: Publishable | Document, address: Mapping[str, str]) -> str:
        """Return the requested page's current address, with its parts from the row."""
        page = resolve(self.request.path_info)
        parts = {name: reduce(getattr, name.split("__"), row) for name in address}
        return reverse(page.view_name, kwargs=page.kwargs | parts)


class ObjectPage(WithdrawnOrMovedMixin, TemplateView):
    """The page of one row; subclasses find the row and what else the page shows."""

    model: ClassVar[type[Any]]
    is_kept = True
    parameters = frozenset()

    def get_object(self, **address: Any) -> Any | None:
        """Return the row at the address with what belongs to it; None if none is public."""
        raise NotImplementedError

    def get_related_context(self, row: Any) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.get_object(**self.kwargs)
        if row is None:
            address = {name: self.kwargs[name] for name in self.model.page_columns}
            raise self.not_found(self.model, **address)
        row.notice = notice_of(row, self.request)
        context = super().get_context_data(**kwargs) | {
            self.model._meta.model_name: row,
            "follow": Follow.of_record(row),
        }
        return context | permanent(self.request, row.public_id) | self.get_related_context(row)

    @property
    def office_day(self) -> date:
        """Today in the press office's time zone."""
        return day_at(self.at, office_of(self.request).time_zone)

    @property
    def terms(self) -> Terms:
        """The addresses of the fixed pages, some of which are terms of use, by key."""
        return {page.pk: page.get_absolute_url() for page in pages_of(self.request)}

    def absolute(self, path: str) -> str:
        """Return an address of the site with its host."""
        return absolute(path)
