"""The language of a page: that of the address's prefix, or else the browser's."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_path

from publishing.languages import best_language


class LanguageMiddleware:
    """Django's LocaleMiddleware without its cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        named = get_language_from_path(request.path_info)
        language = named or best_language(request)
        activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            if not named:
                patch_vary_headers(response, ["Accept-Language"])
        return response
