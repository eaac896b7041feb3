"""The desk's own admin site, and the Content Security Policy under which its pages run."""

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, URLResolver, path
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

    def csrf_view(self, request: HttpRequest) -> HttpResponse:
        """Answer a script that has lost its session: the account that has one now, and the token of its forms."""
        if not self.has_permission(request):
            return JsonResponse({"sentence": _("You are signed out.")}, status=HTTPStatus.UNAUTHORIZED)
        return JsonResponse({"token": get_token(request), "account": str(request.user.pk)})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Put our view before Django's shortcut, which sends every account of the desk to the address of any draft."""
        ours = self.admin_view(self.view_on_site)
        address = "r/<path:content_type_id>/<path:object_id>/"
        csrf = path("csrf/", self.csrf_view, name="csrf")
        return [path(address, ours, name="view_on_site"), csrf, *super().get_urls()]

    def view_on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponseRedirect:
        """Redirect to the public page of a row that the account may view. Anything else is not found."""
        pages, row = self._row(request, content_type_id, object_id)
        if row is None or not pages.has_view_or_change_permission(request, row):
            raise Http404("Not for this account.")
        url = pages.get_view_on_site_url(row)
        if not url or url == request.path:  # Django's own answer for a kind that knows of no public page
            raise Http404("It has no public page.")
        return HttpResponseRedirect(url)

    def _row(self, request: HttpRequest, content_type_id: str, object_id: str) -> tuple[Any, Any]:
        """Return the admin of the kind and the row; None for each that does not exist."""
        try:
            kind = ContentType.objects.get_for_id(int(content_type_id)).model_class()
        except (ValueError, OverflowError, ContentType.DoesNotExist):
            return None, None
        pages = self._registry.get(kind) if kind else None
        try:
            return pages, pages.get_object(request, object_id) if pages else None
        except (ValidationError, OverflowError):
            return pages, None

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Translate the scripts of the rich texts' editor too, beside the admin's own."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])(request)


def on_desk(request: HttpRequest) -> bool:
    """Whether the address belongs to the desk, be it found there or not."""
    return request.path_info.startswith(DESK_PREFIX)
