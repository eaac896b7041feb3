"""A clock set back hides nothing public and brings back nothing withdrawn."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from config.management.commands import work
from publishing import clock, verbs
from publishing.states import PublicationStatus
from publishing.status import status_of
from tests import factories as make

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def data_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def publish_topic() -> Any:
    author, editor = make.make_user(role="author"), make.make_user(role="editor")
    return verbs.publish(verbs.submit(make.make_topic(state="draft", publish_at=None), by=author), by=editor)


def published(time_machine: TimeMachineFixture) -> Any:
    """Return a topic that became public at noon."""
    time_machine.move_to(NOON, tick=False)
    make.make_office()
    return publish_topic()


def answer(client: Client, topic: Any) -> int:
    return client.get(reverse("topic", args=[topic.slug])).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(seconds=1), HOUR, 2 * HOUR])
def test_what_is_public_stays_public_when_the_clock_is_set_back(
    client: Client, time_machine: TimeMachineFixture, back: timedelta
) -> None:
    topic = published(time_machine)
    assert answer(client, topic) == 200

    time_machine.move_to(NOON - back, tick=False)

    assert answer(client, topic) == 200
    assert clock.now() == NOON


@pytest.mark.django_db
def test_what_was_withdrawn_stays_withdrawn_when_the_clock_is_set_back(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    topic = published(time_machine)
    time_machine.move_to(NOON + MINUTE, tick=False)
    explanation = {"en": "Sent by mistake.", "de": "Versehentlich verschickt."}
    editor = make.make_user(role="editor")
    verbs.unpublish(topic, by=editor, reason="x", explanation=explanation)
    assert answer(client, topic) == 410

    time_machine.move_to(NOON - HOUR, tick=False)

    assert answer(client, topic) == 410


@pytest.mark.django_db
def test_verbs_go_on_from_the_latest_moment_when_the_clock_is_set_back(
    time_machine: TimeMachineFixture,
) -> None:
    published(time_machine)
    time_machine.move_to(NOON - HOUR, tick=False)

    topics = [publish_topic() for _each in range(2)]

    assert [status_of(topic) for topic in topics] == [PublicationStatus.PUBLIC] * 2
    first, second = (topic.publish_at for topic in topics)
    assert NOON < first < second < NOON + MINUTE, "no two texts of a language become public at the same moment"


@pytest.mark.django_db
def test_a_moment_further_ahead_is_not_believed_and_the_admin_says_so_until_it_is_reset(
    admin_client: Client, time_machine: TimeMachineFixture, capsys: Any
) -> None:
    topic = published(time_machine)
    time_machine.move_to(NOON - 2 * HOUR - timedelta(seconds=1), tick=False)
    sentence = "more than two hours behind the latest time"

    assert clock.now() == NOON - 2 * HOUR - timedelta(seconds=1)
    assert answer(admin_client, topic) == 404
    assert sentence in admin_client.get(reverse("admin:index")).content.decode()
    call_command("clock", "show")
    assert "not believed" in capsys.readouterr().out

    call_command("clock", "reset")

    assert "not believed" not in capsys.readouterr().out
    assert sentence not in admin_client.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db
def test_readers_never_keep_a_moment(client: Client, time_machine: TimeMachineFixture) -> None:
    topic = published(time_machine)
    time_machine.move_to(NOON + HOUR, tick=False)

    for _reader in range(2):
        assert answer(client, topic) == 200

    assert clock.latest_seen() == NOON


@pytest.mark.django_db
def test_the_worker_keeps_the_moment_with_its_report(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_machine.move_to(NOON, tick=False)
    monkeypatch.setattr(work.upkeep, "look_after", lambda: None)
    monkeypatch.setattr(work, "_work_off", lambda: False)

    work.work(os.getppid())

    assert clock.latest_seen() == NOON


def test_a_folder_that_cannot_be_written_refuses_no_write(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "away"

    clock.keep()

    assert clock.latest_seen() is None


def test_visibility_asks_the_clock_of_the_site_alone() -> None:
    """`timezone.now()` is the machine's clock: for noted times, never for visibility."""
    allowed = {"publishing/clock.py", "publishing/management/commands/clock.py", "photos/files/integrity.py"}
    allowed |= {
        "photos/files/store.py",
        "config/upkeep.py",
        "publishing/models/sign_ins.py",
        "publishing/models/proposals.py",
        "publishing/last_runs.py",
    }
    allowed |= {f"config/{name}.py" for name in ("backups/making", "heartbeat", "metrics", "readiness", "upgrades")}
    allowed |= {"publishing/models/preview_links.py", "editorial/models.py", "editorial/form_base.py"}
    base = Path(clock.__file__).parents[1]
    found = {
        str(path.relative_to(base))
        for app in ("publishing", "partners", "meetings", "config")
        for path in (base / app).rglob("*.py")
        if "migrations" not in path.parts and "timezone.now()" in path.read_text()
    }
    assert found - allowed == set()
