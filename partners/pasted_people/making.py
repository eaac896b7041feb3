"""Creates the new people and offices of pasted lines, in the order of the lines."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import Appointment, Person
from partners.new_people import localized, name_key, new_person
from partners.pasted_people.reading import ReadLine
from publishing.languages import LANGUAGES
from publishing.models import audit_log
from publishing.models.audit_log import Action


@transaction.atomic
def make_people(lines: Iterable[ReadLine], *, language: str, names_in_all: bool, by: User) -> list[Appointment]:
    """Return the appointment of each line that is made; new people are drafts.

    `language` is that of the offices, and of the names unless they are the same in all languages. Raises
    ValidationError where a row is wrong, and then saves none.
    """
    made: dict[str, Person] = {}
    found = []
    for line in lines:
        option = line.option
        if not line.is_made or option is None:
            continue
        if option.appointment:
            found.append(option.appointment)
            continue
        person = option.person or made.get(name_key(line.pasted.name))
        if person is None:
            person = _new(line, LANGUAGES if names_in_all else (language,))
            made[name_key(line.pasted.name)] = person
        found.append(_appointment(line, person, language))
        audit_log.record(Action.SAVE, by=by, target=person, reason=_("Added from a pasted list."))
    return found


def _new(line: ReadLine, languages: Sequence[str]) -> Person:
    names = dict.fromkeys(languages, line.pasted.name)
    person = new_person(names, dict.fromkeys(languages, line.pasted.sort_name))
    person.full_clean()
    person.save()
    return person


def _appointment(line: ReadLine, person: Person, language: str) -> Appointment:
    """Save the office; further columns are the office in the other languages."""
    others = [code for code in LANGUAGES if code != language]
    offices = {language: line.pasted.office} | dict(zip(others, line.pasted.further_offices, strict=False))
    columns = localized("office")
    texts = {columns[code]: office for code, office in offices.items()}
    appointment = Appointment(person=person, partner=line.partner, **texts)
    appointment.full_clean()
    appointment.save()
    return appointment
