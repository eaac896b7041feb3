"""The list of corrections and withdrawals."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from website.filters import CorrectionFilters
from website.listings import Listing
from website.reads.corrections import CorrectionEntry, Key, Register, entries
from website.reads.office import office_of
from website.views.lists import ObjectList


class CorrectionList(ObjectList):
    template_name = "website/correction_list.html"
    facets = CorrectionFilters
    name = "corrections"
    title = _("Corrections and withdrawals")
    extensions = ("atom", "csv", "json")

    def rows(self) -> Any:
        return Register(self.at, ZoneInfo(office_of(self.request).time_zone))

    def keys(self) -> Register:
        return self.filters.qs

    def read(self, keys: Sequence[Key]) -> list[CorrectionEntry]:
        return entries(keys, self.at)

    def changes(self) -> Listing[CorrectionEntry]:
        return self.listing()

    def table_rows(self) -> Listing[CorrectionEntry]:
        return self.listing()
