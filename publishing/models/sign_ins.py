"""Sign-ins, sign-outs and refused sign-ins for the audit log.

Passwords are never recorded. Refused tries are counted by name and hour; when the hour has ended, their number becomes
one audit log entry.
"""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F
from django.tasks import default_task_backend, task
from django.utils import timezone

from publishing.models import audit_log
from publishing.models.audit_log import Action

HOUR: Final = timedelta(hours=1)
GRACE: Final = timedelta(seconds=10)  # for a try that is being counted at the very end of its hour


class RefusedSignIns(models.Model):
    """Refused sign-ins of a name in an hour that the audit log does not have yet.

    Names without an account, which may be passwords in the wrong field, are counted together under the empty name, so
    that a known name takes no longer than an unknown one. They leave no entry.
    """

    name = models.CharField(max_length=150)
    since = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["name", "since"], name="refused_once_per_name_and_hour")]

    def __str__(self) -> str:
        return f"{self.name or '-'}: {self.times}"


def signed_in(sender: Any, *, user: User, **more: Any) -> None:
    audit_log.record(Action.LOGIN, by=user)
    write_ended_hours()


def signed_out(sender: Any, *, user: User | None, **more: Any) -> None:
    """Record signing out; a session that had ended before has no account."""
    if user is not None:
        audit_log.record(Action.LOGOUT, by=user)
        write_ended_hours()


def refused(sender: Any, *, credentials: dict[str, Any], **more: Any) -> None:
    """Count what Django's backends refused."""
    count_refused(str(credentials.get(User.USERNAME_FIELD)))


def count_refused(typed_name: str) -> None:
    """Count a try to sign in that was refused, by the name if an account has it."""
    write_ended_hours()
    name = typed_name if User.objects.filter(username=typed_name).exists() else ""
    since = timezone.now().replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        counts = RefusedSignIns.objects.select_for_update()
        count, is_new = counts.get_or_create(name=name, since=since)
        counts.filter(pk=count.pk).update(times=F("times") + 1)
    if is_new and default_task_backend.supports_defer:
        write_later.using(run_after=since + HOUR + GRACE).enqueue()


def write_ended_hours() -> None:
    """Write an entry for every count whose hour has ended; any process may do so."""
    ended = RefusedSignIns.objects.filter(since__lte=timezone.now() - HOUR - GRACE)
    if not ended.exists():  # without taking SQLite's lock for writing
        return
    with transaction.atomic():
        for count in ended.select_for_update().order_by("since", "pk"):
            if count.name:
                audit_log.record(
                    Action.LOGIN_REFUSED, by=None, by_name=count.name, since=count.since, times=count.times
                )
            RefusedSignIns.objects.filter(pk=count.pk).delete()


@task()
def write_later() -> None:
    """Write the ended hours; without a worker, the next sign-in does it."""
    write_ended_hours()
