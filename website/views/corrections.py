"""The list of corrections and withdrawals."""

from typing import Any
from zoneinfo import ZoneInfo

from publishing.models.office import office
from website.filters import CorrectionFilters
from website.reads.corrections import Register
from website.views.lists import PagedList


class CorrectionList(PagedList):
    template_name = "website/correction_list.html"

    def get_queryset(self) -> Any:
        register = Register(self.at, ZoneInfo(office().time_zone))
        self.filters = CorrectionFilters(self.request.GET, register.counts)
        register.ask(kind=self.filters.chosen.get("kind", ""), year=self.filters.chosen.get("year", ""))
        return register

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filters, **kwargs)
