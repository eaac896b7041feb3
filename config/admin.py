"""The desk's own admin site, and the Content Security Policy under which its pages run."""

from http import HTTPStatus
from typing import Any, Final

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.i18n import JavaScriptCatalog

from config.desk_next import next_address
from config.sign_in import SignIn
from publishing.json_answers import signed_out

DESK_PREFIX: Final = "/admin/"

# The one style sheet that the editor of rich texts writes into the page (ProseMirror's, of django-prose-editor
# 0.28). Another version may write another: tests/browser/test_desk.py then fails with the new hash in the message.
EDITOR_STYLE: Final = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

# The public policy, and the nonces of what Django and the editor write into the page.
DESK_CSP: Final[dict[str, list[str]]] = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],  # for the editor's import map
    "style-src": [CSP.SELF, CSP.NONCE, EDITOR_STYLE],
}


class PlenaryAdminSite(AdminSite):
    """Where the press office works."""

    site_title = _("Plenary desk")
    site_header = _("The press office’s desk")
    index_title = _("What the desk looks after")

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Translate the scripts of the rich texts' editor too, beside the admin's own."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])(request)

    def get_urls(self) -> list[Any]:
        return [path("csrf/", self.csrf, name="csrf"), *super().get_urls()]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for name and password, unless the person is signed in already."""
        leads_to = next_address(request)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(leads_to)
        context = {
            **self.each_context(request),
            "title": gettext("Log in"),
            "subtitle": None,
            "app_path": request.path,
            "username": request.user.get_username(),
            REDIRECT_FIELD_NAME: leads_to,
            **(extra_context or {}),
        }
        request.current_app = self.name
        return SignIn.as_view(extra_context=context)(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Sign out; a `next` that names no page of the admin is not followed."""
        response = super().logout(request, extra_context)
        if response.status_code == HTTPStatus.FOUND:
            return HttpResponseRedirect(next_address(request))
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Change the password; the present one may be tried as often as allauth allows."""
        refusal = ratelimit.consume_or_429(request, action="change_password")
        return refusal or super().password_change(request, extra_context)

    @method_decorator([login_not_required, require_GET])
    def csrf(self, request: HttpRequest) -> JsonResponse:
        """Answer the token that forms have to send, which a new sign-in has changed, and the account, to scripts."""
        if not self.has_permission(request):
            return signed_out()
        return JsonResponse({"token": get_token(request), "account": str(request.user.pk)})


def on_desk(request: HttpRequest) -> bool:
    """Whether the address belongs to the desk, be it found there or not."""
    return request.path_info.startswith(DESK_PREFIX)
