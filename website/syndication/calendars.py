"""Calendars (iCalendar, RFC 5545 and 7986), for programs that follow them.

There is no METHOD, so that DTSTAMP is the time of the last change, and the same calendar has the same bytes. Nothing
is guessed: an event without a time is one of whole days, one without an end has none, and no place has coordinates.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Final

from website.syndication.time_zones import time_zone

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
REFRESHED: Final = "PT1H"  # how often programs ask again
OCTETS_OF_A_LINE: Final = 75
# SEQUENCE counts seconds from here on, so that it rises with each change and fits 31 bits until 2068.
COUNTED_FROM: Final = datetime(2000, 1, 1, tzinfo=UTC)
CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Event:
    """An event; `starts` and `ends` are days without a zone, and moments with one."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None
    published: datetime
    changed: datetime
    url: str
    language: str
    zone: str = ""
    status: str = "CONFIRMED"
    is_busy: bool = True
    place: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True)
class Calendar:
    """A calendar; `url` is that of its page and `source` its own."""

    title: str
    language: str
    url: str
    source: str
    producer: str
    events: tuple[Event, ...]


def document(calendar: Calendar) -> bytes:
    """Return the calendar as iCalendar, in lines of at most 75 bytes."""
    return b"".join(folded(line) for line in _lines(calendar))


def folded(line: str) -> bytes:
    """Return the line with its end, folded between characters."""
    data = line.encode()
    pieces, start, room = [], 0, OCTETS_OF_A_LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0b1100_0000 == 0b1000_0000:  # within a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, OCTETS_OF_A_LINE - 1  # the space counts
    return b"\r\n ".join([*pieces, data[start:]]) + b"\r\n"


def escaped(text: str) -> str:
    """Return a text as a value; without characters that no value can have."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(ESCAPED)


def _lines(calendar: Calendar) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0")
    yield f"PRODID:-//{escaped(calendar.producer)}//Plenary//{calendar.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    for name in ("NAME", "X-WR-CALNAME"):
        yield f"{name}:{escaped(calendar.title)}"
    yield f"URL:{calendar.url}"
    yield f"SOURCE;VALUE=URI:{calendar.source}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED}"
    yield f"X-PUBLISHED-TTL:{REFRESHED}"
    if calendar.events:
        yield f"LAST-MODIFIED:{_utc(max(event.changed for event in calendar.events))}"
    yield from _zones(calendar.events)
    yield from chain.from_iterable(map(_event, calendar.events))
    yield "END:VCALENDAR"


def _zones(events: Iterable[Event]) -> Iterator[str]:
    years: dict[str, set[int]] = {}
    for event in events:
        if event.zone:
            years.setdefault(event.zone, set()).update(moment.year for moment in (event.starts, event.ends) if moment)
    for zone, used in sorted(years.items()):
        yield from time_zone(zone, min(used), max(used))


def _event(event: Event) -> Iterator[str]:
    language = f";LANGUAGE={event.language}"
    changed = _utc(event.changed)
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{changed}", f"LAST-MODIFIED:{changed}")
    yield f"CREATED:{_utc(event.published)}"
    yield f"SEQUENCE:{max(0, int((event.changed - COUNTED_FROM).total_seconds()))}"
    yield from _times(event)
    yield f"SUMMARY{language}:{escaped(event.title)}"
    if event.description:
        yield f"DESCRIPTION{language}:{escaped(event.description)}"
    if event.place:
        yield f"LOCATION{language}:{escaped(event.place)}"
    if event.categories:
        yield f"CATEGORIES{language}:{','.join(map(escaped, event.categories))}"
    yield from (f"STATUS:{event.status}", f"TRANSP:{'OPAQUE' if event.is_busy else 'TRANSPARENT'}")
    yield f"URL:{event.url}"
    if event.part_of:
        yield f"RELATED-TO:{event.part_of}"
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    if event.zone:
        yield f"DTSTART;TZID={event.zone}:{event.starts:%Y%m%dT%H%M%S}"
        if event.ends and event.ends != event.starts:
            yield f"DTEND;TZID={event.zone}:{event.ends:%Y%m%dT%H%M%S}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{(event.ends or event.starts) + timedelta(days=1):%Y%m%d}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
