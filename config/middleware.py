"""What every answer says about itself to browsers and caches, and the page that answers a wrong method."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csp import csp_override

from config.admin import DESK_CSP, on_desk

GetResponse = Callable[[HttpRequest], Any]

# Nothing here asks for any of these, so a script that somebody smuggles in gets none of them.
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


class HeadersMiddleware:
    """Completes the headers; what a view said itself about caching and embedding stays, save on the desk."""

    def __init__(self, get_response: GetResponse) -> None:
        self.answer_reader = get_response
        self.answer_desk = csp_override(DESK_CSP)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if on_desk(request):
            response = self.answer_desk(request)
            response.headers["Cache-Control"] = "no-store"
        else:
            response = self.answer_reader(request)
            response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class MethodNotAllowedMiddleware:
    """Shows the page for a wrong method; `Allow` names the right ones, as the view said."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "errors/405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
