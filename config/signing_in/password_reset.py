"""Resetting forgotten passwords: Django's pages, with a limit and queued e-mails.

A person who asks learns nothing about accounts: the answer and what is done for it are the same for every address.
"""

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.signing_in.own_pages import OwnPage
from editorial import emails
from publishing.models import audit_log
from publishing.models.audit_log import Action


class AskingForm(PasswordResetForm):
    """The e-mail address to which the link goes."""

    def save(self, *args: Any, **options: Any) -> None:
        """Queue links for the address's staff accounts; others cannot sign in anyway."""
        accounts = [account.pk for account in self.get_users(self.cleaned_data["email"]) if account.is_staff]
        emails.send_reset_links.enqueue(accounts, get_language())


class Ask(OwnPage, views.PasswordResetView):
    form_class = AskingForm

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        key = form.cleaned_data["email"].lower()
        if ratelimit.consume(self.request, action="reset_password", key=key):
            return super().form_valid(form)
        form.add_error("email", _("Too many links were requested. Wait an hour, then try again."))
        response = self.form_invalid(form)
        response.status_code, response.headers["Retry-After"] = HTTPStatus.TOO_MANY_REQUESTS, "3600"
        return response


class Asked(OwnPage, views.PasswordResetDoneView):
    pass


class Choose(OwnPage, views.PasswordResetConfirmView):
    """The page behind the link. The new password ends all sessions of the account."""

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        response = super().form_valid(form)
        audit_log.record(Action.PASSWORD_RESET, by=form.user, target=form.user)
        emails.notify(form.user, "password_reset")
        return response


class Chosen(OwnPage, views.PasswordResetCompleteView):
    pass
