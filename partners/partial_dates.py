"""Partial dates, stored as ISO 8601 of reduced precision: "2004", "2004-03".

The text says exactly what is known and sorts as a date. Nothing ever has to guess which part was made up.
"""

import calendar
import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def validate_partial_date(value: str) -> None:
    """Raise ValidationError unless the text is a year, a month or a day that exists."""
    try:
        if not PATTERN.fullmatch(value):
            raise ValueError(value)
        first_day(value)
        last_day(value)
    except ValueError as error:
        raise ValidationError(
            _("“%(value)s” is not a date. Write a year (2004), a month (2004-03) or a day (2004-03-29)."),
            params={"value": value},
        ) from error


class PartialDateField(models.CharField):
    """A date known to the year, the month or the day; empty where it is unknown."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("As far as it is known: 2004, 2004-03 or 2004-03-29."))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs


def first_day(value: str) -> date:
    """Return the first day that the text may mean; raise ValueError if none exists."""
    year, month, day = _parts(value)
    return date(year, month or 1, day or 1)


def last_day(value: str) -> date:
    """Return the last day that the text may mean; raise ValueError if none exists."""
    year, month, day = _parts(value)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def in_words(value: str) -> str:
    """Return the date in the active language: "2004", "March 2004", "29 March 2004"."""
    year, month, day = _parts(value)
    if day:
        return date_format(date(year, month, day), "DATE_FORMAT")
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT") if month else str(year)


def span_in_words(since: str, until: str) -> str:
    """Return the span: "2009 – 2013", "since 2009", "until 2013"; empty if unknown."""
    if since and until:
        return f"{in_words(since)} – {in_words(until)}"
    if since:
        return gettext("since %(day)s") % {"day": in_words(since)}
    return gettext("until %(day)s") % {"day": in_words(until)} if until else ""


def spans_overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two spans (since, until) share more than the time of a handover.

    An empty end is open. "2009 to 2013" and "2013 to 2017" do not overlap; with "2012 to 2017" they do.
    """
    return _ends_after_start(one[1], other[0]) and _ends_after_start(other[1], one[0])


def covers(since: str, until: str, day: date) -> bool:
    """Whether the day may lie within the span; an empty end is open."""
    return (not since or first_day(since) <= day) and (not until or day <= last_day(until))


def not_reversed(name: str, since: str = "since") -> models.CheckConstraint:
    """Return the constraint that `until` is not before `since`, as far as known."""
    in_order = Q(until__gte=F(since)) | Q(**{f"{since}__startswith": F("until")})
    return models.CheckConstraint(
        condition=Q(**{since: ""}) | Q(until="") | in_order,
        name=name,
        violation_error_message=_("The end must not be before the start."),
    )


def _parts(value: str) -> tuple[int, int, int]:
    year, month, day = [*map(int, value.split("-")), 0, 0][:3]
    return year, month, day


def _ends_after_start(until: str, since: str) -> bool:
    if not until or not since:
        return True
    return first_day(until) > last_day(since)
