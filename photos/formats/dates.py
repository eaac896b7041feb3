"""Reads when a photo was taken, as written in Exif, XMP or IIM."""

import re
from datetime import date, datetime, time
from typing import Final, NamedTuple

YEARS: Final = range(1826, 2200)  # no photo is older; other years are placeholders
DAY: Final = re.compile(r"(\d{4})([-:/. ]?)(\d\d?)\2(\d\d?)(?!\d)|(\d\d?)\.(\d\d?)\.(\d{4})(?!\d)")
CLOCK: Final = re.compile(
    r"[T\s]*(\d\d)(:?)(\d\d)(?:\2(\d\d))?(?:[.,]\d+)?\s*(Z|(?:UTC|GMT)?\s*[+-]\d\d:?(?:\d\d)?)?(?![\d:])",
    re.IGNORECASE,
)
UNKNOWN: Final = re.compile(r"[\s0:./TZ+-]*")  # blanks, or zeros in every place


class Moment(NamedTuple):
    """A day, a local time and its UTC offset like "+02:00"; unknown parts are empty."""

    day: date | None = None
    clock: time | None = None
    offset: str = ""


def read(written: str) -> Moment:
    """Return the moment, empty without a day; raises ValueError if it is unreadable."""
    text = written.strip()
    if UNKNOWN.fullmatch(text) or re.fullmatch(r"\d{4}(?:[-:/]?(?:\d\d|00)){0,1}", text):
        return Moment()  # a year or a month alone says no day
    found = DAY.match(text)
    if found is None:
        raise ValueError("The day cannot be read.")
    year, _separator, month, day = found.groups()[:4]
    if year is None:
        day, month, year = found.groups()[4:]
    if int(month) == 0 or int(day) == 0 or int(year) not in YEARS:
        return Moment()
    taken = datetime(int(year), int(month), int(day))  # noqa: DTZ001  # local on purpose
    return _with_clock(taken, CLOCK.match(text, found.end()))


def completed(found: Moment, by_camera: Moment) -> Moment:
    """Add the camera's time or offset to what knows the same day, or minute, without."""
    if found.day != by_camera.day:
        return found
    if found.clock is None:
        return by_camera
    return found if found.offset or found.clock != by_camera.clock else by_camera


def _with_clock(taken: datetime, clock: re.Match[str] | None) -> Moment:
    if clock is None:
        return Moment(taken.date())
    hour, _colon, minute, second, offset = clock.groups()
    try:
        at = time(int(hour), int(minute), min(int(second or 0), 59))
    except ValueError:
        return Moment(taken.date())
    return Moment(taken.date(), at, _offset(offset or ""))


def _offset(written: str) -> str:
    if written.upper() == "Z":
        return "+00:00"
    digits = re.sub(r"[^\d+-]", "", written)
    if not digits:
        return ""
    hours, minutes = int(digits[1:3]), int(digits[3:5] or 0)
    return f"{digits[0]}{hours:02}:{minutes:02}" if hours < 15 and minutes < 60 else ""
