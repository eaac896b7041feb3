"""Sessions found by participants, such as Georgia's dinner by "Georgia dinner".

Participants are not in the index. A site has 175,000 of them, each with a visibility of its own, so they would be most
of it, and renaming a country would write all of that again. They are asked of the participations themselves.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from meetings.models import Participation, Session
from partners.models import Appointment, Partner, Person
from publishing.reading import reading_connection
from website.search.engines import Hit, Term, Where, hits
from website.search.kinds import letter_of
from website.search.question import Question
from website.search.scopes import NOTHING, Scope, entries_in

MOST_NAMED: Final = 1_000  # countries, organisations and people that are read
MOST_OF_A_WORD: Final = 20  # a word of the names of more is no name
WORDS: Final = "' ' || website_entry.title_words || ' ' || website_entry.names_words || ' '"
NAMED: Final = (
    f"SELECT kind, object_id, {WORDS} FROM website_entry "  # noqa: S608
    "WHERE kind IN (%s, %s) AND needs = '' AND ({where}) LIMIT %s"
)


class Named(NamedTuple):
    """A country, an organisation or a person, with the words of its title and names."""

    kind: str
    key: int
    words: str

    def has(self, term: Term) -> bool:
        return any(f" {' '.join(words)} " in self.words for words in term.spellings)


def sessions_of_participants(question: Question, where: Where, scope: Scope, most: int) -> list[Hit]:
    """Return the sessions that have the other words and all participants named.

    Empty for a single word: it finds the pages of those whom it names, which list their sessions.
    """
    if len(question.wanted) < 2 or scope.rows(Participation) is None:
        return []
    named = _named(question.wanted, scope)
    found_by = {term: [each for each in named if each.has(term)] for term in question.wanted}
    names = {term: found for term, found in found_by.items() if 0 < len({each[:2] for each in found}) <= MOST_OF_A_WORD}
    others = tuple(term for term in question.wanted if term not in names)
    if not names or not others:
        return []
    for found in names.values():
        where &= _sat(found, scope)
    rest = replace(question, wanted=others).condition
    words = " ".join(each.words for found in names.values() for each in found)
    return [hit._replace(names_words=f"{hit.names_words} {words}") for hit in hits(rest, where, most)]


def _named(terms: Sequence[Term], scope: Scope) -> list[Named]:
    """Return whom the words name, of those who can be found in the scope."""
    asked = sorted({" ".join(words) for term in terms for words in term.spellings})
    where = Where(" OR ".join([f"{WORDS} LIKE %s"] * len(asked)), tuple(f"% {text} %" for text in asked))
    where &= entries_in(scope)
    with reading_connection().cursor() as cursor:
        cursor.execute(NAMED.format(where=where.sql), [*map(letter_of, (Partner, Person)), *where.params, MOST_NAMED])
        return [Named(*row) for row in cursor.fetchall()]


def _sat(named: Sequence[Named], scope: Scope) -> Where:
    """Return the condition for entries of sessions in which one of them sat."""
    partners, people = ([each.key for each in named if each.kind == letter_of(model)] for model in (Partner, Person))
    offices: Any = scope.rows(Appointment)
    sat = Q(partner__in=partners)
    if people and offices is not None:
        sat |= Q(appointment__in=offices.filter(person__in=people).order_by().values("pk"))
    rows: Any = scope.rows(Participation)
    try:
        query = rows.filter(sat).order_by().values("session").query
        sql, params = query.get_compiler(connection=reading_connection()).as_sql()
    except EmptyResultSet:
        return NOTHING
    return Where(f"website_entry.kind = %s AND website_entry.object_id IN ({sql})", (letter_of(Session), *params))
