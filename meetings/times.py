"""Local times, typed in the zone of the place and converted to UTC if valid."""

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location, get_timezone_name
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from publishing.times import clock_and_zone


class TimePrecision(TextChoices):
    """The precision of a session's time."""

    DAY = "day", _("only the day is known")
    APPROXIMATE = "approximate", _("approximate")
    EXACT = "exact", _("exact")


class Status(TextChoices):
    """The status of a meeting or session that dates do not show: see `is_held`."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


TAKES_PLACE: Final = (Status.PLANNED, Status.HELD)

STATUS_HELP = _(
    "Change this only for postponed or cancelled items. A planned item counts as held once its day is over."
)


def is_held(status: str, days: tuple[date, date], *, zone: str, at: datetime) -> bool:
    """Return whether it counts as held: its last day is over, or it is marked so.

    Never if it was postponed or cancelled, nor before its first day.
    """
    first, last = days
    today = day_at(at, zone)
    if status not in TAKES_PLACE:
        return False
    return last < today or (status == Status.HELD and first <= today)


def day_at(at: datetime, zone: str) -> date:
    """Return the day that it is in the zone at the moment."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment(day: date, clock: time, zone: str) -> datetime:
    """Return the moment in UTC at which clocks in the zone show the time on the day.

    Raises ValidationError for a time that is skipped or occurs twice when clocks change.
    """
    tz = ZoneInfo(zone)
    local = datetime.combine(day, clock, tzinfo=tz)
    params = {"time": f"{clock:%H:%M}", "day": date_format(day, "DATE_FORMAT"), "zone": zone}
    if local.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("%(time)s on %(day)s does not exist in %(zone)s: clocks go forward then. Choose another time."),
            params=params,
        )
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValidationError(
            _("%(time)s on %(day)s occurs twice in %(zone)s: clocks go back then. Choose another time."),
            params=params,
        )
    return local.astimezone(UTC)


def moment_shown(day: date, clock: time, zone: str) -> datetime:
    """Return the moment, in the zone, of a stored time, even if `moment` refuses it.

    What `moment` refuses may be stored nevertheless, when a meeting gets another zone or a zone another rule. A skipped
    time is later by what was skipped; of a time that occurs twice, it is the first.
    """
    tz = ZoneInfo(zone)
    return datetime.combine(day, clock, tzinfo=tz).astimezone(UTC).astimezone(tz)


def days_in_words(first: date, last: date) -> str:
    """Return the days in the active language: "14–15 April 2011"."""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        # Translators: the first day in "14–15 April 2011", as a date format of Django: "j." gives "14."
        opening = pgettext("first day of a span", "j")
        return f"{date_format(first, opening)}–{date_format(last, 'DATE_FORMAT')}"
    opening = "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT"
    return f"{date_format(first, opening)} – {date_format(last, 'DATE_FORMAT')}"


def moment_in_words(at: datetime) -> str:
    """Return "15 April 2011, 14:30 CEST" in the active zone; at midnight the day."""
    there = timezone.localtime(at)
    if there.time() == time():
        return date_format(there, "DATE_FORMAT")
    return f"{date_format(there, 'DATE_FORMAT')}, {clock_and_zone(there, date_format(there, 'H:i'))}"


def zone_in_words(zone: str, day: date) -> str:
    """Return the time on the day: "Berlin time (Central European Summer Time)"."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))
    locale = (get_language() or "en").replace("-", "_")
    name = get_timezone_name(noon, locale=locale)
    if "/" not in zone:
        return name
    city = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
    return gettext("%(city)s time (%(zone)s)") % {"city": city, "zone": name}
