"""The forms of second factors, allauth's in our words, refuse unreadable answers."""

import struct
from typing import Any, Final

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What reading a passkey's answer raises that was not made by a passkey.
UNREADABLE: Final = (
    *(TypeError, ValueError, LookupError, AttributeError, OverflowError, RecursionError),
    *(struct.error, InvalidSignature, UnsupportedAlgorithm),
)
CODE: Final = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}


class CodeInWords:
    """Mixin: one field for a code, in our words."""

    fields: dict[str, forms.Field]
    label = gettext_lazy("Code of the authenticator app, or a recovery code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.label
        self.fields["code"].widget = forms.TextInput(attrs=CODE)


class CodeForm(CodeInWords, AuthenticateForm):
    """The code at the sign-in."""


class ConfirmingCodeForm(CodeInWords, ReauthenticateForm):
    """The code with which a person confirms who it is."""


class NewAppForm(CodeInWords, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    label = gettext_lazy("Code that the app shows")


class Passkey:
    """Mixin: refuses with a sentence what is not the answer of a passkey."""

    def clean_credential(self) -> Authenticator:
        try:
            accepted: Authenticator = super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise not_accepted() from error
        return accepted


class PasskeyForm(Passkey, LoginWebAuthnForm):
    """A passkey instead of name and password."""


class SecondPasskeyForm(Passkey, AuthenticateWebAuthnForm):
    """The passkey after name and password."""


class ConfirmingPasskeyForm(Passkey, ReauthenticateWebAuthnForm):
    """The passkey with which a person confirms who it is."""


class NewPasskeyForm(AddWebAuthnForm):
    """A new passkey and the name by which its owner knows it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    passwordless = None  # every passkey signs in alone: see NewPasskey

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except UNREADABLE as error:
            raise not_accepted() from error
        return cleaned


def not_accepted() -> ValidationError:
    return ValidationError(_("This passkey was not accepted. Try again, or use another way."), code="passkey")
