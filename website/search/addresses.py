"""Suggestions for an unknown address: what the search finds for its words."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language_from_path

from publishing.previews import moment_of
from website.search.engines import finds_any
from website.search.finding import Answer, find_best
from website.search.question import read
from website.search.results import Result, results
from website.search.scopes import PublicScope, entries_in
from website.search.words import WORD

MOST: Final = 5
MOST_WORDS: Final = 8
LONGEST: Final = 40  # letters of a word
SHORTEST: Final = 4  # letters of a word that may stand alone; figures may not
MOST_TRIES: Final = 6


def found_near(request: HttpRequest) -> list[Result]:
    """Return the best results for the most words of the address's longest part.

    The first part names the section, and counts only where there is no other. Nothing is asked for addresses outside
    of the languages, and for a list, of which only the page was wrong.
    """
    is_list = request.resolver_match is not None and not request.resolver_match.kwargs
    if is_list or not get_language_from_path(request.path_info):
        return []
    section, *parts = [*filter(None, request.path_info.split("/")[2:])] or [""]
    part = max(parts, key=len, default=section)
    words = [word for word in WORD.findall(part) if len(word) <= LONGEST][:MOST_WORDS]
    scope = PublicScope(moment_of(request))
    answer = _answer(words, scope)
    return results(answer.found, answer.question.wanted, scope)


def _answer(words: Sequence[str], scope: PublicScope) -> Answer:
    """Return the answer with the most words; only words in public entries are known."""
    answer = find_best(" ".join(words), scope, MOST)
    if answer.found or len(words) < 2:
        return answer
    where = entries_in(scope)
    known = [word for word in words if finds_any(read(word).widened.condition, where)]
    tried = (find_best(" ".join(run), scope, MOST) for run in islice(_runs(known), MOST_TRIES))
    return next((each for each in tried if each.found), answer)


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield runs of successive words, most words first, then most letters."""
    for size in range(len(words), 0, -1):
        runs = [words[start : start + size] for start in range(len(words) - size + 1)]
        for run in sorted(runs, key=lambda run: -len("".join(run))):
            if size > 1 or (len(run[0]) >= SHORTEST and not run[0].isdecimal()):
                yield run
