"""Signing in: Django's form and page with allauth's limits, stages and factors."""

from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables

from config.next_page import is_admin_page
from config.signing_in.sessions import has_signed_in_recently
from publishing.addresses import without_scheme
from publishing.models import sign_ins
from publishing.models.office import office

TOO_MANY: Final = "too_many_login_attempts"  # allauth's code
# Of the state of a sign-in that waits for its second factor: what changes with the password.
AUTH_HASH: Final = "auth_hash"
WAIT: Final = gettext_lazy("There were too many attempts. Wait a few minutes, then try again.")


class SignInAdapter(DefaultAccountAdapter):
    """The adapter of allauth: rate limits and redirects."""

    error_messages = DefaultAccountAdapter.error_messages | {
        TOO_MANY: WAIT,
        "rate_limited": WAIT,
        "incorrect_password": gettext_lazy("This is not the password of your account."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the account or None; raise ValidationError after too many tries."""
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
        """Count tries per name and address, so that a stranger cannot lock out a person."""
        return f"{self.get_client_ip(request)} {str(credentials['username']).lower()}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's IP address, as forwarded by trusted proxies, if any."""
        try:
            address = super().get_client_ip(request)
        except ImproperlyConfigured:  # fewer addresses than proxies: the request bypassed them
            address = request.META["REMOTE_ADDR"]
        parsed = ip_address(address)
        # allauth counts an IPv6 network as one client; IPv4-mapped addresses would all be in one network.
        mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
        return str(mapped or parsed)

    def is_safe_url(self, url: str) -> bool:
        return is_admin_page(url)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """Return our one page, which asks for a second factor that the account has."""
        return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}] if user.is_authenticated else []

    def is_reauthentication_required(self, **kwargs: Any) -> bool:
        """Return False for a while after signing in; allauth checks confirmations itself."""
        return not has_signed_in_recently(context.request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: config/signing_in/events.py sends notices through the queue."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return False: always respond with the page."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show no message: the header of the admin shows the account."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The adapter of allauth's second factors: our words, names of apps and devices."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code was not accepted. A code can be used once; wait for the next one."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need a passkey or an authenticator app first."),
    }

    def _get_user_identifier(self, user: User) -> str:
        """Return the name for signing in: two accounts may have the same e-mail address."""
        return user.get_username()

    def _get_site_name(self) -> str:
        return f"{office().name} ({without_scheme(settings.SITE_ADDRESS)})"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  # as allauth names it
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


def _too_many(name: str, minutes: int) -> ValidationError:
    """Record the refused try, and return the error with the time to wait."""
    sign_ins.count_refused(name)
    sentence = ngettext(
        "There were too many attempts to sign in. Wait %(minutes)s minute, then try again.",
        "There were too many attempts to sign in. Wait %(minutes)s minutes, then try again.",
        minutes,
    )
    return ValidationError(sentence, code=TOO_MANY, params={"minutes": minutes})


class SignInForm(AdminAuthenticationForm):
    """The admin's sign-in form, which authenticates through allauth."""

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = get_adapter().authenticate(self.request, username=name, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data

    def confirm_login_allowed(self, user: User) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            sign_ins.count_refused(user.get_username())
            raise

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in through allauth's stages, such as the second factor, with a valid form."""
        user: User = self.get_user()
        login = Login(user=user, redirect_url=redirect_url, state={AUTH_HASH: user.get_session_auth_hash()})
        return perform_password_login(request, {}, login)


class SignIn(LoginView):
    """The sign-in page of the admin."""

    template_name = "admin/login.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again with the name; 429 while no further try is allowed."""
        response: HttpResponse = super().form_invalid(form)
        for error in form.non_field_errors().as_data():
            if error.code == TOO_MANY:
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
                response.headers["Retry-After"] = str(60 * (error.params or {})["minutes"])
        return response
