"""The search as JSON: results of every kind in one list, a page at a time.

The order, and the language of a result that has several, follow the language of the address.
"""

from datetime import datetime
from functools import partial
from html import unescape
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.http import QueryDict
from django.utils.html import strip_tags

from publishing.addresses import absolute
from publishing.languages import TAG
from website.api.common_facts import ID, PERMALINK
from website.api.facts import ADDRESS, STRING, Fact, Schema, Surroundings, api_address, as_object, iso, or_null
from website.api.lists import SLUG, USUAL, YEAR, refuse
from website.api.problems import Problem
from website.search.finding import MOST, find
from website.search.kinds import KINDS
from website.search.question import MOST_LETTERS
from website.search.results import Result, Shown, results
from website.search.scopes import PublicScope

ASKED, PAGE = "q", "page"
PASSAGES: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"text": STRING, "page": ADDRESS},
        "required": ["text", "page"],
        "additionalProperties": False,
    },
}
PARAMETERS: Final[dict[str, tuple[Schema, str]]] = {
    ASKED: ({"type": "string", "maxLength": MOST_LETTERS}, "What to search for, as in the search box."),
    "kind": ({"type": "string", "enum": [kind.model._meta.model_name for kind in KINDS]}, "Kind"),
    "year": (YEAR, "Year"),
    "format": (SLUG, "Body"),
    "partner": (SLUG, "Country or organisation"),
    "topic": (SLUG, "Topic"),
    "language": ({"type": "string", "pattern": f"^{TAG.pattern}$"}, "Language"),
    PAGE: ({"type": "integer", "minimum": 1, "maximum": MOST // USUAL, "default": 1}, "Which page."),
}


def _passages(result: Result, _around: Surroundings) -> list[dict[str, str]]:
    return [
        {
            "text": unescape(strip_tags(passage.html)),
            "page": absolute(f"{result.url}#{passage.anchor}" if passage.anchor else result.url),
        }
        for passage in result.passages
    ]


FACTS: Final = (
    ID,
    PERMALINK,
    Fact("url", or_null(ADDRESS), lambda result, _around: api_address(result.public_id), "all its facts"),
    Fact("kind", STRING, lambda result, _around: result.kind, "kind of content"),
    Fact("language", STRING, lambda result, _around: result.language, "language of the texts"),
    Fact("title", STRING, lambda result, _around: result.title, "title"),
    Fact("day", or_null(STRING | {"format": "date"}), lambda result, _around: iso(result.day), "day"),
    Fact("page", ADDRESS, lambda result, _around: absolute(result.url), "page"),
    Fact("passages", PASSAGES, _passages, "passages with the words, and where they are"),
)


def search_answer(query: QueryDict, path: str, at: datetime) -> dict[str, Any]:
    """Return the page of results that the query asks for. Raises Problem.

    `question` is what was answered: another spelling where what was asked for finds nothing.
    """
    refuse(query, PARAMETERS)
    asked: dict[str, str] = query.dict()  # type: ignore[assignment]  # none is given twice
    if not asked.get(ASKED, "").strip():
        raise Problem(HTTPStatus.BAD_REQUEST, f"Say in {ASKED} what to search for.")
    scope = PublicScope(at)
    answer = find(asked[ASKED], scope, {name: value for name, value in asked.items() if name not in (ASKED, PAGE)})
    # A well-formed value that no row has leaves no rows.
    found = () if answer.ignored else answer.found
    shown = Shown(found, partial(results, terms=answer.question.wanted, scope=scope))
    try:
        page = Paginator(shown, USUAL).page(asked.get(PAGE, 1))
    except EmptyPage as error:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such page of these results.") from error
    around = Surroundings(at, {})
    further = urlencode({**asked, PAGE: page.number + 1})
    return {
        "question": answer.question.typed,
        "total": len(found),
        "has_more": answer.has_more and bool(found),
        "data": [as_object(FACTS, result, around) for result in page.object_list],
        "next": f"{absolute(path)}?{further}" if page.has_next() else None,
    }
