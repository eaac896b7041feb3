"""Proposed participants: members of a session's bodies, or another session's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from meetings.models import Participation, Session
from meetings.office_holders import Titles, holders, proposed_holder
from meetings.participants import is_present
from partners.models import Appointment, Membership


@dataclass
class Proposed:
    """One proposed participant; `row` is unsaved, with the proposed appointment."""

    key: str
    row: Participation
    offices: Sequence[Appointment] = field(default_factory=list)  # to choose from
    sentence: str = ""
    is_selected: bool = True
    is_present: bool = False

    @property
    def select_name(self) -> str:
        return f"person-{self.key}"


def missing_members(session: Session) -> list[Proposed]:
    """Return the missing members of the session's formats, with office holders.

    A member that is in the list without a person is among them if a holder of an office is known.
    """
    held = Membership.objects.filter(format__in=session.formats.all()).on(session.day)
    members: dict[int, Membership] = {}
    for membership in held.select_related("partner").order_by("partner__name", "pk"):
        members.setdefault(membership.partner_id, membership)
    offices, titles = holders(session, members), Titles.of(session)
    present = list(session.participations.all())
    named = {row.partner_id for row in present if row.appointment_id}
    unnamed = {row.partner_id for row in present} - named
    found = []
    for pk, member in members.items():
        choices = offices.get(pk, [])
        if pk in named or (pk in unnamed and not choices):
            continue
        chosen = proposed_holder(choices, titles)
        row = Participation(partner=member.partner, role=member.capacity, appointment=chosen)
        sentence, is_selected = "", True
        if pk in unnamed:
            sentence, is_selected = _("Already in the list, without a person."), chosen is not None
        found.append(Proposed(str(pk), row, choices, sentence, is_selected))
    return found


def copied_participants(session: Session, source: Session) -> list[Proposed]:
    """Return the other session's participants in order, with objections to each."""
    rows = list(source.participations.select_related("partner", "appointment__person", "appointment__partner"))
    offices = holders(session, {row.partner_id for row in rows if row.partner_id})
    titles = Titles.of(source)
    present = list(session.participations.select_related("partner", "appointment__person"))
    return [_copied(row, session, offices.get(row.partner_id or 0, []), titles, present) for row in rows]


def chosen_rows(proposals: Iterable[Proposed], sent: QueryDict) -> list[Participation]:
    """Return the rows that were selected, with the persons that were chosen for them."""
    selected = set(sent.getlist("select"))
    found = []
    for each in proposals:
        if each.key in selected and not each.is_present:
            chosen = sent.get(each.select_name, "")
            each.row.appointment = next((office for office in each.offices if str(office.pk) == chosen), None)
            found.append(each.row)
    return found


def _copied(
    source: Participation,
    session: Session,
    offices: list[Appointment],
    titles: Titles,
    present: list[Participation],
) -> Proposed:
    kept = {
        each.name: getattr(source, each.name)
        for each in source._meta.concrete_fields
        if each.name not in ("id", "session", "position")
    }
    row, key = Participation(session=session, **kept), str(source.pk)
    if is_present(row, present):
        return Proposed(key, row, sentence=_("Already in the list."), is_selected=False, is_present=True)
    appointment = source.appointment
    if appointment and (sentence := appointment.not_held(session.day, session.ends_on)):
        row.appointment = proposed_holder(offices, titles)
        return Proposed(key, row, offices, sentence, is_selected=False)
    choices = offices if not appointment or appointment in offices else [appointment, *offices]
    others = [each for each in present if each.partner_id == row.partner_id and each.appointment]
    if row.partner_id and others:
        sentence = _("Already in the list, with %(person)s.") % {"person": others[0].appointment}
        return Proposed(key, row, choices, sentence, is_selected=False)
    return Proposed(key, row, choices)
