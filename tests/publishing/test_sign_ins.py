"""Sign-ins, sign-outs and refusals are in the audit log; passwords are nowhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from editorial.audit_log_csv import how_often
from publishing.models import AuditLogEntry, RefusedSignIns
from publishing.models.audit_log import Action
from publishing.models.sign_ins import write_ended_hours
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "Kaiserdamm-1949"
HALF_PAST_TWO = datetime(2026, 4, 16, 14, 30, tzinfo=UTC)


@pytest.fixture
def author() -> User:
    made = factories.make_user(role="author", username="a.weber")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, name: str, password: str) -> int:
    return client.post(reverse("admin:login"), {"username": name, "password": password}).status_code


def entered() -> list[tuple[str, int | None, str]]:
    return list(AuditLogEntry.objects.order_by("id").values_list("action", "by_id", "by_name"))


def stored() -> str:
    """Return all that the audit log's table holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM publishing_auditlogentry")
        return str(cursor.fetchall())


def test_signing_in_and_out_is_entered(client: Client, author: User) -> None:
    assert sign_in(client, "a.weber", PASSWORD) == 302
    client.post(reverse("admin:logout"))

    assert entered() == [(Action.LOGIN, author.pk, "a.weber"), (Action.LOGOUT, author.pk, "a.weber")]
    assert PASSWORD not in stored()


def test_signing_out_without_having_signed_in_is_not(client: Client) -> None:
    client.post(reverse("admin:logout"))
    client.logout()  # what Django does when a session has ended meanwhile

    assert entered() == []


def test_refused_tries_of_a_name_make_one_entry_an_hour_with_their_number(
    client: Client, author: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": None}
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        for number in range(37):
            assert sign_in(client, "a.weber", f"Wrong-{number}") == 200
        assert entered() == []

        clock.shift(timedelta(minutes=30))
        write_ended_hours()
        assert entered() == []  # for a try that is being counted while the clock strikes

        clock.shift(timedelta(seconds=10))
        write_ended_hours()
        write_ended_hours()

    assert entered() == [(Action.LOGIN_REFUSED, None, "a.weber")]
    assert how_often(AuditLogEntry.objects.get()) == "37 times on 16 April 2026 between 14:00 and 15:00"
    assert "Wrong-" not in stored()
    assert not RefusedSignIns.objects.exists()


def test_each_name_and_each_hour_has_its_own_number(client: Client, author: User) -> None:
    factories.make_user(role="editor", username="b.klein")
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        for name in ("a.weber", "b.klein", "a.weber"):
            sign_in(client, name, "Wrong-4711")
        clock.shift(timedelta(hours=1))
        sign_in(client, "a.weber", "Wrong-4711")
        clock.shift(timedelta(hours=1))
        write_ended_hours()

    entries = AuditLogEntry.objects.order_by("id")
    assert [(entry.by_name, entry.since.hour, entry.times) for entry in entries] == [
        ("a.weber", 14, 2),
        ("b.klein", 14, 1),
        ("a.weber", 15, 1),
    ]


@pytest.mark.parametrize("event", ["signing in", "being refused", "the worker"])
def test_the_number_is_written_by_whichever_comes_first_after_the_hour(
    client: Client, author: User, settings: Any, event: str
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        sign_in(client, "a.weber", "Wrong-4711")
        task = DBTaskResult.objects.get()
        assert task.run_after == HALF_PAST_TWO + timedelta(minutes=30, seconds=10)
        clock.move_to(task.run_after)

        if event == "signing in":
            sign_in(client, "a.weber", PASSWORD)
        elif event == "being refused":
            sign_in(client, "unknown", PASSWORD)
        else:
            call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    assert (Action.LOGIN_REFUSED, None, "a.weber") in entered()


def test_a_number_that_cannot_be_written_is_kept(client: Client, author: User) -> None:
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        sign_in(client, "a.weber", "Wrong-4711")
        clock.shift(timedelta(hours=1))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE publishing_auditlogentry RENAME TO away")
            with pytest.raises(DatabaseError, match="publishing_auditlogentry"):
                write_ended_hours()
            cursor.execute("ALTER TABLE away RENAME TO publishing_auditlogentry")
        write_ended_hours()

    assert entered() == [(Action.LOGIN_REFUSED, None, "a.weber")]


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_a_closed_account_that_is_refused_is_entered(client: Client, author: User, closed: str) -> None:
    User.objects.update(**{closed: False})

    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        assert sign_in(client, "a.weber", PASSWORD) == 200
        clock.shift(timedelta(hours=1))
        write_ended_hours()

    assert [(entry.by_name, entry.times) for entry in AuditLogEntry.objects.all()] == [("a.weber", 1)]


def test_tries_that_are_not_looked_at_are_counted_too(client: Client, author: User) -> None:
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        answers = [sign_in(client, "a.weber", "Wrong-4711") for _ in range(7)]
        clock.shift(timedelta(hours=1))
        write_ended_hours()

    assert answers == [200, 200, 200, 200, 200, 429, 429]
    assert AuditLogEntry.objects.get().times == 7


@pytest.mark.parametrize("name", [PASSWORD, "A.Weber", ""])
def test_a_name_without_an_account_is_stored_nowhere(client: Client, author: User, name: str) -> None:
    """It may be a password, typed into the wrong field."""
    with time_machine.travel(HALF_PAST_TWO, tick=False) as clock:
        assert sign_in(client, name, PASSWORD) == 200
        kept = [count.name for count in RefusedSignIns.objects.all()]
        clock.shift(timedelta(hours=1))
        write_ended_hours()

    assert kept == ([""] if name else [])
    assert entered() == []
    assert not RefusedSignIns.objects.exists()
