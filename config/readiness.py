"""What the site lacks: for `check --deploy` and the admin's home page.

All of it is cheap: settings, a few queries, and the results of the last checks of windows, files and search index.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import heartbeat
from photos.models import Photo, PhotoFile
from publishing import clock
from publishing.last_runs import Job, last_runs
from publishing.models import LastRun

BACKUP_IS_OLD: Final = timedelta(days=1, hours=1)  # one that runs each night takes some time
CHECK_IS_OLD: Final = timedelta(days=8)  # one that runs each week
CLOCKS_DIFFER: Final = timedelta(seconds=2)
NAMED: Final = 5
ADMINISTERS: Final = "change_user"  # the permission that makes an administrator
# Mail backends that deliver nothing to anyone.
NOT_DELIVERED: Final = ("console", "dummy", "locmem", "filebased")


@dataclass(frozen=True)
class Shortfall:
    """A shortfall and its remedy, as two sentences in the active language."""

    id: str
    sentence: str
    hint: str


def shortfalls() -> Iterator[Shortfall]:
    """Yield all that is missing."""
    runs = last_runs()
    yield from _https()
    yield from _backup(runs.get(Job.BACKUP))
    yield from _second_factor()
    yield from _mail()
    yield from _worker()
    yield from _clocks()
    yield from _checks(runs)
    yield from _files()


def _https() -> Iterator[Shortfall]:
    if not settings.SECURE_SSL_REDIRECT:
        yield Shortfall(
            "plenary.W010",
            _("The site is used without HTTPS, so passwords can be read on their way."),
            _("Put a server with TLS in front, and set PLENARY_HTTPS=1."),
        )


def _backup(last: LastRun | None) -> Iterator[Shortfall]:
    hint = _("Make one every night: ./run backup.")
    if last is None:
        yield Shortfall("plenary.W011", _("There is no backup."), hint)
    elif last.at < timezone.now() - BACKUP_IS_OLD:
        sentence = _("The last backup is more than a day old: %(when)s.")
        yield Shortfall("plenary.W011", sentence % {"when": _in_words(last.at)}, hint)


def _second_factor() -> Iterator[Shortfall]:
    having = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    names = [*administrators().exclude(pk__in=having.values("user")).values_list("username", flat=True)]
    if names:
        sentence = _("Administrators without a second factor: %(names)s.")
        hint = _("Let them add one under their account; accounts that are not used can be deactivated.")
        yield Shortfall("plenary.W012", sentence % {"names": _some(names)}, hint)


def administrators() -> QuerySet[User]:
    """Return the active accounts that may change accounts, ordered by name."""
    may = Q(groups__permissions__codename=ADMINISTERS) | Q(user_permissions__codename=ADMINISTERS)
    accounts = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    return accounts.filter(may | Q(is_superuser=True)).distinct().order_by("username")


def _mail() -> Iterator[Shortfall]:
    if any(f".{name}." in settings.MAILERS["default"]["BACKEND"] for name in NOT_DELIVERED):
        yield Shortfall(
            "plenary.W013",
            _("The site cannot send e-mail, so no one can reset a password."),
            _("Name a mail server in PLENARY_EMAIL_URL."),
        )


def _worker() -> Iterator[Shortfall]:
    if heartbeat.is_missing():
        yield Shortfall(
            "plenary.W014",
            _("The worker has not reported for five minutes, so new photos are not shown."),
            _("Start it again with the site, and read its log."),
        )


def _clocks() -> Iterator[Shortfall]:
    difference = clock_of_database() if connection.vendor == "postgresql" else timedelta()
    if abs(difference) > CLOCKS_DIFFER:
        sentence = _("The clocks of this machine and of the database differ by %(seconds)s s.")
        yield Shortfall(
            "plenary.W015",
            sentence % {"seconds": round(abs(difference).total_seconds())},
            _("Let a time service (NTP) set the clocks of all machines."),
        )
    if clock.is_not_believed():
        yield Shortfall(
            "plenary.W016",
            _("The clock of this machine is more than two hours behind the latest time recorded by the site."),
            _("Set the clock; if it is right: ./run manage clock reset."),
        )


def clock_of_database() -> timedelta:
    """Return how far PostgreSQL's clock is ahead of ours, less the time of the query."""
    before = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    after = datetime.now(UTC)
    return min(there - before, timedelta()) if there < before else max(there - after, timedelta())


def _checks(runs: Mapping[str, LastRun]) -> Iterator[Shortfall]:
    windows, search = runs.get(Job.WINDOWS), runs.get(Job.SEARCH)
    if windows and windows.found:
        sentence = ngettext(
            "For %(number)s item, what is stored about its publication differs from the rule (checked %(when)s).",
            "For %(number)s items, what is stored about their publication differs from the rule (checked %(when)s).",
            windows.found,
        )
        yield Shortfall(
            "plenary.W017",
            sentence % {"number": windows.found, "when": _in_words(windows.at)},
            _("Repair it: ./run manage publishing check --repair."),
        )
    if search and search.found:
        sentence = ngettext(
            "The search index differs from the content in %(number)s item (checked %(when)s).",
            "The search index differs from the content in %(number)s items (checked %(when)s).",
            search.found,
        )
        yield Shortfall(
            "plenary.W018",
            sentence % {"number": search.found, "when": _in_words(search.at)},
            _("Rebuild it: ./run manage search rebuild."),
        )
    checked = [runs[job].at if job in runs else None for job in (Job.WINDOWS, Job.SEARCH, Job.FILES)]
    if any(at is None or at < timezone.now() - CHECK_IS_OLD for at in checked):
        yield Shortfall(
            "plenary.W019",
            _("Files, search index and publication times have not all been checked in the last eight days."),
            _("Check all of them once a week: ./run manage check --deploy."),
        )


def _files() -> Iterator[Shortfall]:
    damaged = PhotoFile.objects.exclude(problem="").values("photo")
    ids = [*Photo.objects.filter(pk__in=damaged).order_by("public_id").values_list("public_id", flat=True)]
    if ids:
        sentence = ngettext(
            "%(number)s photo has damaged or missing files: %(names)s.",
            "%(number)s photos have damaged or missing files: %(names)s.",
            len(ids),
        )
        yield Shortfall(
            "plenary.W020",
            sentence % {"number": len(ids), "names": _some(ids)},
            _("The work queue lists them; ./run manage photos check says what is wrong with each."),
        )


def _in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
