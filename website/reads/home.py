"""The front page: the meeting that leads it, and the one that comes next."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from django.db.models import QuerySet

from meetings.models import Meeting, Outcome, Session
from meetings.times import TAKES_PLACE, day_at
from partners.models import Format
from website.reads.meetings import meetings
from website.reads.outcomes import by_weight, outcomes

# How far the zones of the world are from UTC: no day begins earlier, and none ends later.
EASTERNMOST: Final = timedelta(hours=14)
WESTERNMOST: Final = timedelta(hours=12)
AT_A_TIME: Final = 4
MOST_COMING: Final = 4  # the next meeting, after three at most that are postponed or cancelled


def leading_meeting(at: datetime) -> Meeting | None:
    """Return the meeting that is on or was the latest, by the day in its zone; before the first one, None."""
    begun = meetings(at).filter(status__in=TAKES_PLACE, starts_on__lte=(at + EASTERNMOST).date())
    return _first(begun, lambda meeting: meeting.starts_on <= day_at(at, meeting.time_zone))


def coming_meetings(at: datetime) -> list[Meeting]:
    """Return the soonest meeting that has not begun, by the day in its zone, after those that do not take place."""
    coming = meetings(at).filter(starts_on__gt=(at - WESTERNMOST).date()).order_by("starts_on", "id")
    found = []
    for meeting in coming[: MOST_COMING + AT_A_TIME]:
        if meeting.starts_on > day_at(at, meeting.time_zone):
            found.append(meeting)
            if meeting.status in TAKES_PLACE or len(found) == MOST_COMING:
                break
    return found


def _first(rows: QuerySet[Meeting], holds: Callable[[Meeting], bool]) -> Meeting | None:
    """Return the first row of which it holds, asking for few at a time: nearly always the first one will do."""
    for start in count(0, AT_A_TIME):
        found = list(rows[start : start + AT_A_TIME])
        if chosen := next(filter(holds, found), None):
            return chosen
        if len(found) < AT_A_TIME:
            return None
    return None


def formats_that_met(meeting: Meeting, at: datetime) -> list[Format]:
    """Return the formats that sat at the meeting, in their order."""
    inside = Session.objects.public(at).filter(meeting=meeting)
    return list(Format.objects.public(at).filter(sessions__in=inside).distinct())


def outcomes_at(meeting: Meeting, at: datetime) -> tuple[list[Outcome], list[Outcome]]:
    """Return what was decided at the meeting, and what was only talked about."""
    return by_weight(outcomes(at).filter(session__meeting=meeting))
