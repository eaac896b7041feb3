"""The base classes of lists, with filters and pages of 25."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.views.generic import ListView

from website.facets import FacetSet
from website.held import holding
from website.views.base import AtThisMoment


class ObjectList[M: Model](AtThisMoment, ListView):
    """A list in pages; a page that does not exist is not found. Subclasses answer `rows`, and name their facets."""

    paginate_by: int | None = 25
    facets: ClassVar[type[FacetSet]] = FacetSet  # without any
    is_kept = True
    parameters: ClassVar[frozenset[str]] = frozenset({"page"})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.parameters = frozenset({"page", *cls.facets.base_filters})

    def rows(self) -> QuerySet[M]:
        """Return what is public at `self.at`, before it is filtered."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[M]:
        hold = holding(self.request, self.facets.__name__)
        self.filters = self.facets(self.request.GET, self.rows(), at=self.at, hold=hold)
        if self.filters.ignored:
            self.do_not_keep()
        return self.filters.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        if page := context["page_obj"]:
            if self.request.GET.get("page", "1") != str(page.number):
                self.do_not_keep()
            context["page_range"] = list(page.paginator.get_elided_page_range(page.number))
        return context
