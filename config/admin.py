"""The admin site and the Content Security Policy of its pages."""

from http import HTTPStatus
from typing import Any, Final, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.i18n import JavaScriptCatalog

from config.admin_index import may_open
from config.admin_search import AdminSearch
from config.next_page import next_address
from config.signing_in.adapter import SignIn
from config.styles import public_policy
from editorial.paste import paste
from editorial.picker_view import PickerView
from editorial.requests import account_of
from publishing import restorations
from publishing.json_answers import json_view, signed_out

ADMIN_PREFIX: Final = "/admin/"

# The one style sheet that the editor of rich texts writes into the page (ProseMirror's, of django-prose-editor
# 0.28). Another version may write another: tests/browser/test_admin.py then fails with the new hash in the message.
EDITOR_STYLE: Final = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


def admin_policy() -> dict[str, list[str]]:
    """Return the policy of public pages, which errors show here too, plus nonces.

    Django and the editor write scripts and styles with a nonce into the page.
    """
    policy = public_policy()
    scripts: list[str] = [CSP.SELF, CSP.NONCE]  # for the editor's import map
    styles = [*policy["style-src"], CSP.NONCE, EDITOR_STYLE]
    return policy | {"script-src": scripts, "style-src": styles}


class PlenaryAdminSite(AdminSite):
    """The admin of the press office, at /admin/."""

    site_title = _("Plenary: editorial area")
    site_header = _("Editorial area")
    index_title = _("Content")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add our view_on_site before Django's, which would reveal any draft's address."""
        ours = self.admin_view(self.view_on_site)
        address = "r/<path:content_type_id>/<path:object_id>/"
        csrf = path("csrf/", self.csrf, name="csrf")
        pasting = path("paste/", json_view(self, paste), name="paste")
        search = path("search/", self.admin_view(self.search), name="search")
        opening = path("open-site/", self.admin_view(self.open_site), name="open_site")
        return [path(address, ours, name="view_on_site"), csrf, pasting, search, opening, *super().get_urls()]

    def open_site(self, request: HttpRequest) -> HttpResponseRedirect:
        """Open a restored site on POST and go home, or raise PermissionDenied."""
        if not may_open(request):
            raise PermissionDenied
        if request.method == "POST" and restorations.open_site(by=account_of(request)):
            messages.success(request, gettext("The website is open to visitors again."))
        return HttpResponseRedirect(reverse("admin:index"))

    def search(self, request: HttpRequest) -> HttpResponseBase:
        """Show what is found among all that the account may view."""
        return AdminSearch.as_view(extra_context=self.each_context(request))(request)

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponseRedirect:
        """Redirect to the public page of a row; Http404 if the account may not view it."""
        pages, row = self._row(request, content_type_id, object_id)
        if row is None or not pages.has_view_or_change_permission(request, row):
            raise Http404("Not for this account.")
        url = pages.get_view_on_site_url(row)
        if not url or url == request.path:  # what Django returns for a model without a public page
            raise Http404("It has no public page.")
        return HttpResponseRedirect(url)

    def _row(self, request: HttpRequest, content_type_id: str, object_id: str) -> tuple[Any, Any]:
        """Return the ModelAdmin and the row. Each is None if it does not exist."""
        try:
            kind = ContentType.objects.get_for_id(int(content_type_id)).model_class()
        except (ValueError, OverflowError, ContentType.DoesNotExist):
            return None, None
        pages = self._registry.get(kind) if kind else None
        try:
            return pages, pages.get_object(request, object_id) if pages else None
        except (ValidationError, OverflowError):
            return pages, None

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return choices of pickers, with the details that each ModelAdmin adds to names."""
        return cast(HttpResponse, PickerView.as_view(admin_site=self)(request))

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Return the translations for the scripts of the admin and the rich-text editor."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the sign-in form, or redirect a person who is signed in."""
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
        """Sign out. A `next` is followed only to a page of the admin."""
        response = super().logout(request, extra_context)
        if response.status_code == HTTPStatus.FOUND:
            return HttpResponseRedirect(next_address(request))
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Change the password. Tries of the current password are limited by allauth."""
        refusal = ratelimit.consume_or_429(request, action="change_password")
        return refusal or super().password_change(request, extra_context)

    @method_decorator([login_not_required, require_GET])
    def csrf(self, request: HttpRequest) -> JsonResponse:
        """Return the CSRF token, which signing in again changes, and the account's id."""
        if not self.has_permission(request):
            return signed_out()
        return JsonResponse({"token": get_token(request), "account": str(request.user.pk)})


def is_admin_request(request: HttpRequest) -> bool:
    """Return whether the address is below /admin/, also if no page exists there."""
    return request.path_info.startswith(ADMIN_PREFIX)
