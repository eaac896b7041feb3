"""Middleware for all JSON answers: a rate limit, and errors as problem details.

The answers of lists and of the search with `.json` are among them.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_path

from config.request_rate import RequestRates
from website.api.problems import CONTENT_TYPE, problem

PREFIX: Final = "/api/"
ENDING: Final = ".json"  # of lists and the search, below a language
KEPT_HEADERS: Final = ("Allow", "Retry-After")  # headers of an error that stay
UNKNOWN: Final = "0.0.0.0"  # noqa: S104  # no server listens there
RATES: Final = RequestRates()


def _address_of(request: HttpRequest) -> str:
    """Return the client's address, as forwarded by the trusted proxies."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):  # none can be read: all such are one client
        return UNKNOWN


def _is_for_json(path: str) -> bool:
    return path.startswith(PREFIX) or (path.endswith(ENDING) and get_language_from_path(path) is not None)


class ApiMiddleware:
    """Limits the JSON requests of each address, and answers with problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_for_json(request.path_info):
            return self.get_response(request)
        if not settings.API_REQUESTS or request.method == "OPTIONS":
            return self._answer(request)
        rate = RATES.count(_address_of(request), settings.API_REQUESTS)
        if rate.is_exceeded:
            answer: HttpResponseBase = problem(HTTPStatus.TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(rate.seconds)
        else:
            answer = self._answer(request)
        for name, value in rate.headers.items():
            answer.headers[name] = value
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        answer = problem(response.status_code)
        for name in KEPT_HEADERS:
            if name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer
