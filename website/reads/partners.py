"""Partners, bodies and people, with their meetings, outcomes and statements."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Prefetch, Q, QuerySet

from meetings.models import Host, Meeting, Outcome, Participation, Session, Statement
from partners.models import Appointment, Format, Membership, Partner, Person
from publishing.languages import columns_of
from website.listings import Hold
from website.reads.latest import Latest, latest_with
from website.reads.meetings import LATEST_FIRST, LISTED_SESSION, MOVED, latest_sessions, sessions
from website.reads.names import PARTNER
from website.reads.outcomes import latest_outcomes, of_body
from website.reads.participants import set_offices
from website.reads.texts import latest_statements

# A row, or a query for it.
type OnePartner = Partner | QuerySet[Partner]
type OnePerson = Person | QuerySet[Person]

# What is shown of a participation, and of a host.
SAT: Final = ("role", "chairs", "appointment", *(f"session__{column}" for column in LISTED_SESSION))
OF_MEETING: Final = ("slug", "starts_on", "ends_on", "former_starts_on", "former_ends_on", *MOVED, *columns_of("title"))
HOSTED: Final = ("appointment", *(f"meeting__{column}" for column in OF_MEETING))
# What is shown of a membership, and of its body.
MEMBERSHIP: Final = ("format", "partner", "capacity", "since", "until")
OF_PARTNER: Final = tuple(f"partner__{column}" for column in PARTNER)
FORMAT: Final = ("format__slug", *columns_of("format__name"))
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
    """Return memberships, past ones too, whose partner and body are public."""
    return Membership.objects.public(at)


def people(at: datetime) -> QuerySet[Person]:
    """Return the people that are public at the moment."""
    return Person.objects.public(at)


def partner(slug: str, at: datetime) -> Partner | None:
    """Return the partner with its former names and bodies; None if not public."""
    memberships = Membership.objects.public(at).select_related("format").only(*MEMBERSHIP, *FORMAT)
    memberships = memberships.order_by("format__position", "since", "id")
    return (
        partners(at)
        .filter(slug=slug)
        .prefetch_related(
            Prefetch("former_names", to_attr="public_former_names"),
            Prefetch("memberships", memberships, "public_memberships"),
        )
        .first()
    )


def participations_of_partner(partner: Partner, at: datetime, hold: Hold) -> Latest[Participation]:
    """Return the partner's rows in its latest sessions, with the number of sessions.

    A row with only a number is left out if a named one has the same session and role.
    """
    found = _participations(Q(partner=partner), lambda: partner_sat(partner, at), at, hold)
    named = {_role(row) for row in found if row.public_appointment}
    kept = []
    for row in found:
        if row.public_appointment or _role(row) not in named:
            kept.append(row)
            named.add(_role(row))
    return Latest(kept, found.total)


def partner_sat(partner: OnePartner, at: datetime) -> Q:
    """Return the condition for sessions in which the partner took part."""
    return Q(pk__in=Participation.objects.public(at).filter(partner=partner).order_by().values("session"))


def person_sat(person: OnePerson, at: datetime) -> Q:
    """Return the condition for sessions in which the person sat."""
    offices = Appointment.objects.public(at).filter(person=person)
    sat = Participation.objects.public(at).filter(appointment__in=offices)
    return Q(pk__in=sat.order_by().values("session"))


def _participations(own: Q, sat: Callable[[], Q], at: datetime, hold: Hold) -> Latest[Participation]:
    """Return own rows in the latest matching sessions, with the number of sessions."""
    public = Participation.objects.public(at)
    found = latest_with(
        public.select_related("session__meeting").only(*SAT),
        lambda: public.filter(own).order_by(*LATEST_SAT),
        "session",
        lambda: sessions(at).filter(sat()).order_by(*LATEST_FIRST),
        hold,
    )
    return set_offices(found, at)


def _role(row: Participation) -> tuple[int, str, bool]:
    return row.session_id, row.role, row.chairs


def hosted_by_partner(partner: Partner, at: datetime, hold: Hold) -> Latest[Host]:
    """Return the partner's hosts of its latest meetings, with the number of meetings."""
    return _hosts(Q(partner=partner), lambda: partner_hosted(partner, at), at, hold)


def partner_hosted(partner: OnePartner, at: datetime) -> Q:
    """Return the condition for meetings that the partner hosted."""
    return Q(pk__in=Host.objects.public(at).filter(partner=partner).order_by().values("meeting"))


def person_hosted(person: OnePerson, at: datetime) -> Q:
    """Return the condition for meetings that the person hosted."""
    offices = Appointment.objects.public(at).filter(person=person)
    return Q(pk__in=Host.objects.public(at).filter(appointment__in=offices).order_by().values("meeting"))


def _hosts(own: Q, hosted: Callable[[], Q], at: datetime, hold: Hold) -> Latest[Host]:
    """Return own rows of the latest matching meetings, with the number of meetings."""
    public = Host.objects.public(at)
    found = latest_with(
        public.select_related("meeting").only(*HOSTED),
        lambda: public.filter(own).order_by("-meeting__starts_on", "-meeting", "id"),
        "meeting",
        lambda: Meeting.objects.public(at).filter(hosted()),
        hold,
    )
    return set_offices(found, at)


def statements_of_partner(partner: Partner, at: datetime, hold: Hold) -> Latest[Statement]:
    """Return the latest statements adopted by the partner itself or given for it."""
    return latest_statements(by_partner(partner, at), at, hold)


def by_partner(partner: OnePartner, at: datetime) -> Q:
    """Return the condition: adopted by the partner itself, or given on its behalf."""
    adopting: Any = Statement.adopted_by_partners.through
    adopted = adopting.objects.filter(partner=partner).values("statement")
    return Q(pk__in=adopted) | Q(given_by__in=Appointment.objects.public(at).filter(partner=partner))


def format_called(slug: str, at: datetime) -> Format | None:
    """Return the body with all its `public_memberships`; None if it is not public."""
    memberships = Membership.objects.public(at).select_related("partner").only(*MEMBERSHIP, *OF_PARTNER)
    return (
        formats(at)
        .filter(slug=slug)
        .prefetch_related(Prefetch("memberships", memberships, "public_memberships"))
        .first()
    )


def sessions_of_format(format: Format, at: datetime, hold: Hold) -> Latest[Session]:
    """Return the latest sessions of the body."""
    return latest_sessions(Q(formats=format), at, hold)


def outcomes_of_format(format: Format, at: datetime, hold: Hold) -> Latest[Outcome]:
    """Return the latest outcomes of the body."""
    return latest_outcomes(of_body(format), at, hold)


def statements_of_format(format: Format, at: datetime, hold: Hold) -> Latest[Statement]:
    """Return the latest statements that the body adopted."""
    return latest_statements(Q(adopted_by=format), at, hold)


def person(slug: str, at: datetime) -> Person | None:
    """Return the person with `public_appointments`. None if not public."""
    appointments = Appointment.objects.public(at).select_related("partner")
    return (
        people(at)
        .filter(slug=slug)
        .prefetch_related(Prefetch("appointments", appointments, "public_appointments"))
        .first()
    )


def participations_of_person(person: Person, at: datetime, hold: Hold) -> Latest[Participation]:
    """Return the person's rows in the latest sessions, with the number of sessions."""
    return _participations(_in_office(person, at), lambda: person_sat(person, at), at, hold)


def hosted_by_person(person: Person, at: datetime, hold: Hold) -> Latest[Host]:
    """Return the person's rows as host of the latest meetings, with their number."""
    return _hosts(_in_office(person, at), lambda: person_hosted(person, at), at, hold)


def _in_office(person: Person, at: datetime) -> Q:
    return Q(appointment__in=Appointment.objects.public(at).filter(person=person))


def statements_given_by(person: Person, at: datetime, hold: Hold) -> Latest[Statement]:
    """Return the latest statements given by the person."""
    return latest_statements(by_person(person, at), at, hold)


def by_person(person: OnePerson, at: datetime) -> Q:
    """Return the condition for statements given by the person."""
    return Q(given_by__in=Appointment.objects.public(at).filter(person=person))
