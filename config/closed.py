"""A site that was restored from a backup is closed to visitors until an administrator opens it."""

from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.admin import ADMIN_PREFIX
from config.errors import restored
from config.middleware import GetResponse
from publishing import restorations

# What is open: the admin, and what machines ask of this site. Static files are answered before.
OPEN: Final = (ADMIN_PREFIX, "/favicon.ico", "/healthz", "/metrics", "/readyz", "/robots.txt")


class ClosedMiddleware:
    """Answers all requests of visitors with 503 while the site is closed, previews included.

    Kept pages need no question: closing and opening change the content stamp.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        # The start only redirects, to a page that is closed.
        if (
            request.path_info != "/"
            and not request.path_info.startswith(OPEN)
            and restorations.is_closed(_stamp(request))
        ):
            return restored(request)
        response = self.get_response(request)
        return response


def _stamp(request: Any) -> str | None:
    """Return the stamp under which the request is answered, where it was read."""
    validity = getattr(request, "validity", None)
    return validity.stamp if validity else None
