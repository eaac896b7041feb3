"""Closes a restored site to visitors until an administrator opens it."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.admin import ADMIN_PREFIX
from config.errors import restored
from config.middleware import GetResponse
from publishing import restorations

# What is open: the admin, and what machines ask of this site. Static files are answered before.
# The start only redirects, to a page that is closed.
OPEN: Final = ("/", "/favicon.ico", "/healthz", "/metrics", "/readyz", "/robots.txt")
# Pages of errors in the frame of public pages, which names content in its footer.
FRAMED: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


class ClosedMiddleware:
    """Answers all requests of visitors, previews included, with 503 on a closed site.

    Kept pages need no question: closing and opening change the content stamp.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_open(request.path_info) and restorations.is_closed(_stamp(request)):
            return restored(request)
        response = self.get_response(request)
        if (
            response.status_code in FRAMED
            and _is_open(request.path_info)
            and not _is_signed_in(request)
            and restorations.is_closed(_stamp(request))
        ):
            return restored(request)
        return response


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(ADMIN_PREFIX)


def _is_signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _stamp(request: HttpRequest) -> str | None:
    """Return the stamp under which the request is answered, where it was read."""
    validity = getattr(request, "validity", None)
    return validity.stamp if validity else None
