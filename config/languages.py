"""In which language an address answers: as its prefix says; without one, as the reader's browser asks."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_path, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def best_language(request: HttpRequest) -> str:
    """Return the language of the site that the browser likes best (RFC 9110, 12.5.4), else the first."""
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            if quality > 0:  # zero says: not this one
                return get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Django's LocaleMiddleware without its cookie: the address alone, or the browser, decides."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        named = get_language_from_path(request.path_info)
        language = named or best_language(request)
        activate(language)
        request.LANGUAGE_CODE = language
        response: HttpResponseBase = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            if not named:
                patch_vary_headers(response, ["Accept-Language"])
        return response
