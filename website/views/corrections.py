"""The list of corrections and withdrawals."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from publishing.models.office import office
from website.filters import CorrectionFilters
from website.reads.corrections import Register
from website.views.lists import ObjectList


class CorrectionList(ObjectList):
    template_name = "website/correction_list.html"
    facets = CorrectionFilters
    name = "corrections"
    title = _("Corrections and withdrawals")
    extensions = ("atom", "csv")

    def rows(self) -> Any:
        return Register(self.at, ZoneInfo(office().time_zone))

    def changes(self, rows: Any) -> Any:
        return rows
