"""Creates people as drafts, with slug and sort name, from names by language."""

import unicodedata
from collections.abc import Mapping
from itertools import chain, count
from typing import Final

from django.db.models import Model
from django.utils.text import slugify
from modeltranslation.utils import build_localized_fieldname

from partners.models import Person
from partners.sort_names import proposed_sort_name
from publishing.languages import LANGUAGES, columns_of
from publishing.models.former_addresses import against_address

# Letters that do not come apart into a plain one and a mark, without capitals: names are compared by these. Names of
# downloads have a shorter list of their own (photos/file_names.py), so that they stay as they were handed out.
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
)


def folded(text: str) -> str:
    """Return the text without accents, capitals and punctuation, to compare names."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def localized(field: str) -> dict[str, str]:
    """Return the name of a field's column by the language."""
    return {code: build_localized_fieldname(field, code) for code in LANGUAGES}


def texts_of(row: Model, *fields: str) -> list[str]:
    """Return the texts of translated fields in every language that has one."""
    return [text for column in columns_of(*fields) if (text := getattr(row, column))]


def new_person(names: Mapping[str, str], sort_names: Mapping[str, str] | None = None) -> Person:
    """Return an unsaved person with the names; the first language always has one.

    What a language is not given as "sorted as" is proposed from its name.
    """
    person = Person()
    given = {code: name for code, name in names.items() if name}
    if given and LANGUAGES[0] not in given:
        given[LANGUAGES[0]] = next(iter(given.values()))
    for code, name in given.items():
        sort_name = (sort_names or {}).get(code, "") or proposed_sort_name(name)
        setattr(person, localized("name")[code], name)
        setattr(person, localized("sort_name")[code], sort_name)
    person.slug = free_slug(person, given.get(LANGUAGES[0], ""))
    return person


def free_slug(person: Person, name: str) -> str:
    """Return an address from the name that nothing else has or had."""
    longest = Person._meta.get_field("slug").max_length or 0
    stem = slugify(name.casefold().translate(LETTERS))[: longest - 4].strip("-") or "person"
    for slug in chain([stem], (f"{stem}-{number}" for number in count(2))):
        person.slug = slug
        if not against_address(person):
            break
    return person.slug


def name_key(name: str) -> str:
    """Return a key of a person's name for any spelling and order of its parts."""
    return " ".join(sorted(folded(name).split()))


def people_named(names: Mapping[str, str]) -> list[Person]:
    """Return the people with one of the names, in any language, spelling and order."""
    wanted = {name_key(name) for name in names.values()} - {""}
    rows = Person.objects.values_list("pk", *columns_of("name")) if wanted else []
    found = [pk for pk, *texts in rows if wanted & {name_key(text) for text in texts if text}]
    return list(Person.objects.filter(pk__in=found))
