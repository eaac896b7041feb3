"""Errors of the API as problem details (RFC 9457), in English like its fields."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse

CONTENT_TYPE: Final = "application/problem+json"
# Any page may read the API: it is the same for everybody, and no cookie is sent to it.
OPEN_TO_ALL: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
DETAILS: Final[Mapping[int, str]] = {
    400: "The request cannot be read. /developers/ describes what can be asked.",
    404: "Nothing is public at this address. /api/v1/ lists what there is.",
    405: "The API is only for reading: use GET, HEAD or OPTIONS.",
    411: "The request has a body of unknown length. Send none.",
    413: "The request is too large. Send no body.",
    429: "Too many requests came from this address. Wait, then go on.",
    500: "The error has been recorded. Try again in a few minutes.",
    503: "The site is busy. Try again after the time in Retry-After.",
}


class Problem(Exception):
    """Raised where a request cannot be answered; `more` is added to the details."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        self.status = status
        self.detail = detail
        self.more = more
        super().__init__(detail)

    def response(self) -> HttpResponse:
        return problem(self.status, self.detail, **self.more)


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """Return the response for a status."""
    title = HTTPStatus(status).phrase
    details = {"title": title, "status": int(status), "detail": detail or DETAILS.get(status, f"{title}.")}
    body = json.dumps(details | more, ensure_ascii=False)
    return HttpResponse(body, content_type=CONTENT_TYPE, status=status, headers=OPEN_TO_ALL)
