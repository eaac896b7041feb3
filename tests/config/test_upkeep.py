"""Failed or interrupted tasks are resumed, and ended workers are restarted."""

import io
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.tasks import TaskResultStatus
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from config import heartbeat, restarts, upkeep
from photos.files import integrity, rendition_tasks
from photos.files.turns import turn
from photos.models import PhotoFile
from publishing.stored_files import storage
from tests import factories as make

TWO_MONTHS = 60 * 24 * 60 * 60
TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def data_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    options = {"location": tmp_path / "media", "base_url": None}
    storage = {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": storage}


def work_off() -> None:
    """Do all that the worker's queue holds."""
    facts: dict[str, Any] = {"queue_names": ["default"], "excluded_queue_names": [], "interval": 0}
    Worker(**facts, batch=True, backend_name="default", startup_delay=False, max_tasks=None, worker_id="test").run()


def outdated() -> PhotoFile:
    file = make.make_photo().files.get()
    type(file.photo).objects.filter(pk=file.photo_id).update(credit="Another agency")
    return PhotoFile.objects.get(pk=file.pk)


def failed() -> PhotoFile:
    file = make.make_photo().files.get()
    PhotoFile.objects.filter(pk=file.pk).update(status="failed", problem="No space left on device")
    return PhotoFile.objects.get(pk=file.pk)


def never_made(content: bytes | None = None) -> PhotoFile:
    file = make.make_photo(file=content).files.get()
    PhotoFile.objects.filter(pk=file.pk).update(status="pending", renditions=[])
    return PhotoFile.objects.get(pk=file.pk)


def gone_from_the_disk() -> PhotoFile:
    file = make.make_photo().files.get()
    Path(default_storage.path(file.path("640", "jpg"))).unlink()
    return file


@pytest.mark.django_db
@pytest.mark.parametrize("lacking", [outdated, failed, never_made, gone_from_the_disk])
def test_sizes_are_made_when_their_task_was_interrupted_or_failed(
    settings: Settings, lacking: Callable[[], PhotoFile]
) -> None:
    file = lacking()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    upkeep.look_after()
    upkeep.look_after()
    assert DBTaskResult.objects.count() == 1
    work_off()

    file = PhotoFile.objects.select_related("photo").get(pk=file.pk)
    assert (file.status, file.problem, rendition_tasks.lacks_something(file)) == ("ready", "", False)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.FAILED])
def test_a_task_is_taken_up_again_when_its_worker_was_killed_or_it_failed(
    settings: Settings, status: TaskResultStatus
) -> None:
    file = make.make_photo().files.get()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    rendition_tasks.ask_for(file)
    DBTaskResult.objects.update(status=status, worker_ids=["of a worker that ended"])

    upkeep.resume()
    upkeep.look_after()
    work_off()

    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def claimed_by(worker: str, settings: Settings) -> None:
    """Let the worker have reported and then claimed a task."""
    file = make.make_photo().files.get()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    rendition_tasks.ask_for(file)
    DBTaskResult.objects.get().claim(worker)
    heartbeat.report(worker)


@pytest.mark.django_db
def test_a_task_is_left_to_its_worker_as_long_as_that_reports(
    settings: Settings, time_machine: TimeMachineFixture
) -> None:
    claimed_by("another-machine:4711", settings)

    upkeep.resume()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING

    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=5, seconds=5))
    upkeep.resume()
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_task_is_taken_up_at_once_when_its_worker_was_a_process_of_this_machine(settings: Settings) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    claimed_by(heartbeat.name().replace(str(os.getpid()), str(ended.pid)), settings)

    upkeep.resume()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_worker_takes_up_a_task_of_its_own_whose_result_it_could_not_store(settings: Settings) -> None:
    claimed_by(heartbeat.name(), settings)

    upkeep.resume()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_task_is_given_up_when_it_has_ended_the_worker_three_times(settings: Settings) -> None:
    file = never_made()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    rendition_tasks.ask_for(file)
    DBTaskResult.objects.update(exception_class_path="photos.files.turns.Busy")  # it failed in another way before
    for _number in range(rendition_tasks.TRIES):
        upkeep.resume()
        result = DBTaskResult.objects.get()
        assert result.status == TaskResultStatus.READY
        result.claim("one that is killed")

    upkeep.resume()
    upkeep.look_after()

    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    file.refresh_from_db()
    assert (file.status, file.problem) == (
        "failed",
        "Creating the image sizes stopped the worker 3 times. Export the file again and replace it.",
    )


@pytest.mark.django_db
def test_a_task_that_has_failed_three_times_is_not_said_to_have_ended_the_worker(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = never_made(png())
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(rendition_tasks, "SECONDS_OF_THE_WORKER", 0)
    rendition_tasks.ask_for(file)
    upkeep.resume()
    with turn(png()):  # another picture is decoded all the time
        for _number in range(rendition_tasks.TRIES):
            work_off()
            assert DBTaskResult.objects.get().exception_class_path == "photos.files.turns.Busy"
            upkeep.look_after()

    file.refresh_from_db()
    assert (file.status, file.problem) == ("pending", "")
    work_off()
    file.refresh_from_db()
    assert file.status == "ready"


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (20, 60, 90)).save(out, "PNG")
    return out.getvalue()


def orphaned_card() -> str:
    return default_storage.save("cards/ab/abcdef.jpg", ContentFile(b"a card of last month"))


def orphaned_photo() -> str:
    return default_storage.save("photos/ab/abcdef/original.jpg", ContentFile(b"of a broken upload"))


@pytest.mark.django_db
@pytest.mark.parametrize("left", [orphaned_card, orphaned_photo])
def test_files_are_deleted_when_an_interruption_has_left_them(settings: Settings, left: Callable[[], str]) -> None:
    new, old = left(), left()
    os.utime(default_storage.path(old), (time.time() - TWO_MONTHS,) * 2)
    photo = make.make_photo()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    upkeep.look_after()

    assert (default_storage.exists(old), default_storage.exists(new)) == (False, True)
    assert integrity.damage(photo.files.get()) == ""


@pytest.mark.django_db
def test_nothing_is_swept_where_the_database_has_no_photos(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    path = orphaned_photo()
    os.utime(default_storage.path(path), (time.time() - TWO_DAYS,) * 2)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    upkeep.look_after()

    assert default_storage.exists(path)
    assert "the database has none: no file was deleted" in caplog.text


@pytest.mark.django_db
def test_a_file_that_comes_again_is_not_swept_before_its_row_is_written(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    path = orphaned_photo()
    os.utime(default_storage.path(path), (time.time() - TWO_DAYS,) * 2)

    storage.keep(path, b"of a broken upload")
    upkeep.look_after()

    assert default_storage.exists(path)


@pytest.mark.django_db
def test_readyz_says_when_the_worker_has_not_reported(
    client: Client, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    sentence = "The worker has not reported for five minutes.\n"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, sentence)

    heartbeat.report()
    assert client.get("/readyz").status_code == 200

    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=5, seconds=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, sentence)


@pytest.mark.django_db
def test_readyz_expects_no_worker_where_tasks_are_done_at_once(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_a_process_is_started_again_with_a_growing_pause_when_it_ends_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(restarts.time, "monotonic", lambda: now)
    counted = restarts.Restarts()

    assert [counted.pause() for _end in range(11)] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]

    now += 300 + restarts.SECONDS_OF_A_SOUND_LIFE
    assert [counted.pause(), counted.pause()] == [0, 1]
