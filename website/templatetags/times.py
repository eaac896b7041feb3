"""Filters and tags for days, times and time zones."""

from datetime import date, datetime
from typing import Any

from django import template

from meetings import schedule_words, times
from meetings.models import Meeting, Session

register = template.Library()


@register.filter
def days(meeting: Meeting) -> str:
    """Return the days of a meeting as one span: "14–15 April 2011"."""
    return times.days_in_words(meeting.starts_on, meeting.ends_on)


register.filter("time_in_words", schedule_words.time_in_words)
register.filter("former_time", schedule_words.former_time_in_words)


@register.filter
def zone_on(zone: str, day: date) -> str:
    """Return a zone's name on a day: "Berlin time (Central European Summer Time)"."""
    return times.zone_in_words(zone, day)


@register.filter
def moment(at: datetime) -> str:
    """Return a moment in the active zone, with the time if it is known."""
    return times.moment_in_words(at)


@register.filter
def held(row: Meeting | Session, at: datetime) -> bool:
    """Return whether the meeting or session is shown as held at the moment."""
    return row.is_held(at)


@register.inclusion_tag("website/partials/_session_time.html", takes_context=True)
def session_time(context: dict[str, Any], session: Session) -> dict[str, Any]:
    """Render the beginning and end of a session, as precisely as known."""
    return {"session": session, "is_held": session.is_held(context["site"].at)}
