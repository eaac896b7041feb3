"""The home page: its leading meeting and the coming meetings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from django.db.models import QuerySet

from meetings.models import Meeting, Outcome, Session
from meetings.times import TAKES_PLACE, day_at
from partners.models import Format
from publishing.languages import columns_of
from website.reads.names import Names
from website.reads.outcomes import SHOWN, WITHIN_MEETING, by_weight

# The offsets from UTC of the first and the last time zone of the world.
EASTERNMOST: Final = timedelta(hours=14)
WESTERNMOST: Final = timedelta(hours=12)
AT_A_TIME: Final = 4
OF_A_MEETING: Final = (
    *("slug", "starts_on", "ends_on", "time_zone", "status", "former_starts_on", "former_ends_on", "lead_photo"),
    *columns_of("title", "headline", "summary", "city", "former_place", "change_reason"),
)
MOST_COMING: Final = 4  # the next meeting, and at most three earlier ones that are postponed or cancelled


def leading_meeting(at: datetime) -> Meeting | None:
    """Return the current or latest meeting by its zone's date; None before the first."""
    begun = _meetings(at).filter(status__in=TAKES_PLACE, starts_on__lte=(at + EASTERNMOST).date())
    return _first(begun, lambda meeting: meeting.starts_on <= day_at(at, meeting.time_zone))


def coming_meetings(at: datetime) -> list[Meeting]:
    """Return the next meeting, and the postponed or cancelled ones before it."""
    coming = _meetings(at).filter(starts_on__gt=(at - WESTERNMOST).date()).order_by("starts_on", "id")
    found = []
    for meeting in coming[: MOST_COMING + AT_A_TIME]:
        if meeting.starts_on > day_at(at, meeting.time_zone):
            found.append(meeting)
            if meeting.status in TAKES_PLACE or len(found) == MOST_COMING:
                break
    return found


def _meetings(at: datetime) -> QuerySet[Meeting]:
    """Return all meetings with what the home page shows of them."""
    return Meeting.objects.public(at).only(*OF_A_MEETING)


def _first(rows: QuerySet[Meeting], holds: Callable[[Meeting], bool]) -> Meeting | None:
    """Return the first row that meets the condition, reading in small batches."""
    for start in count(0, AT_A_TIME):
        found = list(rows[start : start + AT_A_TIME])
        if chosen := next(filter(holds, found), None):
            return chosen
        if len(found) < AT_A_TIME:
            return None
    return None


def formats_that_met(meeting: Meeting, names: Names, at: datetime) -> list[Format]:
    """Return the bodies that met, in their order."""
    keys = set(
        Session.objects.public(at, inside="meeting")
        .filter(meeting=meeting)
        .order_by()
        .values_list("formats", flat=True)
    )
    return [format for key, format in names.formats.items() if key in keys]


def outcomes_at(meeting: Meeting, at: datetime) -> tuple[list[Outcome], list[Outcome]]:
    """Return the meeting's decisions, and the items that were only discussed."""
    inside = Outcome.objects.public(at).filter(session__meeting=meeting).select_related("session", "statement")
    found = list(inside.only(*SHOWN).order_by(*WITHIN_MEETING))
    for outcome in found:
        outcome.session.meeting = meeting
    return by_weight(found)
