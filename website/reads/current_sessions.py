"""The sessions of a meeting that are on at a moment, and the next ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from meetings.models import Meeting, Session
from meetings.times import TAKES_PLACE, day_at


@dataclass(frozen=True)
class CurrentSessions:
    """The current day of a meeting, with its sessions in progress and those next."""

    today: date
    now: list[Session] = field(default_factory=list)
    next: list[Session] = field(default_factory=list)


def current_sessions(meeting: Meeting, sessions: Sequence[Session], at: datetime) -> CurrentSessions | None:
    """Return what is going on; None outside of the meeting's days.

    A session without an end lasts until another begins, or its day is over. Sessions without a time are left out.
    """
    today = day_at(at, meeting.time_zone)
    if not meeting.starts_on <= today <= meeting.ends_on:
        return None
    found = CurrentSessions(today)
    timed = [(session, begin) for session in sessions if session.status in TAKES_PLACE and (begin := session.starts)]
    beginnings = [begin for _session, begin in timed]
    soonest = min((begin for begin in beginnings if begin > at), default=None)
    for session, begin in timed:
        if begin <= at < (session.ends or _presumed_end(begin, beginnings)):
            found.now.append(session)
        elif begin == soonest:
            found.next.append(session)
    return found


def _presumed_end(begin: datetime, beginnings: Sequence[datetime]) -> datetime:
    midnight = begin.replace(hour=23, minute=59, second=59, microsecond=999999)
    return min([midnight, *(other for other in beginnings if other > begin)])
