"""The events of calendars: meetings as whole days, sessions at their known times."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from meetings.models import Meeting, Session
from meetings.times import Status, TimePrecision
from publishing.addresses import absolute
from publishing.languages import reader_language
from publishing.wording import wording
from website.syndication.calendars import Event

TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
STATUSES: Final = {Status.POSTPONED: TENTATIVE, Status.CANCELLED: CANCELLED}


def events(rows: Iterable[Meeting | Session]) -> tuple[Event, ...]:
    """Return the events of meetings and sessions, which were read with their changes."""
    return tuple(_meeting(row) if isinstance(row, Meeting) else _session(row) for row in rows)


def _meeting(row: Meeting) -> Event:
    return Event(
        starts=row.starts_on,
        ends=row.ends_on,
        is_busy=False,
        **_facts(row, Status(row.status), []),
    )


def _session(row: Any) -> Event:
    meeting = row.meeting
    status = Status(meeting.status if meeting.status in STATUSES else row.status)
    said = []
    if row.starts_at and row.precision == TimePrecision.APPROXIMATE:
        said.append(_("The time is approximate."))
    if row.day_is_inferred:
        said.append(_("The day is inferred."))
    facts = _facts(row, status, said) | {"part_of": _uid(meeting)}
    facts["changed"] = max(row.updated, meeting.changed_at)
    facts["categories"] = tuple(wording(each)[0] for each in (*row.public_formats, *row.public_topics))
    if row.starts is None:
        return Event(starts=row.day, ends=row.ends_on or row.day, is_busy=False, **facts)
    return Event(starts=row.starts, ends=row.ends, zone=row.zone, is_busy=status not in STATUSES, **facts)


def _facts(row: Any, status: Status, said: list[str]) -> dict[str, Any]:
    title, language = wording(row)
    url = absolute(row.get_absolute_url())
    summary = wording(row, "summary")[0]
    return {
        "uid": _uid(row),
        "title": _titled(title, status),
        "published": row.published,
        "changed": row.updated,
        "url": url,
        "language": language,
        "status": STATUSES.get(status, CONFIRMED),
        "place": row.place_in(reader_language()),
        "description": "\n".join(filter(None, (*said, summary, url))),
    }


def _titled(title: str, status: Status) -> str:
    """Return the title with the status in words, as few programs show a status."""
    if status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if status == Status.POSTPONED:
        return _("Postponed, new time to be announced: %(title)s") % {"title": title}
    return title


def _uid(row: Meeting | Session) -> str:
    return f"{row.public_id}@{urlsplit(settings.SITE_ADDRESS).hostname}"
