"""Middleware: headers, compression, pages at once, methods, control characters."""

import re
from collections.abc import Callable
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.csp import csp_override

from config.admin import admin_policy, is_admin_request
from config.codings import CODERS, IDENTITY, best_coding
from config.styles import public_policy
from publishing.texts.control_characters import CONTROLS, without_controls

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The site uses none of these browser features, so an injected script cannot use them either.
PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)

CODED_TYPES: Final = re.compile(r"text/.+|image/svg\+xml|application/(.+\+)?(json|xml)")
FEWEST_BYTES: Final = 500  # below this, compression saves less than its headers add


class CodingMiddleware:
    """Compresses public pages below ConditionalGetMiddleware: an ETag per coding.

    Responses with `no-store` are not compressed: pages of the admin hold CSRF tokens next to text from the request,
    and the length of the compressed page would reveal the token (BREACH). Public pages hold no secrets. Files, which
    are streamed and support ranges, and static files, which are stored compressed, are not compressed either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        if request.method not in ("GET", "HEAD") or response.streaming or _is_kept_nowhere(response):
            return response
        if _is_worth_coding(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            coding = best_coding(request.headers.get("Accept-Encoding", ""))
            if coding != IDENTITY:
                response.content = CODERS[coding](response.content)
                response.headers["Content-Encoding"] = coding
                response.headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD" and response.content and "ETag" not in response.headers:
            # Django's GZipMiddleware skips HEAD, which may have no body; at this point the body still exists.
            set_response_etag(response)
            response = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return response


def _is_kept_nowhere(response: HttpResponseBase) -> bool:
    return "no-store" in response.headers.get("Cache-Control", "")


def _is_worth_coding(response: HttpResponse) -> bool:
    """Whether to compress the response; an ETag or a range refers to its bytes as is."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
    has_spoken = response.headers.keys() & {"ETag", "Content-Encoding", "Content-Range"}
    return bool(len(response.content) >= FEWEST_BYTES and CODED_TYPES.fullmatch(media_type) and not has_spoken)


class PagesAtOnceMiddleware:
    """Lets a process make only a few pages at the same time; the others wait.

    More at a time would not be done sooner, since making pages takes the CPU, and each takes memory that the process
    keeps. Forms that are sent do not wait, nor make others wait: they may arrive slowly, or wait for the database.
    Probes do not wait either: pages that wait for the database are no reason to restart the process.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._places = BoundedSemaphore(settings.PAGES_AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info in settings.PROBES:
            return self.get_response(request)
        with self._places:
            return self.get_response(request)


class HeadersMiddleware:
    """Adds headers on caching, embedding and security; public views may set theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_admin = is_admin_request(request)
        policy = admin_policy() if is_admin else public_policy()
        response: HttpResponseBase = csp_override(policy)(self.get_response)(request)
        if is_admin:
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class MethodNotAllowedMiddleware:
    """Renders the page for 405; the header `Allow` of the view stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "errors/405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class TypedTextMiddleware(MiddlewareMixin):
    """Removes control characters from all fields sent to the admin.

    It must be below CsrfViewMiddleware, which checks the token before the form is read.
    """

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if request.method != "POST" or not is_admin_request(request):
            return
        if any(CONTROLS.search(value) for _name, values in request.POST.lists() for value in values):
            cleaned = request.POST.copy()
            for name, values in request.POST.lists():
                cleaned.setlist(name, [without_controls(value) for value in values])
            cleaned._mutable = False  # noqa: SLF001  # QueryDict has no public way; Django does the same
            request.POST = cleaned  # type: ignore[assignment]  # as immutable as it was
