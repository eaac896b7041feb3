"""The pages of refusal and failure. Those for 400, 500 and CSRF need neither the database nor a language."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path
from django.views import defaults

from publishing.previews import preview_at
from publishing.unavailable import SECONDS_TO_WAIT, is_unavailable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; what was wrong is written to the log and not told."""
    return _plain(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 403."""
    return defaults.permission_denied(request, exception, "errors/403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404."""
    return defaults.page_not_found(request, exception, "errors/404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database or the disk cannot be used; Django calls it within the exception."""
    if is_unavailable(sys.exception()):
        page = _plain(request, "errors/503.html", status=503)
        page.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return page
    return _plain(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was sent without the cookie it belongs to; `reason` is for the log."""
    return _plain(request, "errors/csrf.html", status=403)


def _plain(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Render in the language of the address; where it names none, in all, one below the other."""
    named = get_language_from_path(request.path_info)
    languages = [named] if named else [code for code, _name in settings.LANGUAGES]
    context = {"languages": languages, "preview": preview_at(request)}
    return HttpResponse(render_to_string(template, context), status=status)
