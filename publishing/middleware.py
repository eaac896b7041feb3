"""Previews: the same site once more, under /preview/<token>/."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_path, override

from publishing.applied_proposals import applied
from publishing.languages import best_language
from publishing.previews import PREFIX, NoPreview, PreviewEnded, inside, preview_of_token

ADDRESS: Final = re.compile(rf"/{PREFIX}(?P<token>[^/]+)(?P<rest>/.*)?", re.DOTALL)
FILES: Final = "/media/"  # no proposal changes a file, and applying one holds the database
KEPT_NOWHERE: Final = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


class PreviewMiddleware:
    """Answers within previews and sets `request.preview`; its addresses stay inside.

    `request.path_info` is the address in the previewed site, `request.path` the one that was asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = ADDRESS.fullmatch(request.path_info)
        if address is None:
            return self.get_response(request)
        response = self._answer(request, address["token"], address["rest"] or "/")
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
        for name, value in KEPT_NOWHERE.items():
            response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest, token: str, path: str) -> HttpResponseBase:
        try:
            preview = preview_of_token(token)
        except NoPreview:
            return _page(request, path, "errors/no_preview.html", HTTPStatus.NOT_FOUND)
        except PreviewEnded:
            return _page(request, path, "errors/preview_ended.html", HTTPStatus.GONE)
        request.preview = preview  # type: ignore[attr-defined]
        with inside(token):
            if request.method not in {"GET", "HEAD"}:
                response = _page(request, path, "errors/405.html", HTTPStatus.METHOD_NOT_ALLOWED)
                response.headers["Allow"] = "GET, HEAD"
                return response
            if not path.startswith(settings.NOT_IN_PREVIEWS):  # else nothing is found at the address as it is
                request.path_info = path
            with applied(None if path.startswith(FILES) else preview.proposal):
                return self.get_response(request)


def _page(request: HttpRequest, path: str, template: str, status: HTTPStatus) -> HttpResponse:
    """Render in the language of the address, as no later middleware has set it."""
    with override(get_language_from_path(path) or best_language(request)):
        return render(request, template, status=status)
