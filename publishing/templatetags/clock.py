"""Times of day with their zone, in templates."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from publishing.times import clock_and_zone

register = template.Library()


@register.filter
def clock(at: datetime) -> str:
    """Write the time of day of a moment in the active zone: "18:00 CEST"."""
    local = timezone.localtime(at)
    return clock_and_zone(local, date_format(local, "H:i"))
