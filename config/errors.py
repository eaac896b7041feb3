"""The error pages; those rendered by `_plain` need no database and no language."""

import sys
from http import HTTPStatus
from typing import Any, Final

from django.contrib.admin import site
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from django.views import defaults

from config import request_ids
from config.admin import is_admin_request
from config.next_page import is_admin_page
from publishing.json_answers import refusal, signed_out, wants_json
from publishing.languages import LANGUAGES
from publishing.previews import preview_of_request
from publishing.unavailable import SECONDS_TO_RESTORE, SECONDS_TO_WAIT, is_damaged, is_unavailable
from website.search.addresses import found_near

SECONDS_UNTIL_OPENED: Final = 300  # about, after a backup was restored


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 400, or 413 for too many fields; the reason is logged and not shown."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return _plain(request, "errors/413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _plain(request, "errors/400.html", status=400, request_id=request_ids.current())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Return 403."""
    return defaults.permission_denied(request, exception, "errors/403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 404, on public pages with search results for the words of the address."""
    return render(request, "errors/404.html", {"nearest": found_near(request)}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500, or 503 if database or disk cannot be used; called in the `except`."""
    if is_damaged(sys.exception()):
        facts = {"is_admin": is_admin_request(request), "request_id": request_ids.current()}
        page = _plain(request, "errors/damaged.html", status=503, **facts)
        page.headers["Retry-After"] = str(SECONDS_TO_RESTORE)
        return page
    if is_unavailable(sys.exception()):
        page = _plain(request, "errors/503.html", status=503, request_id=request_ids.current())
        page.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return page
    return _plain(request, "errors/500.html", status=500, request_id=request_ids.current())


def restored(request: HttpRequest) -> HttpResponse:
    """Return 503 while the site is closed since a backup was restored."""
    page = _plain(request, "errors/restored.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    page.headers["Retry-After"] = str(SECONDS_UNTIL_OPENED)
    page._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # Django's: nothing is wrong here
    return page


def too_large(request: HttpRequest, sent: int, most: int) -> HttpResponse:
    """Return 413, for scripts as the JSON of uploads; `sent` and `most` are bytes."""
    if wants_json(request):
        sizes = {"sent": filesizeformat(sent), "most": filesizeformat(most)}
        sentence = _("The file is too large: %(sent)s were sent, at most %(most)s are accepted. Send a smaller one.")
        return refusal(sentence % sizes, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, status="refused", name="")
    return _plain(request, "errors/413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sent=sent, most=most)


def length_required(request: HttpRequest) -> HttpResponse:
    """Return 411 for a request without Content-Length."""
    return _plain(request, "errors/411.html", status=HTTPStatus.LENGTH_REQUIRED)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return 429 after too many tries of a password. Called by allauth."""
    response = _plain(request, "errors/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form that fails the CSRF check; `reason` is logged.

    If the session has ended, redirect to the sign-in page instead. Public pages take no forms: they return 405.
    """
    if not is_admin_request(request):
        page = render(request, "errors/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = "GET, HEAD"
        return page
    works_here = hasattr(request, "user") and site.has_permission(request)
    if wants_json(request):
        return _outdated_token() if works_here else signed_out()
    if not works_here and request.path_info != reverse("admin:login"):
        return to_sign_in(request)
    return _plain(request, "errors/csrf.html", status=HTTPStatus.FORBIDDEN, request_id=request_ids.current())


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign in, and from there to the form's page; nothing is submitted."""
    path = request.get_full_path()
    return redirect_to_login(path if is_admin_page(path) else reverse("admin:index"), reverse("admin:login"))


def _outdated_token() -> HttpResponse:
    sentence = _("You signed in again since this page was opened. Load the page again, then choose the file again.")
    return refusal(sentence, HTTPStatus.FORBIDDEN, reason="csrf")


def _plain(request: HttpRequest, template: str, *, status: int, **facts: Any) -> HttpResponse:
    """Render the page in the language of the address, or in all if it has none.

    A request id is shown if the log has a line about the request, so that a person who reads it out can be helped.
    """
    named = get_language_from_path(request.path_info)
    languages = [named] if named else LANGUAGES
    context = {"languages": languages, "preview": preview_of_request(request), **facts}
    return HttpResponse(render_to_string(template, context), status=status)
