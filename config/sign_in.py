"""Signing in: Django's form and page, throttled by django-allauth, whose steps after the password are used too."""

from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from config.next_page import is_admin_page
from publishing.models import sign_ins

TOO_MANY: Final = "too_many_login_attempts"  # allauth's code


class SignInAdapter(DefaultAccountAdapter):
    """What allauth asks the project: whose tries are counted together, and where signing in leads."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the account, or None. Raises ValidationError when the name or the address has tried too often."""
        name = str(credentials["username"])
        if not ratelimit.consume(request, action="login_failed_name", key=name.lower(), dry_run=True):
            raise _too_many(name, settings.SIGN_IN_MINUTES_PER_NAME)
        return super().authenticate(request, **credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise _too_many(str(credentials["username"]), settings.SIGN_IN_MINUTES) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        ratelimit.consume(request, action="login_failed_name", key=str(credentials["username"]).lower())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count a name and an address together, so that a stranger's tries do not lock out the person."""
        return f"{self.get_client_ip(request)} {str(credentials['username']).lower()}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that asks: of the connection, or as the trusted proxies forwarded it."""
        try:
            address = super().get_client_ip(request)
        except ImproperlyConfigured:  # fewer addresses than there are proxies: the request came past them
            address = request.META["REMOTE_ADDR"]
        parsed = ip_address(address)
        # allauth counts an IPv6 network as one, and all of IPv4 would be a single network in this form.
        mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
        return str(mapped or parsed)

    def is_safe_url(self, url: str) -> bool:
        return is_admin_page(url)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with the page, whatever the request says."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing: the admin says at its head who is signed in."""


def _too_many(name: str, minutes: int) -> ValidationError:
    """Count the try as refused, and return the sentence that says how long to wait."""
    sign_ins.count_refused(name)
    sentence = ngettext(
        "There were too many attempts to sign in. Wait %(minutes)s minute, then try again.",
        "There were too many attempts to sign in. Wait %(minutes)s minutes, then try again.",
        minutes,
    )
    return ValidationError(sentence, code=TOO_MANY, params={"minutes": minutes})


class SignInForm(AdminAuthenticationForm):
    """The admin's form, which asks through allauth."""

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = get_adapter().authenticate(self.request, username=name, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data

    def confirm_login_allowed(self, user: Any) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            sign_ins.count_refused(user.get_username())
            raise

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, by allauth's steps; called by its view once the form is valid."""
        user: User = self.get_user()
        return perform_login(request, user, redirect_url=redirect_url)


class SignIn(LoginView):
    """The page at which staff sign in."""

    template_name = "admin/login.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again, with the name that was typed; 429 while no further try is taken."""
        response: HttpResponse = super().form_invalid(form)
        for error in form.non_field_errors().as_data():
            if error.code == TOO_MANY:
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
                response.headers["Retry-After"] = str(60 * (error.params or {})["minutes"])
        return response
