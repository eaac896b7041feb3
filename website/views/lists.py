"""The base classes of lists, with filters and pages of 25."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.views.generic import ListView

from website.facets import FacetSet
from website.views.base import AtThisMoment


class PagedList(AtThisMoment, ListView):
    """A list in pages. A page that does not exist returns 404."""

    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {"page_range": list(page.paginator.get_elided_page_range(page.number))}


class FacetedList[M: Model](PagedList):
    """A list with facets. Subclasses set `facets` and return from `rows` what is public at `self.at`."""

    facets: ClassVar[type[FacetSet]]

    def rows(self) -> QuerySet[M]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[M]:
        self.filters = self.facets(self.request.GET, self.rows(), at=self.at)
        return self.filters.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filters, **kwargs)
