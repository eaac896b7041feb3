"""The base classes of lists, with filters and pages of 25."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language
from django.views.generic import ListView

from website.facets import FacetSet
from website.held import holding
from website.listings import Listing, with_keys
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
        """Return what is public at `self.at`, in order, before it is filtered."""
        raise NotImplementedError

    def shown(self) -> QuerySet[M]:
        """Return the same rows, with what the list shows of them."""
        return self.rows()

    def read(self, keys: Sequence[Any]) -> list[M]:
        """Return the rows with the keys, in their order, with what the list shows of them."""
        return with_keys(self.shown(), keys)

    def get_queryset(self) -> Any:
        hold = holding(self.request, self.facets.__name__)
        self.filters = self.facets(self.request.GET, self.rows(), at=self.at, hold=hold)
        if self.filters.ignored:
            self.do_not_keep()
        return self.filters.qs if self.paginate_by is None else self._listing()

    def _listing(self) -> Listing[M]:
        chosen = sorted(self.filters.chosen.items())
        hold = holding(self.request, type(self).__name__, *chosen, get_language())
        return Listing(self.keys, self.read, hold)

    def keys(self) -> Any:
        """Return the keys of what the filters leave, in order."""
        return self.filters.qs.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        if page := context["page_obj"]:
            if self.request.GET.get("page", "1") != str(page.number):
                self.do_not_keep()
            context["page_range"] = list(page.paginator.get_elided_page_range(page.number))
        return context
