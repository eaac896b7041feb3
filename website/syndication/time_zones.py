"""Time zones of calendars: VTIMEZONE (RFC 5545, section 3.6.5), from zoneinfo."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)
NONE: Final = timedelta(0)


@dataclass
class Observance:
    """The offset of clocks from each onset on; onsets are in the time shown before."""

    is_daylight: bool
    before: timedelta
    after: timedelta
    name: str
    onsets: list[datetime] = field(default_factory=list)


@lru_cache(maxsize=256)
def time_zone(zone: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the lines of the zone, valid from one year through another."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for observance in _observances(ZoneInfo(zone), first_year, last_year):
        kind = "DAYLIGHT" if observance.is_daylight else "STANDARD"
        first, *others = (f"{onset:%Y%m%dT%H%M%S}" for onset in observance.onsets)
        lines += [f"BEGIN:{kind}", f"DTSTART:{first}"]
        lines += [f"RDATE:{','.join(others)}"] if others else []
        lines += [f"TZOFFSETFROM:{_offset(observance.before)}", f"TZOFFSETTO:{_offset(observance.after)}"]
        lines += [f"TZNAME:{observance.name}", f"END:{kind}"]
    return (*lines, "END:VTIMEZONE")


def _observances(zone: ZoneInfo, first_year: int, last_year: int) -> list[Observance]:
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - 2 * DAY
    found: dict[tuple[timedelta, timedelta, str, bool], Observance] = {}
    for moment in (begin, *_transitions(zone, begin, datetime(last_year + 1, 1, 1, tzinfo=UTC) + 2 * DAY)):
        after = moment.astimezone(zone)
        before = after if moment == begin else (moment - SECOND).astimezone(zone)
        offsets = before.utcoffset() or NONE, after.utcoffset() or NONE
        key = (*offsets, after.tzname() or "", bool(after.dst()))
        observance = found.setdefault(key, Observance(key[3], *offsets, key[2]))
        observance.onsets.append((moment + offsets[0]).replace(tzinfo=None))
    return [*found.values()]


def _transitions(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments at which clocks change."""

    def state(moment: datetime) -> tuple[object, ...]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.dst(), local.tzname()

    known, day = state(begin), begin
    while day < end:
        now = state(day + DAY)
        if now != known:
            low, high = day, day + DAY
            while high - low > SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if state(middle) == known else (low, middle)
            yield high
            known = now
        day += DAY


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")
