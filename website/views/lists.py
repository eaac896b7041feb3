"""The base classes of lists, with filters, pages of 25 and other formats."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.generic import ListView

from publishing.addresses import path_of
from publishing.previews import preview_of_request
from website.facets import FacetSet
from website.follow import Follow
from website.held import holding
from website.listings import Hold, Listing, with_keys
from website.reads import calendars, tables
from website.reads.entries import FeedRows, source_of_list
from website.reads.office import office_of
from website.syndication.feeds import Followed
from website.views import formats
from website.views.base import AtThisMoment

FEED, CALENDAR, TABLE = "atom", "ics", "csv"


class ObjectList[M: Model](AtThisMoment, ListView):
    """A list in pages, 404 beyond the last; subclasses answer `rows` and name facets.

    One that names `extensions` is also answered as a feed, a calendar or a table, at the address of the list with
    that ending in place of the slash, and with the same filters; see `in_other_formats` in website/urls.py. As JSON
    it is answered by views/api.py.
    """

    paginate_by: int | None = 25
    facets: ClassVar[type[FacetSet]] = FacetSet  # without any
    is_kept = True
    parameters: ClassVar[frozenset[str]] = frozenset({"page"})
    other_parameters: ClassVar[tuple[str, ...]] = ()  # beside its page and facets
    name: ClassVar[str]  # of its address in website/urls.py
    title: ClassVar[str | Promise] = ""
    extensions: ClassVar[tuple[str, ...]] = ()
    extension: str = ""  # of the address that was asked for; empty for the page

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.parameters = frozenset({"page", *cls.facets.base_filters, *cls.other_parameters})

    def rows(self) -> QuerySet[M]:
        """Return what is public at `self.at`, in order, before it is filtered."""
        raise NotImplementedError

    def shown(self) -> QuerySet[M]:
        """Return the same rows, with what the list shows of them."""
        return self.rows()

    def read(self, keys: Sequence[Any]) -> list[M]:
        """Return the rows with the keys, in order, with what the list shows of them."""
        return with_keys(self.shown(), keys)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.extension:
            return super().get(request, *args, **kwargs)
        if preview_of_request(request) is not None:
            raise Http404("Previews have pages alone.")
        self.get_queryset()
        if self.extension == FEED:
            return formats.feed(self, self.followed(), self.changes())
        if "page" in request.GET:  # they have no pages
            self.do_not_keep()
        if self.extension == CALENDAR:
            return formats.calendar(self, self.followed(), calendars.listed(self.filters.qs, self.at))
        return formats.table(self, f"{self.name}.{TABLE}", self.filters.all_rows.model, self.table_rows())

    def get_queryset(self) -> Any:
        hold = holding(self.request, self.facets.__name__)
        self.filters = self.facets(self.request.GET, self.rows(), at=self.at, hold=hold)
        if self.filters.ignored:
            self.do_not_keep()
        return self.filters.qs if self.paginate_by is None else self.listing()

    def listing(self) -> Listing[M]:
        return Listing(self.keys, self.read, self._hold())

    def _hold(self) -> Hold:
        chosen = sorted(self.filters.chosen.items())
        return holding(self.request, type(self).__name__, self.extension, *chosen, get_language())

    def keys(self) -> Any:
        """Return the keys of what the filters leave, in order."""
        return self.filters.qs.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        if self.extensions:
            context["follow"] = Follow.of_list(self.name, self.extensions, {**self.filters.kept, **self.filters.chosen})
        if page := context["page_obj"]:
            if self.request.GET.get("page", "1") != str(page.number):
                self.do_not_keep()
            context["page_range"] = list(page.paginator.get_elided_page_range(page.number))
        return context

    def changes(self) -> FeedRows | Listing[M]:
        """Return what the feed lists."""
        return FeedRows(lambda: [source_of_list(self.filters)], self.at, self._hold())

    def table_rows(self) -> Any:
        """Return all filtered rows with what the columns of the table need."""
        return tables.with_columns(self.filters.qs, self.at)

    def followed(self) -> Followed:
        kept = self.filters.kept
        names = [str(self.title), *kept.values(), *self.filters.labels.values(), office_of(self.request).name]
        chosen = (*kept.items(), *self.filters.chosen.items())
        return Followed(" · ".join(names), path_of(self.name), path_of(f"{self.name}-{self.extension}"), chosen)
