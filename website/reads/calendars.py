"""Meetings and sessions for calendars, with when they last changed."""

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from meetings.models import Meeting, Session
from website.reads.entries import with_bodies
from website.reads.last_changes import with_changes
from website.reads.meetings import meetings, sessions

MOST: Final = 1000  # of a list without a filter, the latest


def listed(rows: QuerySet[Any], at: datetime) -> list[Meeting | Session]:
    """Return the first of the public rows: meetings or sessions in a list's order."""
    if rows.model is Session:
        rows = with_bodies(rows.select_related("meeting"), at)
    return list(with_changes(rows, at)[:MOST])


def of_meeting(meeting: Meeting, at: datetime) -> list[Meeting | Session]:
    """Return the meeting and its sessions, in their order."""
    whole = listed(meetings(at).filter(pk=meeting.pk), at)
    return [*whole, *listed(sessions(at).filter(meeting=meeting), at)]


def of_session(session: Session, at: datetime) -> list[Meeting | Session]:
    """Return the session alone."""
    return listed(sessions(at).filter(pk=session.pk), at)
