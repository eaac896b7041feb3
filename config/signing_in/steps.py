"""The steps of a sign-in beside the password: a passkey, or a second factor."""

from typing import Any, Final

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from config.next_page import next_address
from config.signing_in.adapter import AUTH_HASH
from config.signing_in.factor_forms import CodeForm, PasskeyForm, SecondPasskeyForm, not_accepted
from config.signing_in.own_pages import OwnPage
from publishing.models import sign_ins

SECONDS_TO_ANSWER: Final = 15 * 60  # after which the session of a stranger is deleted


class PasskeySignIn(LoginWebAuthnView):
    """Signs in with a passkey; the sign-in page's script asks for the options first."""

    form_class = PasskeyForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Each answer is stored in a session; allauth itself does not limit GET.
        if not consume(request, app="allauth.mfa", action="webauthn_login", limit_get=True):
            refused: HttpResponse = ratelimit.respond_429(request)
            return refused
        if not request.user.is_authenticated:
            request.session.set_expiry(SECONDS_TO_ANSWER)
        return JsonResponse(begin_authentication(None))

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        account = form.cleaned_data["credential"].user
        if not (account.is_active and account.is_staff):
            sign_ins.count_refused(account.get_username())
            return self._refused()
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: PasskeyForm) -> HttpResponse:
        return self._refused()

    def _refused(self) -> HttpResponse:
        messages.error(self.request, not_accepted().message)
        query = urlencode({REDIRECT_FIELD_NAME: next_address(self.request)})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


class SecondFactor(OwnPage, AuthenticateView):
    """Asks for the second factor of an account that has one."""

    form_class = CodeForm
    webauthn_form_class = SecondPasskeyForm
    template_name = "admin/sign_in/second_factor.html"

    title = gettext_lazy("Second factor")

    def form_valid(self, form: CodeForm | SecondPasskeyForm) -> HttpResponse:
        """Begin again if the password was changed, which ends what began with the former."""
        login = self.stage.login
        if login.state.get(AUTH_HASH) != login.user.get_session_auth_hash():
            ended: HttpResponse = self.stage.abort()
            return ended
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        passkeys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return shown | {"options": shown["js_data"]["request_options"] if passkeys.exists() else None}
