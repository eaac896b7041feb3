"""The answers of the API, the same in all languages: lists, rows, the overview."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, QueryDict

from publishing.addresses import absolute, path_of
from publishing.models import Document
from website.api.facts import Surroundings, as_object
from website.api.lists import CURSOR, Page, asked_page
from website.api.problems import OPEN_TO_ALL, Problem
from website.api.resources import RESOURCES, Resource
from website.api.texts import links_of
from website.reads.api import all_rows, whole, withdrawn_in_error
from website.reads.related import related
from website.reads.targets import Target, linked

CONTENT_TYPE: Final = "application/json"


def list_answer(
    resource: Resource, query: QueryDict, path: str, at: datetime, zone: ZoneInfo
) -> tuple[Page, dict[str, Any]]:
    """Return the requested page and the answer with it; raises Problem."""
    page = asked_page(resource, query, all_rows(resource.model, at, zone), at)
    known = related(page.rows, resource.relations, at) if resource.is_of_rows else {}
    around = Surroundings(at, known)
    chosen = {name: value for name, value in query.items() if name != CURSOR}
    further = urlencode({**chosen, CURSOR: page.cursor})
    return page, {
        "data": [as_object(resource.facts, row, around) for row in page.rows],
        "next": f"{absolute(path)}?{further}" if page.cursor else None,
    }


def row_answer(resource: Resource, public_id: str, at: datetime) -> dict[str, Any]:
    """Return all facts of a row. Raises Problem where nothing is public under the id."""
    row = whole(resource.model, public_id, at)
    if row is None:
        raise _missing(resource, public_id, at)
    links = linked(links_of(row), at) if isinstance(row, Document) else ()
    # In every language the same: by their permanent addresses.
    targets = {each: Target(path_of("permalink", each)) for each in links}
    around = Surroundings(at, related([row], resource.relations, at), targets, is_of_one=True)
    return as_object(resource.facts, row, around)


def all_answer() -> dict[str, Any]:
    """Return where the lists are, and their description."""
    return {
        "lists": {resource.name: absolute(path_of(f"api-{resource.name}")) for resource in RESOURCES},
        "description": absolute(path_of("api-description")),
        "documentation": absolute(path_of("to-developers")),
    }


def json_response(answer: dict[str, Any]) -> HttpResponse:
    """Return the response; `next` is also a header."""
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type=CONTENT_TYPE, headers=OPEN_TO_ALL)
    if further := answer.get("next"):
        response.headers["Link"] = f'<{further}>; rel="next"'
    return response


def _missing(resource: Resource, public_id: str, at: datetime) -> Problem:
    if notice := withdrawn_in_error(resource.model, public_id, at):
        return Problem(HTTPStatus.GONE, f"This was published in error. {notice.explanation}".strip())
    return Problem(HTTPStatus.NOT_FOUND, f"Nothing is public under this id among {resource.name}.")
