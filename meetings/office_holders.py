"""Finds who held offices on a session's day, and who is meant at its level."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meetings.models import Meeting, Session
from partners.models import Appointment, Partner
from partners.new_people import folded, texts_of

# The titles of participants at each level, without accents, in the languages of the site.
TITLES: Final[Mapping[str, re.Pattern[str]]] = {
    Meeting.Level.LEADERS: re.compile(
        r"^(federal )?(president|prime minister|premier|chancellor|king|queen|emir|sultan|head of)|^taoiseach|"
        r"^(staats|minister|bundes)?prasident|^(bundes)?kanzler|^premierminister|^konig|^emir"
    ),
    Meeting.Level.FOREIGN_MINISTERS: re.compile(
        r"foreign|external|aussenminister|bundesminister\w* des aus|auswartig|ausser\w+ angelegenheit|"
        r"^secretary of state( of the united states.*| usa?)?$|^(us )?aussenminister"
    ),
    Meeting.Level.DEFENCE_MINISTERS: re.compile(r"defen[cs]e|verteidigung"),
}
DEPUTY: Final = re.compile(r"^(deputy|vice|acting deputy|parliamentary|stellvertretend|vize|staatsminister)")
COMMON: Final = frozenset(
    ("of", "the", "for", "and", "federal", "republic", "der", "des", "die", "das", "fur", "und", "minister")
)
OTHERS: Final = 2  # titles at least that share a word, for it to count as common
MOST: Final = 2 / 3  # of all titles, likewise


@dataclass(frozen=True)
class Titles:
    """Signs of the offices that meet: words in the others' titles, and the level."""

    words: frozenset[str]
    level: re.Pattern[str] | None

    @classmethod
    def of(cls, session: Session) -> "Titles":
        """Read the offices of those who are in the session's list."""
        offices = Appointment.objects.filter(participations__session=session).select_related("partner")
        counted: Counter[str] = Counter()
        for office in offices:
            counted.update(_words(office))
        most = max(OTHERS, MOST * len(offices))
        words = frozenset(word for word, number in counted.items() if number >= most)
        return cls(words, TITLES.get(session.meeting.level))

    @property
    def are_known(self) -> bool:
        return bool(self.words or self.level)

    def fit(self, office: Appointment) -> bool:
        """Whether the office has all words of the others or is of the meeting's level."""
        titles = _titles(office)
        if any(DEPUTY.search(title) for title in titles):
            return False
        has_words = bool(self.words) and self.words <= _words(office)
        return has_words or bool(self.level and any(self.level.search(title) for title in titles))


def holders(session: Session, partners: Iterable[int]) -> dict[int, list[Appointment]]:
    """Return each partner's offices that may have been held on the session's days."""
    days = {session.day, session.ends_on or session.day}
    offices = Appointment.objects.none()
    for day in days:
        offices |= Appointment.objects.on(day).filter(partner__in=list(partners))
    found: dict[int, list[Appointment]] = defaultdict(list)
    for office in offices.select_related("person", "partner").order_by("person__sort_name", "-since", "pk"):
        found[office.partner_id].append(office)
    return found


def proposed_holder(offices: Sequence[Appointment], titles: Titles) -> Appointment | None:
    """Return the office that is meant; None if several fit or it is of another kind."""
    fitting = [office for office in offices if titles.fit(office)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting or len(offices) != 1:
        return None
    is_organisation = offices[0].partner.kind == Partner.Kind.ORGANISATION
    return offices[0] if is_organisation or not titles.are_known else None


def _titles(office: Appointment) -> list[str]:
    return [folded(text) for text in texts_of(office, "office")]


def _words(office: Appointment) -> frozenset[str]:
    """Return the words of the titles without the country's name and common words."""
    country = {word for name in texts_of(office.partner, "name") for word in folded(name).split()}
    words = {word for title in _titles(office) for word in title.split()}
    return frozenset(words - COMMON - country)
