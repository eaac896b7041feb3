"""Participants as delegations grouped by role, under their names of the day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet

from meetings.models import Host, Participation
from partners.models import Appointment, FormerName, Partner
from publishing.languages import columns_of, reader_language
from publishing.wording import wording
from website.reads.names import Names
from website.sorting import alphabetical

type Order = Callable[[Iterable[Delegation]], list[Delegation]]

ROLES = list(Participation.Role)
PLACES = {role.value: place for place, role in enumerate(ROLES)}
# What is shown of an office and of the person who holds it.
OFFICE = (*columns_of("office"), "person__slug", *columns_of("person__name"))


@dataclass
class Delegation:
    """A partner at a session or a meeting, with the rows of its participants."""

    partner: Partner
    bearer: Partner | FormerName  # with the name and the flag of that day
    rows: list[Participation] = field(default_factory=list)

    @property
    def chairs(self) -> bool:
        return any(row.chairs for row in self.rows)

    @property
    def people(self) -> list[Participation]:
        """The rows with a person, each person once."""
        named = {row.appointment_id: row for row in self.rows if row.public_appointment}
        return list(named.values())

    @cached_property
    def name(self) -> str:
        """The name of that day in the page's language."""
        return wording(self.bearer, "name")[0]

    @cached_property
    def url(self) -> str:
        return self.partner.get_absolute_url()

    def name_in(self, language: str) -> str:
        """Return what it is sorted by in the language."""
        return alphabetical(wording(self.bearer, "name", language)[0])


@dataclass
class ParticipantGroup:
    """The participants in one role: delegations, and rows with only a number."""

    role: Participation.Role
    delegations: list[Delegation]
    unnamed: list[Participation]

    @property
    def count(self) -> int:
        return len(self.delegations) + sum(row.unnamed_count or 0 for row in self.unnamed)

    @property
    def people(self) -> list[Participation]:
        """The rows with a person, each person once."""
        return [row for delegation in self.delegations for row in delegation.people]


def participations(at: datetime) -> QuerySet[Participation]:
    """Return the participations that are public at the moment."""
    return Participation.objects.public(at)


def offices(keys: Iterable[int | None], at: datetime) -> dict[int | None, Appointment]:
    """Return public appointments by key, each with its person; no query without keys."""
    known = {key for key in keys if key}
    if not known:
        return {}
    found = Appointment.objects.public(at).filter(pk__in=known).select_related("person").only(*OFFICE).order_by()
    return {appointment.pk: appointment for appointment in found}


def set_offices[Rows: Iterable[Participation | Host]](rows: Rows, at: datetime) -> Rows:
    """Set `public_appointment`, with its person, on each row and return the rows."""
    appointments = offices({row.appointment_id for row in rows}, at)
    for row in rows:
        row.public_appointment = appointments.get(row.appointment_id)
    return rows


def set_partners(rows: Iterable[Participation | Host], names: Names) -> None:
    """Set `public_partner` on each row; it has former names, and all pages share it."""
    for row in rows:
        row.public_partner = names.partners.get(row.partner_id) if row.partner_id else None


def participant_groups(rows: Iterable[Participation], day: date) -> list[ParticipantGroup]:
    """Group a session's rows by role and partner: the chair first, then by position.

    If they are in alphabetical order in one of the site's languages, sort them in the page's language.
    """
    return _by_role(rows, day, _at_the_table)


def attendance(rows: Iterable[Participation], day: date) -> list[ParticipantGroup]:
    """Group a whole meeting's rows by role and partner as of the day, by name."""
    return _by_role(rows, day, _by_name)


def _by_role(rows: Iterable[Participation], day: date, order: Order) -> list[ParticipantGroup]:
    by_role = sorted(rows, key=lambda row: PLACES[row.role])
    return [
        _group(Participation.Role(role), seated, day, order) for role, seated in groupby(by_role, lambda row: row.role)
    ]


def _group(role: Participation.Role, rows: Iterable[Participation], day: date, order: Order) -> ParticipantGroup:
    delegations: dict[int, Delegation] = {}
    unnamed: dict[str, Participation] = {}
    for row in rows:
        partner = row.public_partner
        if row.partner_id is None:
            unnamed.setdefault(row.unnamed_phrase, row)
        elif partner:
            delegations.setdefault(partner.pk, Delegation(partner, partner.as_of(day))).rows.append(row)
    return ParticipantGroup(role, order(delegations.values()), list(unnamed.values()))


def _by_name(delegations: Iterable[Delegation]) -> list[Delegation]:
    reader = reader_language()
    return sorted(delegations, key=lambda each: each.name_in(reader))


def _at_the_table(delegations: Iterable[Delegation]) -> list[Delegation]:
    recorded = sorted(_by_name(delegations), key=lambda each: min(row.position for row in each.rows))
    others = [each for each in recorded if not each.chairs]
    ordered = _by_name(others) if _is_an_alphabet(others) else others
    return [*(each for each in recorded if each.chairs), *ordered]


def _is_an_alphabet(delegations: list[Delegation]) -> bool:
    """Return whether the delegations are in alphabetical order in any language."""
    for code, _language in settings.LANGUAGES:
        names = [each.name_in(code) for each in delegations]
        if names == sorted(names):
            return True
    return False
