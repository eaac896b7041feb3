"""Confirmation before changes of accounts, roles or press office, or an export.

A sign-in or a confirmation counts for ACCOUNT_REAUTHENTICATION_TIMEOUT. A form that comes later is not kept: the page
that asks holds what was typed as hidden fields, and sends it to the same address with the password.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.admin import site
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from config.next_page import next_address
from config.signing_in.adapter import TOO_MANY
from config.signing_in.factor_forms import CODE, ConfirmingCodeForm, ConfirmingPasskeyForm
from editorial.second_factors import FACTORS

PREFIX: Final = "confirm"  # of the names of the fields, so that no other form has them
ACCOUNTS: Final = ("auth_user_", "auth_group_")  # the beginnings of the names of addresses
# The form of the press office says which roles need a second factor, and how long sessions last.
RULES: Final = tuple(f"publishing_office_{name}" for name in ("add", "change", "recover", "revision"))
EXPORT: Final = "publishing_auditlogentry_export"
CSRF_FIELD: Final = "csrfmiddlewaretoken"


class ConfirmationForm(forms.Form):
    """Takes the password, or a code, or a passkey's answer, whichever was used."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=ConfirmingCodeForm.label, required=False, max_length=100, widget=forms.TextInput(attrs=CODE)
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    prefix = PREFIX

    def __init__(self, data: Any = None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request
        self.has: set[str] = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
        if not self.has & set(FACTORS):
            del self.fields["code"]
            del self.fields["credential"]
        elif Authenticator.Type.WEBAUTHN not in self.has:
            del self.fields["credential"]

    def clean(self) -> dict[str, Any]:
        """Check what was used, by allauth's form for it."""
        name = next((each for each in ("credential", "code", "password") if self.cleaned_data.get(each)), "")
        if not name:
            raise ValidationError(_("Enter your password, or use your second factor."))
        used = USED[name](data={name: self.cleaned_data[name]}, user=self.request.user)
        if not used.is_valid():
            raise ValidationError([error for errors in used.errors.as_data().values() for error in errors])
        if name == "password":
            reauthentication.reauthenticate_by_password(self.request)
        else:
            used.save()
        return self.cleaned_data


USED: Final[dict[str, Any]] = {
    "credential": ConfirmingPasskeyForm,
    "code": ConfirmingCodeForm,
    "password": ReauthenticateForm,
}


class ConfirmationMiddleware(MiddlewareMixin):
    """Asks before forms on accounts, roles, press office, and the audit log's export."""

    @method_decorator(sensitive_post_parameters())
    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.app_name != "admin" or not _needs(request, match.url_name or ""):
            return None
        if not site.has_permission(request) or not _is_due(request):
            return None
        if request.method != "POST":
            query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
        form = ConfirmationForm(request.POST if _is_answered(request) else None, request=request)
        if form.is_bound and form.is_valid():
            request.POST = _without_answer(request)
            return None
        return _page(request, form, list(_typed(request)))


class Confirmation(LoginRequiredMixin, View):
    """The page that asks before another page is opened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, ConfirmationForm(request=request), [(REDIRECT_FIELD_NAME, next_address(request))])

    @method_decorator(sensitive_post_parameters())
    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmationForm(request.POST, request=request)
        if form.is_valid():
            resumed = reauthentication.resume_request(request)
            return resumed or HttpResponseRedirect(next_address(request))
        return _page(request, form, [(REDIRECT_FIELD_NAME, next_address(request))])


def _needs(request: HttpRequest, name: str) -> bool:
    return name == EXPORT or (request.method == "POST" and (name.startswith(ACCOUNTS) or name in RULES))


def _is_due(request: HttpRequest) -> bool:
    return reauthentication.is_reauthentication_required(request, app="")


def _is_answered(request: HttpRequest) -> bool:
    return any(name.startswith(f"{PREFIX}-") for name in request.POST)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the fields of the form that was sent, without the confirmation."""
    for name, values in request.POST.lists():
        if name != CSRF_FIELD and not name.startswith(f"{PREFIX}-"):
            yield from ((name, str(value)) for value in values)


def _without_answer(request: HttpRequest) -> Any:
    """Return what was sent without the confirmation, and thus without the password."""
    kept = request.POST.copy()
    for name in [name for name in kept if name.startswith(f"{PREFIX}-")]:
        del kept[name]
    kept._mutable = False  # noqa: SLF001  # QueryDict has no public way; Django does the same
    return kept


def _page(request: HttpRequest, form: ConfirmationForm, hidden: list[tuple[str, str]]) -> HttpResponse:
    """Answer the page; 429 while no further try is allowed."""
    context = {
        **site.each_context(request),
        "title": _("Confirm that it is you"),
        "is_nav_sidebar_enabled": False,
        "form": form,
        "hidden": hidden,
        "action": request.get_full_path(),
        "options": begin_authentication(request.user) if "credential" in form.fields else None,
    }
    codes = {error.code for error in form.non_field_errors().as_data()} if form.is_bound else set()
    status = HTTPStatus.TOO_MANY_REQUESTS if TOO_MANY in codes else HTTPStatus.OK
    return TemplateResponse(request, "admin/sign_in/confirmation.html", context, status=status)
