"""Reads what was typed as terms; unknown signs are skipped, so any text is valid."""

import re
from dataclasses import dataclass, replace
from typing import Final

from publishing.languages import LANGUAGES
from website.search.engines import Condition, Term
from website.search.words import WORD, begun, stems_of, variants

MOST_TERMS: Final = 16
MOST_LETTERS: Final = 1_000  # that are read
SHORTEST_PREFIX: Final = 2
LONG: Final = 5  # letters of a word with which longer ones may begin: so “Außenminister” finds “Außenministertreffen”
PHRASES: Final = re.compile(r'(?P<no>(?<![^\s("„“])-)?["„“”«»](?P<phrase>[^"„“”«»]*)["„“”«»]|(?P<other>\S+)')
ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?")
DOTTED: Final = re.compile(r"(?:(?P<d>\d{1,2})[./])?(?P<m>\d{1,2})[./](?P<y>\d{4})")


@dataclass(frozen=True)
class Question:
    """The terms of a question, and whether more was typed than is used."""

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_shortened: bool = False

    @property
    def condition(self) -> Condition:
        return Condition(self.wanted, self.unwanted)

    @property
    def widened(self) -> "Question":
        """The same, where the beginning of each wanted word is enough."""
        terms = (Term(each.spellings, tuple(words[-1] for words in each.spellings)) for each in self.wanted)
        return replace(self, wanted=tuple(terms))


def read(typed: str) -> Question:
    """Return the question: words, "successive words in quotes", and unwanted -words.

    A word that ends in * is the beginning of one. Days like 15.4.2011 and 2011-04-15, and months, are found as written
    in the index.
    """
    cleaned = typed.replace("\0", " ")[:MOST_LETTERS]
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for match in PHRASES.finditer(cleaned):
        if match["phrase"] is not None:
            terms, is_unwanted = _phrase(match["phrase"]), bool(match["no"])
        else:
            is_unwanted = match["other"].startswith(("-", "–", "−")) and len(match["other"]) > 1
            terms = _terms(match["other"])
        (unwanted if is_unwanted else wanted).update(dict.fromkeys(terms))
    used = [*wanted][:MOST_TERMS]
    is_shortened = len(wanted) > MOST_TERMS or len(typed) > MOST_LETTERS
    return Question(cleaned.strip(), tuple(used), tuple([*unwanted][:MOST_TERMS]), is_shortened)


def beginnings(typed: str) -> Condition | None:
    """Return the condition for a text with an unfinished last word; None if no word."""
    question = read(typed)
    if not question.wanted:
        return None
    *others, last = question.wanted
    unfinished = last if typed[-1:].isspace() else _unfinished(last, typed)
    return Condition((*others, unfinished), in_names=True)


def _unfinished(term: Term, typed: str) -> Term:
    """Return the term as a beginning of words, if it ends with the last word typed."""
    last = WORD.findall(typed)[-1]
    if not {each[-1] for each in term.spellings} & {*variants(last)}:
        return term
    found = dict.fromkeys(filter(None, (begun(last), *(each[-1] for each in term.spellings))))
    return Term(term.spellings, tuple(found))


def _terms(text: str) -> list[Term]:
    """Return the terms of what is typed between two blanks: one for each word in it."""
    if day := _day(text):
        return [Term(((day,),))]
    words = WORD.findall(text)
    starred = text.rstrip(")]}.,;:!?").endswith("*")
    return [
        Term(
            tuple((each,) for each in found),
            (begun(word),) if _may_go_on(word, starred and place == len(words)) else (),
        )
        for place, word in enumerate(words, start=1)
        if (found := variants(word))
    ]


def _may_go_on(word: str, is_starred: bool) -> bool:
    return len(word) >= (SHORTEST_PREFIX if is_starred else LONG) and not word.isdecimal()


def _phrase(text: str) -> list[Term]:
    found = (tuple(stems_of(text, code)) for code in LANGUAGES)
    spellings = tuple(dict.fromkeys(words for words in found if words))
    return [Term(spellings)] if spellings else []


def _day(text: str) -> str:
    """Return the index's word for a day or month in figures; empty for other texts."""
    stripped = text.strip(".,;:!?()")
    match = ISO.fullmatch(stripped) or DOTTED.fullmatch(stripped)
    if not match:
        return ""
    return f"{match['y']}{int(match['m']):02}" + (f"{int(match['d']):02}" if match["d"] else "")
