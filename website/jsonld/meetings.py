"""Meetings and sessions as schema.org events.

A known time is given with its offset, otherwise only the day. Participants are delegations: organisations, never the
country.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from meetings.models import Meeting, Session
from meetings.times import TAKES_PLACE, Status
from partners.models import Partner
from photos.models import Photo
from website.jsonld.vocabulary import Absolute, Node, Terms, day, entity, link, mention, node, picture
from website.reads.participants import Delegation, ParticipantGroup

STATUS: Final = {
    Status.PLANNED: "https://schema.org/EventScheduled",
    Status.HELD: "https://schema.org/EventScheduled",
    Status.POSTPONED: "https://schema.org/EventPostponed",
    Status.CANCELLED: "https://schema.org/EventCancelled",
}
RESCHEDULED: Final = "https://schema.org/EventRescheduled"
IN_PERSON: Final = "https://schema.org/OfflineEventAttendanceMode"
BY_VIDEO: Final = "https://schema.org/OnlineEventAttendanceMode"


def meeting(row: Any, absolute: Absolute, *, lead_photo: Photo | None, terms: Terms) -> Node:
    """Describe a meeting with its sessions, from `reads.meetings.meeting`.

    Participants are described on the pages of the sessions, to keep the largest page small.
    """
    sessions = row.public_sessions
    outcomes = [outcome for each in sessions for outcome in each.public_outcomes]
    texts = {each.statement.pk: each.statement for each in outcomes if each.statement}
    hosts = {host.partner_id: host for host in row.public_hosts}
    return entity(
        "Event",
        row,
        absolute,
        alternateName=row.headline,
        description=row.summary,
        identifier=row.public_id,
        startDate=_first(row),
        endDate=_last(row),
        eventStatus=_status(row),
        previousStartDate=_former(row),
        image=picture(lead_photo, absolute, terms),
        organizer=[organisation(host.public_partner, absolute, host.bearer.name) for host in hosts.values()],
        subEvent=[session_of(each, row, absolute) for each in sessions],
        subjectOf=[{"@type": "Report", "url": absolute(each.get_absolute_url())} for each in texts.values()],
        **where(row, absolute),
    )


def session(
    row: Any, absolute: Absolute, *, groups: Iterable[ParticipantGroup], photos: list[Photo], terms: Terms
) -> Node:
    """Describe a session, from `reads.meetings.session`."""
    return session_of(row, row.meeting, absolute) | node(
        "Event",
        description=row.summary,
        identifier=row.public_id,
        image=picture(photos[0] if photos else None, absolute, terms),
        superEvent=mention(row.meeting, absolute),
        attendee=[delegation(each, absolute) for each in _delegations(groups)],
        about=[link("DefinedTerm", topic, absolute) for topic in row.public_topics],
    )


def session_of(row: Any, meeting: Meeting, absolute: Absolute) -> Node:
    """Describe a session as part of its meeting."""
    ends = row.ends
    meeting_is_on = meeting.status in TAKES_PLACE
    return entity(
        "Event",
        row,
        absolute,
        startDate=_begins(row),
        endDate=ends.isoformat() if ends else _stated(row, row.ends_on or row.day),
        eventStatus=_status(row) if meeting_is_on else STATUS[Status(meeting.status)],
        previousStartDate=_former(row),
        organizer=[link("Organization", each, absolute) for each in row.public_formats],
        **where(meeting, absolute, room=row.place),
    )


def where(meeting: Meeting, absolute: Absolute, *, room: str = "") -> Node:
    """Return a meeting's place and attendance mode; without a city it is by video."""
    if not meeting.city:
        place = node("VirtualLocation", url=absolute(meeting.get_absolute_url()))
        return {"location": place, "eventAttendanceMode": BY_VIDEO}
    country = meeting.public_country
    code = (country.iso_code or country.name) if country else ""
    address = node("PostalAddress", addressLocality=meeting.city, addressCountry=code)
    place = node("Place", name=room or meeting.venue or meeting.city, address=address)
    return {"location": place, "eventAttendanceMode": IN_PERSON}


def organisation(partner: Partner, absolute: Absolute, name: str = "") -> Node:
    """Return a partner as an organisation: international, or a state's delegation."""
    return link(_kind(partner), partner, absolute, name)


def delegation(each: Delegation, absolute: Absolute) -> Node:
    """Return the people who took part for a partner, under its name of that day."""
    people = [link("Person", row.public_appointment.person, absolute) for row in each.people if row.public_appointment]
    return node(_kind(each.partner), name=each.name, url=absolute(each.url), member=people)


def _kind(partner: Partner) -> str:
    return "GovernmentOrganization" if partner.kind == Partner.Kind.COUNTRY else "Organization"


def _delegations(groups: Iterable[ParticipantGroup]) -> list[Delegation]:
    """Return each partner once, regardless of its roles."""
    found = {each.partner.pk: each for group in groups for each in group.delegations}
    return list(found.values())


def _first(meeting: Any) -> str:
    starts = [each.starts for each in meeting.public_sessions if each.day == meeting.starts_on and each.starts]
    return min(starts).isoformat() if starts else day(meeting.starts_on)


def _last(meeting: Any) -> str:
    """Return the latest end of the last day's sessions, or the day if any is unknown."""
    ends = [each.ends for each in meeting.public_sessions if each.day == meeting.ends_on]
    known = [end for end in ends if end]
    return max(known).isoformat() if known and len(known) == len(ends) else day(meeting.ends_on)


def _stated(session: Session, date: date) -> str:
    """Return the day. Empty if it is inferred, which schema.org cannot express."""
    return "" if session.day_is_inferred else day(date)


def _status(row: Meeting | Session) -> str:
    is_moved = row.was_moved and not (row.is_postponed or row.is_cancelled)
    return RESCHEDULED if is_moved else STATUS[Status(row.status)]


def _former(row: Meeting | Session) -> str:
    """Return the former beginning of a moved or postponed event."""
    if not (row.was_moved or row.is_postponed):
        return ""
    if row.former_time[0] is None:  # postponed without a former time
        return _begins(row)
    first, clock = row.former_time
    if isinstance(row, Session) and clock:
        return datetime.combine(first, clock, tzinfo=ZoneInfo(row.zone)).isoformat()
    return day(first)


def _begins(row: Meeting | Session) -> str:
    if isinstance(row, Meeting):
        return day(row.starts_on)
    return row.starts.isoformat() if row.starts else _stated(row, row.day)
