"""Time and place of a meeting or session, in words of the active language."""

from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext

from meetings.models import Meeting, Session
from meetings.times import days_in_words


def time_in_words(row: Meeting | Session) -> str:
    """Return the days of a meeting, or a session's day and its start if known."""
    if isinstance(row, Meeting):
        return days_in_words(row.starts_on, row.ends_on)
    return _day_and_clock(row.day, row.starts_at)


def former_time_in_words(row: Meeting | Session) -> str:
    """Return the time first announced, as `time_in_words`, as far as it is stored."""
    first, last = row.former_time
    if isinstance(row, Meeting):
        return days_in_words(first, last or first)
    return _day_and_clock(first, last)


def place_and_time(row: Meeting | Session) -> str:
    """Return the time and the place in one line."""
    return f"{time_in_words(row)}, {row.place_in(get_language() or 'en')}"


def _day_and_clock(day: date, clock: time | None) -> str:
    if clock is None:
        return date_format(day, "DATE_FORMAT")
    values = {"day": date_format(day, "DATE_FORMAT"), "time": time_format(clock)}
    return pgettext("a day and a time of day", "%(day)s, %(time)s") % values
