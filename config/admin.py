"""The desk's own admin site, and the Content Security Policy under which its pages run."""

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

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

    def get_urls(self) -> list[Any]:
        return [path("csrf/", self.csrf_view, name="csrf"), *super().get_urls()]

    def csrf_view(self, request: HttpRequest) -> HttpResponse:
        """Answer a script that has lost its session: the account that has one now, and the token of its forms."""
        if not self.has_permission(request):
            return JsonResponse({"sentence": _("You are signed out.")}, status=HTTPStatus.UNAUTHORIZED)
        return JsonResponse({"token": get_token(request), "account": str(request.user.pk)})

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Translate the scripts of the rich texts' editor too, beside the admin's own."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])(request)


def on_desk(request: HttpRequest) -> bool:
    """Whether the address belongs to the desk, be it found there or not."""
    return request.path_info.startswith(DESK_PREFIX)
