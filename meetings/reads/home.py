"""The front page: the meeting that leads it, and the one that comes next."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from meetings.models import Meeting, Outcome, Session
from meetings.reads.meetings import meetings
from meetings.reads.outcomes import by_weight, outcomes
from meetings.times import Status
from partners.models import Format

TAKES_PLACE = Q(status__in=[Status.PLANNED, Status.HELD])
MOST_COMING: Final = 4  # the next meeting, after three at most that are postponed or cancelled


def leading_meeting(at: datetime) -> Meeting | None:
    """Return the meeting that is on or was the latest; before the first one, None."""
    return meetings(at).filter(TAKES_PLACE, starts_on__lte=at.date()).first()


def coming_meetings(at: datetime) -> list[Meeting]:
    """Return the soonest meeting that has not begun, and those planned for before it that do not take place."""
    found = []
    for meeting in meetings(at).filter(starts_on__gt=at.date()).order_by("starts_on", "id")[:MOST_COMING]:
        found.append(meeting)
        if meeting.status in (Status.PLANNED, Status.HELD):
            break
    return found


def formats_that_met(meeting: Meeting, at: datetime) -> list[Format]:
    """Return the formats that sat at the meeting, in their order."""
    inside = Session.objects.public(at).filter(meeting=meeting)
    return list(Format.objects.public(at).filter(sessions__in=inside).distinct())


def outcomes_at(meeting: Meeting, at: datetime) -> tuple[list[Outcome], list[Outcome]]:
    """Return what was decided at the meeting, and what was only talked about."""
    return by_weight(outcomes(at).filter(session__meeting=meeting))
