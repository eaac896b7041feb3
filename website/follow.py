"""The links to follow a list or a page: its feed, its calendar, its table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Self
from urllib.parse import urlencode

from publishing.addresses import absolute, path_of, without_scheme

# The kinds whose pages have a feed, each with the parameter by which the list of sessions is filtered for its calendar.
# An empty one: it has a calendar of its own. None: it has none.
CALENDARS: Final[Mapping[str, str | None]] = {
    "meeting": "",
    "session": "",
    "partner": "partner",
    "format": "format",
    "person": "person",
    "topic": "topic",
    "gallery": None,
}


@dataclass(frozen=True)
class Follow:
    """Addresses of the other formats of a page; empty where it has none.

    A calendar that grows is subscribed to; that of one session is added once.
    """

    feed: str
    calendar: str = ""
    table: str = ""
    data: str = ""
    is_list: bool = False
    grows: bool = True

    @classmethod
    def of_list(cls, name: str, extensions: Collection[str], chosen: Mapping[str, str]) -> Self:
        """Return the links of a list with the filters."""
        found = {ext: _with_query(path_of(f"{name}-{ext}"), chosen) for ext in extensions}
        feed, calendar, table, data = (found.get(ending, "") for ending in ("atom", "ics", "csv", "json"))
        return cls(feed, calendar, table, data, is_list=True)

    @classmethod
    def of_record(cls, row: Any, chosen: Mapping[str, str] | None = None) -> Self | None:
        """Return the links of a page of one row; None where it cannot be followed."""
        name = row.page_name
        if name not in CALENDARS:
            return None
        address = [reduce(getattr, column.split("__"), row) for column in row.page_columns]
        facet = CALENDARS[name]
        calendar = path_of(f"{name}-ics", *address) if facet == "" else ""
        if facet:
            calendar = _with_query(path_of("sessions-ics"), {facet: row.slug})
        return cls(_with_query(path_of(f"{name}-atom", *address), chosen or {}), calendar, grows=name != "session")

    @property
    def webcal(self) -> str:
        """The address of the calendar with the scheme that opens a calendar program."""
        return f"webcal://{without_scheme(absolute(self.calendar))}"


def _with_query(path: str, chosen: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(chosen)}" if chosen else path
