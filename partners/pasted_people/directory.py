"""Stored people and partners by words that name them, fetched once for all lines."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from partners.models import Appointment, FormerName, Partner, Person
from partners.new_people import folded, name_key, texts_of

# Names in common use that are neither a stored name nor the code of two letters.
IN_USE: Final = {
    **dict.fromkeys(("usa", "u s a", "u s", "united states of america", "vereinigte staaten von amerika"), "US"),
    **dict.fromkeys(("uk", "u k", "great britain", "britain", "grossbritannien", "england"), "GB"),
    **dict.fromkeys(("turkey", "turkei", "turkiye"), "TR"),
    **dict.fromkeys(("czech republic", "czechia", "tschechische republik", "tschechien"), "CZ"),
    **dict.fromkeys(("holland", "the netherlands"), "NL"),
    **dict.fromkeys(("south korea", "republic of korea", "korea", "sudkorea"), "KR"),
    **dict.fromkeys(("russian federation", "russische foderation"), "RU"),
    **dict.fromkeys(("prc", "peoples republic of china", "volksrepublik china"), "CN"),
    **dict.fromkeys(("uae", "emirates", "vae"), "AE"),
}
ALIKE: Final = 0.8  # from which two spellings are offered as the same
MOST_OFFERED: Final = 5


class Directory:
    """Partners by names, codes and former names, and people with appointments."""

    def __init__(self) -> None:
        self._partners: dict[str, dict[int, Partner]] = defaultdict(dict)
        for partner in Partner.objects.all():
            codes = [partner.iso_code, partner.acronym]
            self._enter_partner(partner, [*texts_of(partner, "name", "official_name"), *codes])
        for former in FormerName.objects.select_related("partner"):
            self._enter_partner(former.partner, texts_of(former, "name", "official_name"))
        self._people: dict[str, dict[int, Person]] = defaultdict(dict)
        self._words: dict[str, set[str]] = defaultdict(set)
        for person in Person.objects.all():
            for text in texts_of(person, "name"):
                key = name_key(text)
                self._people[key][person.pk] = person
                for word in key.split():
                    self._words[word].add(key)
        self.appointments: dict[int, list[Appointment]] = defaultdict(list)
        for appointment in Appointment.objects.select_related("person", "partner"):
            self.appointments[appointment.person_id].append(appointment)

    def partners(self, text: str) -> tuple[list[Partner], bool]:
        """Return the partners that the text names, and whether that is certain."""
        key = folded(text)
        if found := self._partners.get(key) or self._partners.get(IN_USE.get(key, "").casefold()):
            return list(found.values()), len(found) == 1
        keys = _alike(key, self._partners)
        return _rows(self._partners[each] for each in keys), False

    def people(self, name: str) -> list[Person]:
        """Return the people of that name, in any language and order of its parts."""
        return list(self._people.get(name_key(name), {}).values())

    def people_alike(self, name: str) -> list[Person]:
        """Return people whose name is spelt like this one or has it as one of its parts."""
        key = name_key(name)
        words = key.split()
        keys = {each for word in words for each in self._words.get(word, ())}
        if len(words) > 1:
            keys = set(_alike(key, keys))
        return _rows(self._people[each] for each in sorted(keys))[:MOST_OFFERED]

    def _enter_partner(self, partner: Partner, texts: Iterable[str | None]) -> None:
        for text in texts:
            if text:
                self._partners[folded(text)][partner.pk] = partner


def _alike(key: str, keys: Iterable[str]) -> list[str]:
    """Return the keys like the first, or that contain it or are in it, best first."""
    matcher = SequenceMatcher(b=key)
    found = []
    for each in keys:
        if key and (f" {key} " in f" {each} " or f" {each} " in f" {key} "):
            found.append((1.0, each))
            continue
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            found.append((matcher.ratio(), each))
    return [each for ratio, each in sorted(found, reverse=True) if ratio >= ALIKE][:MOST_OFFERED]


def _rows[R: (Partner, Person)](groups: Iterable[dict[int, R]]) -> list[R]:
    return list({pk: row for group in groups for pk, row in group.items()}.values())
