"""JSON answers to scripts: a sentence to show instead of a page or redirect."""

from collections.abc import Callable
from functools import update_wrapper
from http import HTTPStatus
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


def json_view(site: AdminSite, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view for scripts of signed-in staff; for others it answers 401."""
    inner = site.admin_view(view)

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return inner(request, *args, **kwargs) if site.has_permission(request) else signed_out()

    update_wrapper(answer, inner)
    answer.answers_json = True  # type: ignore[attr-defined]  # asked for by `wants_json`
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Whether the address is one that answers scripts."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(match.func, "answers_json", False)


def refusal(sentence: str, code: HTTPStatus, **more: str) -> JsonResponse:
    """Return the refusal with the sentence that the script shows."""
    return JsonResponse({"sentence": sentence, **more}, status=code)


def signed_out() -> JsonResponse:
    """Answer 401."""
    return refusal(_("You are signed out. Sign in in another window, then try again."), HTTPStatus.UNAUTHORIZED)
