"""Local times of meetings: typed in the zone of the place, derived to UTC, refused where they cannot be."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TimePrecision(TextChoices):
    """How well the time of a session is known."""

    DAY = "day", _("only the day is known")
    APPROXIMATE = "approximate", _("approximate")
    EXACT = "exact", _("exact")


class Status(TextChoices):
    """What became of a meeting or a session."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it like “Europe/Berlin”."), params={"name": name}
        )


def moment(day: date, clock: time, zone: str) -> datetime:
    """Return the moment, in UTC, at which clocks in the zone show the time on the day.

    Raises ValidationError for a time that is skipped or occurs twice when clocks change.
    """
    tz = ZoneInfo(zone)
    local = datetime.combine(day, clock, tzinfo=tz)
    params = {"time": f"{clock:%H:%M}", "day": day.isoformat(), "zone": zone}
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
