"""The list of corrections and withdrawals."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from website.filters import CorrectionFilters
from website.reads.corrections import Entry, Key, Register, entries
from website.reads.office import office_of
from website.views.lists import ObjectList


class CorrectionList(ObjectList):
    template_name = "website/correction_list.html"
    facets = CorrectionFilters

    def rows(self) -> Any:
        return Register(self.at, ZoneInfo(office_of(self.request).time_zone))

    def keys(self) -> Register:
        return self.filters.qs

    def read(self, keys: Sequence[Key]) -> list[Entry]:
        return entries(keys, self.at)
