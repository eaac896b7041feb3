"""The meaning of a pasted line: stored people, rows it would make, its errors."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from partners.models import Appointment, Partner, Person
from partners.new_people import folded, name_key, texts_of
from partners.pasted_people.directory import Directory
from partners.pasted_people.lines import LONGEST, PastedLine
from publishing.states import State

LEFT_OUT: Final = "out"
NEW: Final = "new"
NAME_LETTERS: Final = 120


@dataclass(frozen=True)
class Rights:
    """The rights to add people, offices, and offices of approved people."""

    people: bool = True
    offices: bool = True
    approved: bool = True


@dataclass(frozen=True)
class Option:
    """One meaning of a line: an appointment, a person's new office, or a new person."""

    value: str
    label: str
    appointment: Appointment | None = None
    person: Person | None = None


@dataclass
class ReadLine:
    """A line with its meanings; `who` and `partner` are empty until chosen."""

    pasted: PastedLine
    options: list[Option] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    who: str = ""
    partner: Partner | None = None
    note: str = ""
    error: str = ""  # for which the line is not made
    question: str = ""  # which has to be answered first
    is_present: bool = False  # in the list already, which is an error that needs no correction

    @property
    def option(self) -> Option | None:
        return next((each for each in self.options if each.value == self.who), None)

    @property
    def is_made(self) -> bool:
        return not self.error and self.option is not None

    @property
    def asks_partner(self) -> bool:
        return len(self.partners) > 1 or (bool(self.partners) and self.partner is None)


@dataclass(frozen=True)
class Reader:
    """Reads lines against stored rows; an office must be held on the days, if given."""

    directory: Directory
    days: tuple[date, ...] = ()
    present: Collection[int] = ()  # appointments that the list has already
    rights: Rights = Rights()

    def read(self, lines: Iterable[PastedLine], sent: Mapping[str, str] | None = None) -> list[ReadLine]:
        """Return each line with its meanings; `sent` holds what was chosen for it."""
        found, seen = [], set()
        for pasted in lines:
            line = self._read(pasted, sent or {})
            key = _key(line)
            if line.is_made and key in seen:
                line.error = _("This person is on a line above.")
            seen.add(key)
            found.append(line)
        return found

    def _read(self, pasted: PastedLine, sent: Mapping[str, str]) -> ReadLine:
        line = ReadLine(pasted)
        if wrong := _too_long(pasted):
            line.error = wrong
            return line
        self._find_partner(line, sent.get(f"partner-{pasted.number}"))
        if not line.error:
            line.options = self._options(line)
            line.who = sent.get(f"who-{pasted.number}", "") or self._proposed(line)
            self._judge(line)
        return line

    def _find_partner(self, line: ReadLine, chosen: str | None) -> None:
        country, office = line.pasted.country, line.pasted.office
        if not country and office:  # two columns: a country, or an office
            partners, is_certain = self.directory.partners(office)
            if is_certain:
                line.pasted = replace(line.pasted, office="", country=office)
                line.partners, line.partner = partners, partners[0]
            return
        if not country:
            return
        line.partners, is_certain = self.directory.partners(country)
        if not is_certain:
            is_certain = self._read_commas_otherwise(line)
        if is_certain:
            line.partner = line.partners[0]
        elif not line.partners:
            sentence = _("No country or organisation is called “%(name)s”. Correct it here, or add it first.")
            line.error = sentence % {"name": country}
        else:
            line.partner = next((each for each in line.partners if str(each.pk) == chosen), None)

    def _read_commas_otherwise(self, line: ReadLine) -> bool:
        """Use another reading of the line's commas if its country is certain."""
        for office, country, further in line.pasted.readings:
            partners, is_certain = self.directory.partners(country)
            if is_certain:
                line.partners = partners
                line.pasted = replace(line.pasted, office=office, country=country, further_offices=(further,))
                return True
        return False

    def _options(self, line: ReadLine) -> list[Option]:
        people = self.directory.people(line.pasted.name)
        alike = [] if people else self.directory.people_alike(line.pasted.name)
        found = []
        for person in (*people, *alike):
            offices = [each for each in self.directory.appointments[person.pk] if self._fits(each, line)]
            found += [Option(f"a{each.pk}", str(each), each, person) for each in offices]
            if line.pasted.office and line.pasted.country and self._may_get_office(person):
                label = _("%(person)s, with the new office “%(office)s”")
                values = {"person": person, "office": line.pasted.office}
                found.append(Option(f"p{person.pk}", label % values, person=person))
        if line.pasted.office and line.pasted.country and self.rights.people and self.rights.offices:
            label = _("New person: %(name)s, “%(office)s”")
            found.append(Option(NEW, label % {"name": line.pasted.name, "office": line.pasted.office}))
        return found

    def _fits(self, appointment: Appointment, line: ReadLine) -> bool:
        """Whether the office is of the line's partner, if any, and held on the days."""
        if line.partners and appointment.partner_id not in {each.pk for each in line.partners}:
            return False
        return not self.days or not appointment.not_held(self.days[0], self.days[-1])

    def _may_get_office(self, person: Person) -> bool:
        return self.rights.offices and (person.state != State.APPROVED or self.rights.approved)

    def _proposed(self, line: ReadLine) -> str:
        """Return the meaning that is certain; empty where a person has to choose."""
        people = self.directory.people(line.pasted.name)
        if not people:
            return NEW if [each.value for each in line.options] == [NEW] else ""
        known = {person.pk for person in people}
        offices = [each.appointment for each in line.options if each.appointment]
        same = [each for each in offices if each.person_id in known and _is_called(each, line.pasted.office)]
        if len(same) == 1:
            return f"a{same[0].pk}"
        has_none = len(people) == 1 and not self.directory.appointments[people[0].pk]
        return f"p{people[0].pk}" if has_none and not offices else ""

    def _judge(self, line: ReadLine) -> None:
        """Say what is wrong with the line, or what has to be chosen."""
        chosen = line.option
        if line.who == LEFT_OUT:
            return
        if not line.options:
            line.error = self._why_none(line)
        elif chosen is None:
            line.who, line.question = "", _("Choose the person.")
        elif chosen.appointment:
            line.partner = chosen.appointment.partner
            if chosen.appointment.pk in self.present:
                line.error, line.is_present = _("Already in the list."), True
        elif line.partner is None:
            line.question = _("Choose the country or organisation.")

    def _why_none(self, line: ReadLine) -> str:
        """Return why the line has no meaning: dates, missing parts or missing rights."""
        for person in self.directory.people(line.pasted.name):
            for each in self.directory.appointments[person.pk] if self.days else ():
                if each.partner in line.partners or not line.partners:
                    return each.not_held(self.days[0], self.days[-1])
        if not (line.pasted.office and line.pasted.country):
            return _("This person is not known. Give the office and the country too, to add a new person.")
        return _("You may not add this person or this office. An editor can.")


def _too_long(pasted: PastedLine) -> str:
    if pasted.is_too_long:
        return _("The line is longer than %(count)s characters.") % {"count": LONGEST}
    texts = (pasted.name, pasted.office, *pasted.further_offices)
    if max(len(text) for text in texts) > NAME_LETTERS:
        return _("The name or the office is longer than %(count)s characters.") % {"count": NAME_LETTERS}
    return ""


def _is_called(appointment: Appointment, office: str) -> bool:
    """Whether the text, with or without country, is the office; empty is any office."""
    typed = set(folded(office).split())
    country = {word for name in texts_of(appointment.partner, "name") for word in folded(name).split()}
    for text in texts_of(appointment, "office"):
        stored = set(folded(text).split())
        if stored and (not typed or typed == stored or typed - country - {"of"} == stored - country - {"of"}):
            return True
    return False


def _key(line: ReadLine) -> object:
    chosen = line.option
    if chosen and chosen.appointment:
        return chosen.appointment.pk
    who = chosen.person.pk if chosen and chosen.person else name_key(line.pasted.name)
    return who, line.partner.pk if line.partner else None, folded(line.pasted.office)
