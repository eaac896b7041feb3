"""Answers a question: the results in order, their number, and their facets.

One result is one row of content, however many of its entries were found. Numbers are exact up to MOST; beyond, they
are those of the best results, and `has_more` says that there are others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Final

from django.utils.translation import get_language

from website.facets import Option
from website.models import Entry
from website.search import facets
from website.search.engines import Hit, Term, Where, finds_any, hits
from website.search.following import settle
from website.search.kinds import by_letter
from website.search.participants import sessions_of_participants
from website.search.question import Question, read
from website.search.scopes import Scope, entries_in
from website.search.spelling import corrected

MOST: Final = 1_000  # results that are counted
MOST_ENTRIES: Final = 2_000  # that are read: most results have one in each language
WEIGHED: Final = 300  # entries whose titles and names are searched for the words

# Added to the rank of a result, which is from 0 to 1, and to the weight of its kind.
IS_THE_TITLE: Final = 1.5
ALL_IN_TITLE: Final = 1.0
ALL_IN_NAMES: Final = 0.6
NEW: Final = 0.2  # halved every ten years


@dataclass(frozen=True)
class Answer:
    """What was found for a question.

    `question` is the one that was answered: if what was typed finds nothing, one with the nearest spelling, and then
    `is_corrected`; or one for which the beginnings of the words are enough (`is_widened`).
    """

    model: ClassVar[type[Entry]] = Entry  # of what is found, for the facets' form

    typed: str
    question: Question
    found: tuple[Hit, ...] = ()  # the best entry of each result
    has_more: bool = False
    is_corrected: bool = False
    is_widened: bool = False
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)  # the labels of what is chosen, by facet
    ignored: tuple[str, ...] = ()  # facets with an unknown value
    in_the_way: Mapping[str, int] = field(default_factory=dict)  # how many results there are without each facet chosen

    @property
    def total(self) -> int:
        return len(self.found)


def find(typed: str, scope: Scope, chosen: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to what was typed, narrowed by the chosen values of facets."""
    settle()
    question = read(typed)
    if not question.wanted:
        return Answer(typed, question)
    wheres = {name: facets.where(name, value, scope) for name, value in (chosen or {}).items() if name in facets.LABELS}
    known = {name: where for name, where in wheres.items() if where is not None}
    answer = Answer(
        typed,
        question,
        chosen={name: facets.label_of(name, (chosen or {})[name], scope) for name in known},
        ignored=tuple(name for name, where in wheres.items() if where is None),
    )
    entries = _entries(question, known, scope)
    if not entries and (other := _that_finds(answer, scope)) is not answer:
        answer, entries = other, _entries(other.question, known, scope)
    found = ordered(entries, answer.question.wanted, scope.at.date())
    options, in_the_way = _facets(answer.question, entries, known, scope)
    return replace(
        answer,
        found=tuple(found[:MOST]),
        has_more=len(entries) == MOST_ENTRIES or len(found) > MOST,
        options=options,
        in_the_way=in_the_way,
    )


def find_best(typed: str, scope: Scope, most: int) -> Answer:
    """Return the best results alone, by one query: no numbers, facets or respelling.

    So words that only hidden texts have take as long as words that no text has.
    """
    settle()
    question = read(typed).widened
    if not question.wanted:
        return Answer(typed, question)
    found = ordered(hits(question.condition, entries_in(scope), WEIGHED), question.wanted, scope.at.date())
    return Answer(typed, question, found=tuple(found[:most]), has_more=len(found) > most)


def finds_anything(question: Question, scope: Scope) -> bool:
    where = entries_in(scope)
    return finds_any(question.condition, where) or bool(sessions_of_participants(question, where, scope, 1))


def _entries(question: Question, known: Mapping[str, Where], scope: Scope) -> list[Hit]:
    where = entries_in(scope)
    for other in known.values():
        where &= other
    found = hits(question.condition, where, MOST_ENTRIES)
    sessions = sessions_of_participants(question, where, scope, MOST_ENTRIES)
    return [*{hit.id: hit for hit in (*found, *sessions)}.values()][:MOST_ENTRIES]


def _facets(
    question: Question, entries: Sequence[Hit], known: Mapping[str, Where], scope: Scope
) -> tuple[dict[str, list[Option]], dict[str, int]]:
    """Return each facet's options, and the chosen ones that alone prevent results.

    The options of a chosen facet are those without that choice.
    """
    options = facets.options([name for name in facets.LABELS if name not in known], entries, scope)
    in_the_way = {}
    for name in known:
        without = _entries(question, {other: where for other, where in known.items() if other != name}, scope)
        options |= facets.options([name], without, scope)
        if without and not entries:
            in_the_way[name] = len({(hit.kind, hit.object_id) for hit in without})
    return options, in_the_way


def _that_finds(answer: Answer, scope: Scope) -> Answer:
    """Return the answer, with a wider or corrected question if only that has results."""
    question = answer.question
    if finds_anything(question, scope):
        return answer
    if finds_anything(question.widened, scope):
        return replace(answer, question=question.widened, is_widened=True)
    spelt = corrected(question.typed, lambda text: finds_anything(read(text), scope))
    return replace(answer, question=read(spelt), is_corrected=True) if spelt else answer


def ordered(entries: Sequence[Hit], terms: Sequence[Term], today: date) -> list[Hit]:
    """Return one entry per row, in the reader's language if found; best row first."""
    best = max((hit.rank for hit in entries), default=0) or 1
    groups: dict[tuple[str, int], list[tuple[float, Hit]]] = defaultdict(list)
    for place, hit in enumerate(entries):
        score = hit.rank / best + by_letter()[hit.kind].weight
        if place < WEIGHED:
            score += _of_words(hit, terms) + _of_day(hit, today)
        groups[hit.kind, hit.object_id].append((score, hit))
    reader = get_language()
    shown = [
        (max(score for score, _hit in group), max(group, key=lambda each: (each[1].language == reader, each[0]))[1])
        for group in groups.values()
    ]
    return [hit for _score, hit in sorted(shown, key=lambda each: (-each[0], each[1].public_id))]


def _of_words(hit: Hit, terms: Sequence[Term]) -> float:
    """Return the addition to its rank for words in its title or its names."""
    title, names = hit.title_words.split(), hit.names_words.split()
    if all(_has(title, term) for term in terms):
        is_the_title = len(title) <= sum(len(term.spellings[0]) for term in terms)
        return ALL_IN_TITLE + (IS_THE_TITLE if is_the_title else 0)
    return ALL_IN_NAMES if all(_has(title, term) or _has(names, term) for term in terms) else 0


def _has(words: Sequence[str], term: Term) -> bool:
    if term.beginnings and any(word.startswith(term.beginnings) for word in words):
        return True
    together = f" {' '.join(words)} "
    return any(f" {' '.join(spelling)} " in together for spelling in term.spellings)


def _of_day(hit: Hit, today: date) -> float:
    years = abs((today - hit.day).days) / 365 if hit.day else 10.0
    return float(NEW * 0.5 ** (years / 10))
