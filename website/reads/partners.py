"""Partners, bodies and people, with their meetings, outcomes and statements."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window

from meetings.models import Host, Meeting, Participation, Statement
from partners.models import Appointment, Format, Membership, Partner, Person
from website.reads.latest import SHOWN, Latest, latest
from website.reads.meetings import LATEST_FIRST, sessions
from website.reads.names import Names
from website.reads.outcomes import of_body, outcomes
from website.reads.participants import hosts, participations, set_people
from website.reads.texts import latest_statements

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
        .prefetch_related(
            Prefetch("former_names", to_attr="public_former_names"),
            Prefetch("memberships", memberships, "public_memberships"),
        )
        .first()
    )


def appearances_of_partner(partner: Partner, names: Names, at: datetime) -> tuple[Latest, Latest]:
    """Return who came for the partner to the latest sessions in which it sat, and who hosted its latest meetings.

    The numbers are those of the sessions and meetings. A participation with only a number is left out if a named one
    has the same session and role.
    """
    sat, hosted = participations(at).filter(partner=partner), hosts(at).filter(partner=partner)
    found, latest_hosted = _appearances(sat, hosted, names, at)
    named = {_role(row) for row in found if row.public_appointment}
    kept = []
    for row in found:
        if row.public_appointment or _role(row) not in named:
            kept.append(row)
            named.add(_role(row))
    return Latest(kept, found.total), latest_hosted


def appearances_of_person(person: Any, names: Names, at: datetime) -> tuple[Latest, Latest]:
    """Return the person's participations in the latest sessions, and rows as host of the latest meetings."""
    offices = person.public_appointments
    sat = participations(at).filter(appointment__in=offices)
    return _appearances(sat, hosts(at).filter(appointment__in=offices), names, at)


def _appearances(
    sat: QuerySet[Participation], hosted: QuerySet[Host], names: Names, at: datetime
) -> tuple[Latest, Latest]:
    """Return those of the rows that are of their latest sessions and meetings, with the numbers of these."""
    latest_sat, latest_hosted = _participations(sat, at), _hosts(hosted, at)
    set_people([*latest_sat, *latest_hosted], names, at)
    return latest_sat, latest_hosted


def partner_sat(partner: Any, at: datetime) -> Q:
    """Return the condition for sessions in which the partner sat."""
    return _sat(participations(at).filter(partner=partner))


def person_sat(person: Any, at: datetime) -> Q:
    """Return the condition for sessions in which the person sat."""
    offices = Appointment.objects.public(at).filter(person=person)
    return _sat(participations(at).filter(appointment__in=offices))


def _sat(rows: QuerySet[Participation]) -> Q:
    return Q(pk__in=rows.order_by().values("session"))


def _participations(rows: QuerySet[Participation], at: datetime) -> Latest:
    """Return those of the rows that are of their latest sessions, with the number of these sessions."""
    keys, total = _latest_keys(sessions(at).filter(_sat(rows)).order_by(*LATEST_FIRST))
    rows = rows.filter(session__in=keys).select_related("session__meeting")
    return Latest(list(rows.order_by(*LATEST_SAT)), total)


def _latest_keys(rows: QuerySet[Any]) -> tuple[list[int], int]:
    """Return the keys of the first rows, and the number of all."""
    found = list(rows.annotate(total=Window(Count("pk"))).values_list("pk", "total")[:SHOWN])
    return [key for key, _total in found], found[0][1] if found else 0


def _role(row: Participation) -> tuple[int, str, bool]:
    return row.session_id, row.role, row.chairs


def partner_hosted(partner: Any, at: datetime) -> Q:
    """Return the condition for meetings that the partner hosted."""
    return _hosted(hosts(at).filter(partner=partner))


def person_hosted(person: Any, at: datetime) -> Q:
    """Return the condition for meetings that the person hosted."""
    offices = Appointment.objects.public(at).filter(person=person)
    return _hosted(hosts(at).filter(appointment__in=offices))


def _hosted(rows: QuerySet[Host]) -> Q:
    return Q(pk__in=rows.order_by().values("meeting"))


def _hosts(rows: QuerySet[Host], at: datetime) -> Latest:
    """Return those of the rows that are of their latest meetings, with the number of these meetings."""
    keys, total = _latest_keys(Meeting.objects.public(at).filter(_hosted(rows)))
    rows = rows.filter(meeting__in=keys).select_related("meeting")
    return Latest(list(rows.order_by("-meeting__starts_on", "-meeting", "id")), total)


def statements_of_partner(partner: Partner, at: datetime) -> Latest:
    """Return the latest statements that the partner adopted in its own name, or that were given on its behalf."""
    return latest_statements(by_partner(partner, at), at)


def by_partner(partner: Any, at: datetime) -> Q:
    """Return the condition for statements that the partner adopted in its own name, or that were given for it."""
    adopting: Any = Statement.adopted_by_partners.through
    adopted = adopting.objects.filter(partner=partner).values("statement")
    return Q(pk__in=adopted) | Q(given_by__in=Appointment.objects.public(at).filter(partner=partner))


def format_called(slug: str, at: datetime) -> Format | None:
    """Return the body with its members, former ones too, as `public_memberships`. None if not public."""
    memberships = Membership.objects.public(at).select_related("partner")
    return (
        formats(at)
        .filter(slug=slug)
        .prefetch_related(Prefetch("memberships", memberships, "public_memberships"))
        .first()
    )


def sessions_of_format(format: Format, at: datetime) -> Latest:
    """Return the latest sessions of the body."""
    return latest(sessions(at).filter(formats=format).order_by(*LATEST_FIRST))


def outcomes_of_format(format: Format, at: datetime) -> Latest:
    """Return the latest outcomes of the body."""
    return latest(outcomes(at).filter(of_body(format)))


def statements_of_format(format: Format, at: datetime) -> Latest:
    """Return the latest statements that the body adopted."""
    return latest_statements(Q(adopted_by=format), at)


def person(slug: str, at: datetime) -> Person | None:
    """Return the person with `public_appointments`. None if not public."""
    appointments = Appointment.objects.public(at).select_related("partner")
    return (
        people(at)
        .filter(slug=slug)
        .prefetch_related(Prefetch("appointments", appointments, "public_appointments"))
        .first()
    )


def statements_given_by(person: Person, at: datetime) -> Latest:
    """Return the latest statements given by the person."""
    return latest_statements(by_person(person, at), at)


def by_person(person: Any, at: datetime) -> Q:
    """Return the condition for statements given by the person."""
    return Q(given_by__in=Appointment.objects.public(at).filter(person=person))
