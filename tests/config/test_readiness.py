"""What a site lacks for visitors: `check --deploy`, and the admin's home page."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from config import heartbeat, last_backup, readiness
from meetings.models import Topic
from photos.models import PhotoFile
from publishing import last_runs
from publishing.last_runs import Job
from publishing.windows import FAR_FUTURE
from tests import factories as make
from website.models import Entry

pytestmark = pytest.mark.django_db
SMTP = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}


@pytest.fixture
def ready(settings: Settings) -> None:
    """A site to which nothing is missing: each test takes one part away."""
    settings.SECURE_SSL_REDIRECT = True
    settings.MAILERS = SMTP
    last_backup.report(timezone.now(), "/srv/backups/plenary.tar.zst")
    for job in (Job.WINDOWS, Job.SEARCH, Job.FILES):
        last_runs.record(job)


def ids() -> list[str]:
    """Return the ids of shortfalls but for PostgreSQL's clock, which cannot travel."""
    found = [each for each in readiness.shortfalls() if each.id != "plenary.W015"]
    assert all(each.sentence.endswith(".") and each.hint.endswith(".") for each in found)
    return [each.id for each in found]


@pytest.mark.usefixtures("ready")
def test_nothing_is_missing_where_all_is_there() -> None:
    assert ids() == []


@pytest.mark.usefixtures("ready")
def test_without_https_and_a_mail_server_the_site_is_not_ready(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}

    assert ids() == ["plenary.W010", "plenary.W013"]


@pytest.mark.usefixtures("ready")
def test_a_backup_is_missing_when_there_is_none_or_the_last_is_of_two_days_ago() -> None:
    last_backup.report(timezone.now() - timedelta(days=2), "/srv/backups")
    assert ids() == ["plenary.W011"]

    last_runs.LastRun.objects.filter(job=Job.BACKUP).delete()
    assert ids() == ["plenary.W011"]
    assert last_backup.last() is None


def test_the_last_backup_takes_the_place_of_the_one_before() -> None:
    for day in (1, 2):
        last_backup.report(datetime(2031, 4, day, tzinfo=UTC), f"/srv/backups/{day}")

    assert last_backup.last() == last_backup.Backup(datetime(2031, 4, 2, tzinfo=UTC), "/srv/backups/2")


@pytest.mark.usefixtures("ready")
def test_an_administrator_without_a_second_factor_is_named() -> None:
    anna, berta = (make.make_user(username=name, role="administrator") for name in ("anna", "berta"))
    make.make_user(role="editor")
    Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=berta, type=Authenticator.Type.RECOVERY_CODES, data={})

    [found] = readiness.shortfalls()
    assert (found.id, found.sentence) == ("plenary.W012", "Administrators without a second factor: berta.")

    Authenticator.objects.create(user=berta, type=Authenticator.Type.WEBAUTHN, data={})
    assert ids() == []


@pytest.mark.usefixtures("ready")
def test_a_worker_that_is_silent_for_five_minutes_is_named(
    settings: Settings, time_machine: TimeMachineFixture
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    heartbeat.report()
    assert ids() == []

    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=5, seconds=5))
    assert ids() == ["plenary.W014"]


@pytest.mark.usefixtures("ready")
def test_checks_that_are_more_than_eight_days_old_are_named(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime.now(UTC) + timedelta(days=8, minutes=1))
    last_backup.report(timezone.now(), "/srv/backups")

    assert ids() == ["plenary.W019"]


@pytest.mark.usefixtures("ready")
def test_the_commands_that_check_leave_their_results_for_the_front_page(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {"default": in_folder(tmp_path)}
    topic, file = make.make_topic(), make.make_photo().files.get()
    call_command("search", "rebuild", stdout=io.StringIO())
    QuerySet(Topic).filter(pk=topic.pk).update(public_from=FAR_FUTURE)  # as another program would
    Entry.objects.filter(object_id=topic.pk, kind="t").delete()
    default_storage.delete(file.path("original", file.format))

    for command in (["publishing", "check"], ["search", "check"], ["photos", "check"]):
        with pytest.raises((CommandError, SystemExit)):
            call_command(*command, stdout=io.StringIO(), stderr=io.StringIO())

    assert ids() == ["plenary.W017", "plenary.W018", "plenary.W020"]

    call_command("publishing", "check", "--repair", stdout=io.StringIO())
    call_command("search", "rebuild", stdout=io.StringIO())
    PhotoFile.objects.update(problem="")
    assert ids() == []


def in_folder(folder: Path) -> dict[str, Any]:
    options = {"location": folder, "base_url": None}
    return {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}


def test_check_deploy_compares_everything_and_names_what_is_missing(settings: Settings, tmp_path: Path) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.STORAGES = settings.STORAGES | {"default": in_folder(tmp_path)}
    file = make.make_photo().files.get()
    call_command("search", "rebuild", stdout=io.StringIO())
    default_storage.delete(file.path("640", "jpg"))

    with pytest.raises(SystemCheckError) as refusal:
        call_command("check", "--deploy", "--fail-level", "WARNING", stderr=io.StringIO())

    text = str(refusal.value)
    assert [number for number in range(8, 23) if f"plenary.W{number:03}" in text] == [10, 11, 13, 20]
    assert f"1 photo has damaged or missing files: {file.photo.public_id}." in text
    assert "security.W" not in text


def test_check_deploy_says_in_a_sentence_that_the_database_is_not_migrated() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publishing_lastrun RENAME TO lost")

    with pytest.raises(SystemCheckError, match=r"plenary\.E009.*The database or the files cannot be read"):
        call_command("check", "--deploy", stderr=io.StringIO())


def test_administrators_see_on_the_front_page_what_is_missing_and_others_do_not(client: Client) -> None:
    client.force_login(make.make_user(role="editor"))
    assert "Before visitors come" not in client.get(reverse("admin:index")).text

    client.force_login(make.make_user(role="administrator"))
    text = client.get(reverse("admin:index")).text
    assert "Before visitors come" in text
    assert "There is no backup." in text


def test_administrators_are_those_who_may_change_accounts() -> None:
    ours = [make.make_user(role="administrator"), make.make_user(is_superuser=True, role="")]
    make.make_user(role="editor")
    make.make_user(role="administrator", is_active=False)

    assert {*readiness.administrators()} == {*ours}


def test_dates_and_numbers_are_in_the_language_of_the_reader() -> None:
    last_backup.report(datetime(2020, 4, 2, 3, 4, tzinfo=UTC), "/srv/backups")

    with translation.override("de"):
        [sentence] = [each.sentence for each in readiness.shortfalls() if each.id == "plenary.W011"]

    assert "2.\N{NO-BREAK SPACE}April 2020" in sentence
