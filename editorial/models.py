"""Open forms, which show who else edits a row, and sent forms, stored once."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

REPORTED_WITHIN: Final = timedelta(seconds=100)  # an open form reports once a minute
KEPT: Final = timedelta(days=3)


class OpenForm(models.Model):
    """A row's form that an account has open, last reported at `seen_at`."""

    row_key = models.CharField(max_length=100)  # such as "meetings.session.7"
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["row_key", "account"], name="open_form_once_an_account")]

    def __str__(self) -> str:
        return f"{self.row_key}: {self.account}"


class SentForm(models.Model):
    """A form that was saved, found by its digest if it is sent twice."""

    digest = models.CharField(max_length=64, unique=True)
    object_id = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.digest[:8]}: {self.object_id}"


def report_open(row_key: str, account: User) -> None:
    """Store that the account has the form open; delete reports that are too old."""
    now = timezone.now()
    OpenForm.objects.filter(seen_at__lt=now - REPORTED_WITHIN).delete()
    OpenForm.objects.update_or_create(row_key=row_key, account=account, defaults={"seen_at": now})


def others_with(row_key: str, account: User) -> list[str]:
    """Return the names of the other accounts that have the form open."""
    found = OpenForm.objects.filter(row_key=row_key, seen_at__gte=timezone.now() - REPORTED_WITHIN)
    names = found.exclude(account=account).values_list("account__username", flat=True)
    return sorted(names)


def enter_sent(digest: str) -> tuple[SentForm, bool]:
    """Return the sent form and whether it is new; a second request waits."""
    SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
    return SentForm.objects.get_or_create(digest=digest)
