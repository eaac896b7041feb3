"""The base classes of lists, with filters and pages of 25, and in other formats than pages."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.views.generic import ListView

from publishing.addresses import path_of
from publishing.previews import preview_at
from website.facets import FacetSet
from website.follow import Follow
from website.held import holding
from website.reads import calendars
from website.reads.entries import Changes, source_of_list
from website.reads.office import office_of
from website.syndication.feeds import Followed
from website.views import formats
from website.views.base import AtThisMoment

FEED, CALENDAR, TABLE = "atom", "ics", "csv"


class ObjectList[M: Model](AtThisMoment, ListView):
    """A list in pages; a page that does not exist is not found. Subclasses answer `rows`, and name their facets.

    One that names `extensions` is also answered as a feed, a calendar or a table, at the address of the list with
    that ending in place of the slash, and with the same filters; see `in_other_formats` in website/urls.py.
    """

    paginate_by: int | None = 25
    facets: ClassVar[type[FacetSet]] = FacetSet  # without any
    is_kept = True
    parameters: ClassVar[frozenset[str]] = frozenset({"page"})
    name: ClassVar[str]  # of its address in website/urls.py
    title: ClassVar[str | Promise] = ""
    extensions: ClassVar[tuple[str, ...]] = ()
    extension: str = ""  # of the address that was asked for; empty for the page

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.parameters = frozenset({"page", *cls.facets.base_filters})

    def rows(self) -> QuerySet[M]:
        """Return what is public at `self.at`, before it is filtered."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.extension:
            return super().get(request, *args, **kwargs)
        if preview_at(request) is not None:
            raise Http404("Previews have pages alone.")
        rows = self.get_queryset()
        if self.extension == FEED:
            return formats.feed(self, self.followed(), self.changes(rows))
        if "page" in request.GET:  # they have no pages
            self.do_not_keep()
        if self.extension == CALENDAR:
            return formats.calendar(self, self.followed(), calendars.listed(rows, self.at))
        return formats.table(self, f"{self.name}.{TABLE}", self.table_rows(rows))

    def get_queryset(self) -> QuerySet[M]:
        hold = holding(self.request, self.facets.__name__)
        self.filters = self.facets(self.request.GET, self.rows(), at=self.at, hold=hold)
        if self.filters.ignored:
            self.do_not_keep()
        return self.filters.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        if self.extensions:
            context["follow"] = Follow.of_list(self.name, self.extensions, self.filters.chosen)
        if page := context["page_obj"]:
            if self.request.GET.get("page", "1") != str(page.number):
                self.do_not_keep()
            context["page_range"] = list(page.paginator.get_elided_page_range(page.number))
        return context

    def changes(self, rows: Any) -> Any:
        """Return what the feed lists of the filtered rows."""
        return Changes([source_of_list(rows, self.filters)], self.at)

    def table_rows(self, rows: Any) -> Any:
        """Return the filtered rows with what the columns of the table need."""
        return rows

    def followed(self) -> Followed:
        names = [str(self.title), *self.filters.labels.values(), office_of(self.request).name]
        chosen = tuple(self.filters.chosen.items())
        return Followed(" · ".join(names), path_of(self.name), path_of(f"{self.name}-{self.extension}"), chosen)
