"""What may be meant by an address at which there is no page: what the search finds for its words."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language_from_path

from publishing.previews import moment_of
from website.search.finding import find_best
from website.search.results import Result, results
from website.search.scopes import PublicScope
from website.search.words import WORD

MOST: Final = 5
MOST_WORDS: Final = 8
LONGEST: Final = 40  # letters of a word


def found_near(request: HttpRequest) -> list[Result]:
    """Return the best results for the longest part of the address.

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
    answer = find_best(" ".join(words), scope, MOST)
    return results(answer.found, answer.question.wanted, scope)
