"""The time zone of the admin: a time typed without a zone is in the office's."""

from datetime import datetime

from babel.dates import get_timezone_name
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.models.office import office_time_zone


def clock_and_zone(local: datetime, clock: str) -> str:
    """Return the time of day with the zone: "18:00 CEST", "18:00 Uhr MESZ"."""
    zone = get_timezone_name(local, "short", locale=(get_language() or "en").replace("-", "_"))
    known = zone if zone.isalpha() else local.tzname()  # Babel has names for what is near the language, else +0900
    return _("%(time)s %(zone)s") % {"time": clock, "zone": known}


def moment(typed: str) -> datetime:
    """Return the moment typed in the office's zone or with an offset (ISO 8601).

    Raises ValidationError for what is no day with a time, and for a time that is skipped or occurs twice.
    """
    sentence = _("“%(typed)s” is not a date with a time. Write it like “2026-04-15 18:00”.") % {"typed": typed}
    if ":" not in typed:  # a day alone would be read as its midnight
        raise ValidationError(sentence)
    field = forms.DateTimeField(input_formats=["%Y-%m-%d %H:%M"], error_messages={"invalid": sentence})
    with timezone.override(office_time_zone()):
        read: datetime = field.clean(typed)
        return read
