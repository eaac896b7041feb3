"""The pages on one's own sign-in: passkeys, app, recovery codes, sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from config.next_page import next_address
from config.signing_in.devices import device_of
from config.signing_in.factor_forms import NewAppForm, NewPasskeyForm
from config.signing_in.own_pages import OwnPage
from config.signing_in.qr_codes import qr_code
from config.signing_in.sessions import FACTOR_MISSING
from editorial.requests import account_of, is_id
from editorial.second_factors import end_sessions
from publishing.models import audit_log
from publishing.models.audit_log import Action


class Security(OwnPage, LoginRequiredMixin, TemplateView):
    """All that belongs to one's own sign-in."""

    template_name = "admin/sign_in/security.html"
    title = gettext_lazy("Signing in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = Authenticator.objects.filter(user=account_of(self.request)).order_by("pk")
        codes = next((each.wrap() for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
        return super().get_context_data(
            passkeys=[each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            app=next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
            has_codes=codes is not None,
            codes_left=len(codes.get_unused_codes()) if codes else 0,
            sessions=_sessions(self.request),
            is_missing=FACTOR_MISSING in self.request.session,
            next=next_address(self.request),
            **kwargs,
        )


class NewPasskey(OwnPage, AddWebAuthnView):
    """Adds a passkey; as it signs in alone, it has to ask for a finger, face or PIN."""

    form_class = NewPasskeyForm
    template_name = "admin/sign_in/new_passkey.html"
    title = gettext_lazy("Add a passkey")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return shown | {"options": begin_registration(account_of(self.request), passwordless=True)}


class RemovePasskey(OwnPage, RemoveWebAuthnView):
    template_name = "admin/sign_in/remove_factor.html"
    title = gettext_lazy("Remove a passkey")
    success_url = reverse_lazy("mfa_index")


class NewApp(OwnPage, ActivateTOTPView):
    """Adds an authenticator app, which makes codes every 30 seconds (TOTP, RFC 6238)."""

    form_class = NewAppForm
    template_name = "admin/sign_in/new_app.html"
    title = gettext_lazy("Add an authenticator app")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        secret = get_totp_secret()
        parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return shown | {"qr_code": qr_code(shown["totp_url"]), "secret": " ".join(parts)}


class RemoveApp(OwnPage, DeactivateTOTPView):
    template_name = "admin/sign_in/remove_factor.html"
    title = gettext_lazy("Remove the authenticator app")


class RecoveryCodes(OwnPage, ViewRecoveryCodesView):
    """Shows the recovery codes, once."""

    template_name = "admin/sign_in/recovery_codes.html"
    title = gettext_lazy("Recovery codes")


class NewRecoveryCodes(OwnPage, GenerateRecoveryCodesView):
    template_name = "admin/sign_in/new_recovery_codes.html"
    title = gettext_lazy("Make new recovery codes")


class Sessions(LoginRequiredMixin, View):
    """Ends one of one's own sessions, or all but this one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('mfa_index')}#sessions")

    def post(self, request: HttpRequest) -> HttpResponse:
        account = account_of(request)
        others = UserSession.objects.filter(user=account).exclude(session_key=request.session.session_key)
        if "all" not in request.POST:
            number = request.POST.get("session", "")
            others = others.filter(pk=int(number)) if is_id(number) else others.none()
        if end_sessions(others):
            audit_log.record(Action.SESSIONS_ENDED, by=account, target=account)
        return self.get(request)


def _sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the account's open sessions: this one first, then the last seen."""
    found = [
        {
            "pk": session.pk,
            "device": device_of(session.user_agent),
            "address": session.ip,
            "begun": session.created_at,
            "seen": session.last_seen_at,
            "is_this": session.session_key == request.session.session_key,
        }
        for session in UserSession.objects.purge_and_list(account_of(request))
    ]
    return sorted(found, key=lambda each: (each["is_this"], each["seen"]), reverse=True)
