"""Meetings and sessions, for lists and their own pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db.models import F, FilteredRelation, Model, Prefetch, Q, QuerySet, prefetch_related_objects

from meetings.models import Host, Meeting, Outcome, Participation, Session
from partners.models import Format
from publishing.joins import public_join
from publishing.languages import columns_of
from website.listings import Hold
from website.reads.latest import Latest, latest
from website.reads.names import Names, set_named
from website.reads.outcomes import SHOWN
from website.reads.participants import participant_groups, set_offices, set_partners

# What the page of a session shows of it.
OF_A_SESSION: Final = (
    *("public_id", "slug", "meeting", "day", "day_is_inferred", "starts_at", "ends_at", "ends_on", "precision"),
    *("time_zone", "status", "former_day", "former_starts_at", "position"),
    *columns_of("title", "summary", "place", "former_place", "change_reason"),
)
# What the page of a session shows of its meeting, and what it needs to tell whether it was held.
OF_ITS_MEETING: Final = (
    *("meeting__public_id", "meeting__slug", "meeting__starts_on", "meeting__ends_on", "meeting__time_zone"),
    *("meeting__status", *columns_of("meeting__title", "meeting__city", "meeting__venue")),
)
# What the note that a row was moved or postponed says.
MOVED: Final = ("status", *columns_of("former_place", "change_reason"))
# What lists show of a meeting.
LISTED: Final = (
    *("slug", "level", "starts_on", "ends_on", "time_zone", "lead_photo", "former_starts_on", "former_ends_on"),
    *(*MOVED, *columns_of("title", "summary", "city")),
)
# What lists show of a session.
LISTED_SESSION: Final = (
    *("slug", "day", "day_is_inferred", "starts_at", "former_day", "former_starts_at"),
    *(*MOVED, *columns_of("title"), "meeting__slug", "meeting__status", *columns_of("meeting__title")),
)
BY_TIME: Final = ("day", F("starts_at").asc(nulls_last=True), "position", "id")
LATEST_FIRST: Final = ("-day", F("starts_at").desc(nulls_last=True), "position", "id")


@dataclass(frozen=True)
class Day:
    """A day of a meeting with its sessions."""

    date: date
    sessions: list[Session]

    @property
    def has_times(self) -> bool:
        """Whether the time of any session is known."""
        return any(session.starts_at for session in self.sessions)

    @property
    def is_timed(self) -> bool:
        """Whether a session has a time in the meeting's own time zone."""
        return any(session.starts_at and session.zone == session.meeting.time_zone for session in self.sessions)


def meetings(at: datetime) -> QuerySet[Meeting]:
    """Return all meetings, latest first, each with its country as `public_country`."""
    rows = Meeting.objects.public(at).annotate(public_country=public_join(Meeting, "country", at))
    return rows.select_related("public_country")


def sessions(at: datetime) -> QuerySet[Session]:
    """Return sessions with meetings by day and time; a day's untimed ones come last."""
    return Session.objects.public(at).select_related("meeting").order_by(*BY_TIME)


def listed_sessions(at: datetime) -> QuerySet[Session]:
    """Return sessions with what lists show of them."""
    return sessions(at).only(*LISTED_SESSION)


def latest_sessions(about: Q, at: datetime, hold: Hold) -> Latest[Session]:
    """Return the latest sessions that meet the condition, which may repeat none."""
    return latest(listed_sessions(at), lambda: sessions(at).filter(about).order_by(*LATEST_FIRST), hold)


def meeting(slug: str, at: datetime, names: Names) -> Meeting | None:
    """Return the meeting with the rows of its page. None if it is not public.

    The query returns one row per figure, which saves another query.
    """
    rows = Meeting.objects.public(at).filter(slug=slug).order_by()
    found = list(rows.annotate(figure=FilteredRelation("figures")).select_related("figure"))
    if not found:
        return None
    shown = found[0]
    figures = (row.figure for row in found if hasattr(row, "figure"))
    shown.public_figures = sorted(figures, key=lambda figure: (figure.position, figure.pk))
    shown.public_hosts = _in_order(Host.objects.public(at, inside="meeting").filter(meeting=shown))
    prefetch_related_objects([shown], Prefetch("sessions", programme(at), "public_sessions"))
    set_named(shown.public_sessions, "formats", names.formats)
    took_part = [row for session in shown.public_sessions for row in session.public_participations]
    set_partners(set_offices([*shown.public_hosts, *took_part], at), names)
    shown.public_country = names.partners.get(shown.country_id)
    if shown.public_country:
        shown.country_then = shown.public_country.as_of(shown.starts_on)
    shown.public_hosts = [host for host in shown.public_hosts if host.public_partner]
    for host in shown.public_hosts:
        host.bearer = host.public_partner.as_of(shown.starts_on)
    for session in shown.public_sessions:
        session.participant_groups = participant_groups(session.public_participations, session.day)
    return shown


def programme(at: datetime) -> QuerySet[Session]:
    """Return the sessions of a public meeting with their outcomes and participants."""
    return (
        Session.objects.public(at, inside="meeting")
        .order_by(*BY_TIME)
        .prefetch_related(
            Prefetch("outcomes", outcomes_of_session(at), "public_outcomes"),
            Prefetch("participations", Participation.objects.public(at, inside="session"), "public_participations"),
        )
    )


def by_day(sessions: Iterable[Session]) -> list[Day]:
    """Group sessions, sorted by day, into days."""
    return [Day(day, list(held)) for day, held in groupby(sessions, lambda session: session.day)]


def formats_of(sessions: Iterable[Any]) -> list[Format]:
    """Return the bodies of the sessions, without duplicates, in their order."""
    sat = {format.pk: format for session in sessions for format in session.public_formats}
    return sorted(sat.values(), key=lambda format: (format.position, format.pk))


def outcomes_of_session(at: datetime) -> QuerySet[Outcome]:
    """Return outcomes of public sessions, with statements that are public like them."""
    return Outcome.objects.public(at, inside="session").select_related("statement").only(*SHOWN, "position")


def session(meeting_slug: str, slug: str, at: datetime, names: Names) -> Session | None:
    """Return the session with its page's rows, and with `previous` and `next`.

    All sessions of the meeting are read in one query. None if this one is not public.
    """
    found = list(sessions(at).filter(meeting__slug=meeting_slug).only(*OF_A_SESSION, *OF_ITS_MEETING))
    place = next((n for n, candidate in enumerate(found) if candidate.slug == slug), None)
    if place is None:
        return None
    shown: Any = found[place]
    shown.previous = found[place - 1] if place else None
    shown.next = found[place + 1] if place + 1 < len(found) else None
    participations = Participation.objects.public(at, inside="session")
    shown.public_outcomes = _in_order(outcomes_of_session(at).filter(session=shown))
    shown.public_participations = _in_order(participations.filter(session=shown))
    set_named([shown], "formats", names.formats)
    set_named([shown], "topics", names.topics)
    set_partners(set_offices(shown.public_participations, at), names)
    return shown


def _in_order[M: Model](rows: QuerySet[M]) -> list[M]:
    """Return the rows by position; for few rows this is cheaper than in the query."""
    return sorted(rows.order_by(), key=attrgetter("position", "pk"))
