"""E-mails to people with an account, sent by the worker.

The queue holds only for whom an e-mail is and which: the link to reset a password is made when the e-mail is sent, so
neither the database nor a backup ever holds one. An e-mail that cannot be sent is tried again with the other tasks.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.tasks import TaskResultStatus, task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from publishing.addresses import absolute, without_scheme
from publishing.models.office import office

SHOWN_FOR: Final = timedelta(days=3)

# What an account is informed of: a change to its sign-in.
NOTICES: Final[dict[str, str | Promise]] = {
    "factor_added": gettext_lazy("A second factor was added to your account."),
    "factor_removed": gettext_lazy("A second factor was removed from your account."),
    "recovery_codes": gettext_lazy("New recovery codes were made for your account."),
    "password_reset": gettext_lazy("The password of your account was reset by e-mail."),
}


def notify(account: User, notice: str) -> None:
    """Let the account get one of the notices, if it has an e-mail address."""
    if account.email:
        send_notice.enqueue(account.pk, notice, get_language())


@task()
def send_notice(account: int, notice: str, language: str) -> None:
    """Send a notice in the language, unless the account or its address is gone."""
    for person in User.objects.filter(pk=account).exclude(email=""):
        with override(language):
            facts = {"account": person, "sentence": NOTICES[notice], "site": without_scheme(settings.SITE_ADDRESS)}
            _send(person, _("Your account of %(site)s") % facts, render_to_string("emails/notice.txt", facts))


@task()
def send_reset_links(accounts: list[int], language: str) -> None:
    """Send each account a link to reset its password, for PASSWORD_RESET_TIMEOUT.

    It is asked for with no account too, so that an unknown address takes as long as a known one.
    """
    for person in User.objects.filter(pk__in=accounts, is_active=True).exclude(email=""):
        parts = [urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)]
        with override(language):
            facts = {
                "account": person,
                "link": absolute(reverse("password_reset_confirm", args=parts)),
                "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
                "site": without_scheme(settings.SITE_ADDRESS),
            }
            _send(person, _("Reset your password of %(site)s") % facts, render_to_string("emails/reset.txt", facts))


def unsent() -> int:
    """Return how many e-mails of the last days could not be sent."""
    paths: Iterable[str] = [each.module_path for each in (send_notice, send_reset_links)]
    failed = DBTaskResult.objects.filter(task_path__in=paths, status=TaskResultStatus.FAILED)
    return failed.filter(enqueued_at__gt=timezone.now() - SHOWN_FOR).count()


def _send(person: User, subject: str, text: str) -> None:
    EmailMessage(subject, text, from_email=_sender(), to=[person.email]).send()


def _sender() -> str:
    """Return the sender of e-mails: PLENARY_EMAIL_FROM, or the press office."""
    host = without_scheme(settings.SITE_ADDRESS).partition(":")[0]
    return settings.EMAIL_FROM or office().email or f"plenary@{host}"
