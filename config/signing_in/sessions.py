"""The admin's sessions: their length, and limits without a second factor."""

import time
from http import HTTPStatus
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.next_page import is_admin_page
from publishing.json_answers import refusal, wants_json
from publishing.models.office import office

SIGNED_IN: Final = "signed_in_at"  # seconds, as time.time() counts them
SEEN: Final = "seen_at"
FACTOR_MISSING: Final = "factor_missing"
RENEWED_AFTER: Final = 60  # seconds; a session is not written more often
# What a page asks for by itself while no one is there: the open forms, once a minute.
BY_ITSELF: Final = "_open"
# What a person may open who first has to set up a second factor.
OPEN_WITHOUT_FACTOR: Final = (
    *("login", "logout", "account_login", "account_reauthenticate", "csrf", "jsi18n"),
    *("password_change", "password_change_done", "usersessions_list"),
)


class SessionsMiddleware(MiddlewareMixin):
    """Extends sessions of active people; leads to a required second factor's set-up.

    What the press office requires is looked up when a person signs in and, of a session's length, once a minute: what
    is changed in between holds from then on.
    """

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        if not request.path.startswith(reverse("admin:index")) or not request.user.is_authenticated:
            return None
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        if time.time() - request.session.get(SEEN, 0) > RENEWED_AFTER and not name.endswith(BY_ITSELF):
            renew(request)
            UserSession.objects.create_from_request(request)
        if FACTOR_MISSING not in request.session or name in OPEN_WITHOUT_FACTOR or name.startswith("mfa_"):
            return None
        return _to_set_up(request)


def renew(request: HttpRequest) -> None:
    """Let the session end so many minutes from now as the press office has set."""
    request.session[SEEN] = time.time()
    request.session.set_expiry(60 * office().session_minutes)


def has_signed_in_recently(request: HttpRequest) -> bool:
    """Whether the sign-in is so recent that nothing needs to be confirmed."""
    recently: bool = time.time() - request.session.get(SIGNED_IN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return recently


def _to_set_up(request: HttpRequest) -> HttpResponseBase:
    if wants_json(request):
        return refusal(_("Set up a second factor first."), HTTPStatus.FORBIDDEN)
    path = request.get_full_path()
    query = {"next": path} if is_admin_page(path) else {}
    return HttpResponseRedirect(f"{reverse('mfa_index')}?{urlencode(query)}")
