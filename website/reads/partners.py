"""Partners, bodies and people, with their meetings, outcomes and statements."""

from datetime import datetime
from typing import Final

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet

from meetings.models import Host, Outcome, Participation, Session, Statement
from partners.models import Appointment, Format, Membership, Partner, Person
from website.reads.meetings import LATEST, LATEST_FIRST, sessions
from website.reads.outcomes import of_body, outcomes
from website.reads.participants import hosts, participations
from website.reads.texts import statements_about
from website.reads.withdrawal_notices import notice_of

LATEST_SAT: Final = (
    "-session__day",
    F("session__starts_at").desc(nulls_last=True),
    "session__position",
    "session",
    "position",
    "id",
)


def partners(at: datetime) -> QuerySet[Partner]:
    """Return the countries and organisations that are public at the moment."""
    return Partner.objects.public(at)


def formats(at: datetime) -> QuerySet[Format]:
    """Return the bodies that are public at the moment, in their order."""
    return Format.objects.public(at)


def memberships(at: datetime) -> QuerySet[Membership]:
    """Return the memberships, past ones too, of which partner and body are public at the moment."""
    return Membership.objects.public(at)


def people(at: datetime) -> QuerySet[Person]:
    """Return the people that are public at the moment."""
    return Person.objects.public(at)


def partner(slug: str, at: datetime) -> Partner | None:
    """Return the partner with its former names and its bodies, as `public_...`. None if not public."""
    memberships = Membership.objects.public(at).select_related("format").order_by("format__position", "since", "id")
    return (
        partners(at)
        .filter(slug=slug)
        .annotate(notice=notice_of(OuterRef("public_id"), at))
        .prefetch_related(
            Prefetch("former_names", to_attr="public_former_names"),
            Prefetch("memberships", memberships, "public_memberships"),
        )
        .first()
    )


def participations_of_partner(partner: Partner, at: datetime) -> list[Participation]:
    """Return in which sessions the partner sat, the latest first, and who came for it.

    A row with only a number is left out if a named one has the same session and role.
    """
    rows = participations(at).select_related("session__meeting")
    found = list(rows.filter(partner=partner).order_by(*LATEST_SAT)[:LATEST])
    named = {_role(row) for row in found if row.public_appointment}
    kept = []
    for row in found:
        if row.public_appointment or _role(row) not in named:
            kept.append(row)
            named.add(_role(row))
    return kept


def _role(row: Participation) -> tuple[int, str, bool]:
    return row.session_id, row.role, row.chairs


def hosted_by_partner(partner: Partner, at: datetime) -> QuerySet[Host]:
    """Return the hosts of meetings for the partner, latest first."""
    rows = hosts(at).select_related("meeting")
    return rows.filter(partner=partner).order_by("-meeting__starts_on", "id")


def statements_of_partner(partner: Partner, at: datetime) -> list[Statement]:
    """Return the statements that the partner adopted in its own name, or that were given on its behalf."""
    speakers = Appointment.objects.public(at).filter(partner=partner)
    return statements_about(Q(adopted_by_partners=partner) | Q(given_by__in=speakers), at)


def format_called(slug: str, at: datetime) -> Format | None:
    """Return the body with its members, former ones too, as `public_memberships`. None if not public."""
    memberships = Membership.objects.public(at).select_related("partner")
    return (
        formats(at)
        .filter(slug=slug)
        .annotate(notice=notice_of(OuterRef("public_id"), at))
        .prefetch_related(Prefetch("memberships", memberships, "public_memberships"))
        .first()
    )


def sessions_of_format(format: Format, at: datetime) -> QuerySet[Session]:
    """Return the sessions of the body, latest first."""
    return sessions(at).filter(formats=format).order_by(*LATEST_FIRST)[:LATEST]


def outcomes_of_format(format: Format, at: datetime) -> QuerySet[Outcome]:
    """Return the outcomes of the body."""
    return outcomes(at).filter(of_body(format)).distinct()[:LATEST]


def statements_of_format(format: Format, at: datetime) -> list[Statement]:
    """Return the statements that the body adopted."""
    return statements_about(Q(adopted_by=format), at)


def person(slug: str, at: datetime) -> Person | None:
    """Return the person with `public_appointments`. None if not public."""
    appointments = Appointment.objects.public(at).select_related("partner")
    return (
        people(at)
        .filter(slug=slug)
        .annotate(notice=notice_of(OuterRef("public_id"), at))
        .prefetch_related(Prefetch("appointments", appointments, "public_appointments"))
        .first()
    )


def participations_of_person(person: Person, at: datetime) -> QuerySet[Participation]:
    """Return the person's participations in sessions, latest first."""
    offices = Appointment.objects.public(at).filter(person=person)
    rows = participations(at).select_related("session__meeting")
    return rows.filter(appointment__in=offices).order_by(*LATEST_SAT)[:LATEST]


def hosted_by_person(person: Person, at: datetime) -> QuerySet[Host]:
    """Return the meetings hosted by the person, latest first."""
    rows = hosts(at).select_related("meeting")
    return rows.filter(appointment__person=person).order_by("-meeting__starts_on", "id")


def statements_given_by(person: Person, at: datetime) -> list[Statement]:
    """Return the statements given by the person."""
    offices = Appointment.objects.public(at).filter(person=person)
    return statements_about(Q(given_by__in=offices), at)
