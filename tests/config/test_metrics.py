"""/metrics: tasks and releases, only with the token.

tests/browser/test_figures.py asks a real server.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from config.metrics import SiteCollector
from photos.files import rendition_tasks
from photos.models import PhotoFile
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2031, 4, 14, 12, 0, tzinfo=UTC)


def figures() -> dict[str, Any]:
    """Return the figures by name; those with a label by its value too."""
    samples = [sample for family in SiteCollector().collect() for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_without_a_token_there_is_nothing(client: Client) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("Bearer s3cret", 200),
        ("bearer s3cret", 200),
        ("Bearer s3cre", 401),
        ("Bearer ", 401),
        ("Basic s3cret", 401),
        ("s3cret", 401),
        ("Bearer s3crét", 401),
        ("", 401),
    ],
)
def test_the_token_is_wanted(client: Client, settings: Settings, sent: str, status: int) -> None:
    settings.METRICS_TOKEN = "s3cret"

    answer = client.get("/metrics", headers={"authorization": sent} if sent else {})

    assert answer.status_code == status
    assert ("plenary_tasks" in answer.text) == (status == 200)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert (answer["Cache-Control"], answer.cookies) == ("no-store", {})


def test_the_queue_has_a_length_and_an_age(settings: Settings, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOON, tick=False)
    file = make.make_photo().files.get()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    rendition_tasks.ask_for(file)
    rendition_tasks.make_sizes.using(run_after=NOON + timedelta(minutes=2)).enqueue(file.pk)

    time_machine.move_to(NOON + timedelta(minutes=1), tick=False)
    found = figures()
    assert (found["plenary_tasks waiting"], found["plenary_oldest_task_seconds"]) == (1, 60)

    DBTaskResult.objects.filter(run_after=get_date_max()).delete()
    assert figures()["plenary_tasks waiting"] == 0

    time_machine.move_to(NOON + timedelta(minutes=5), tick=False)
    found = figures()
    assert (found["plenary_tasks waiting"], found["plenary_oldest_task_seconds"]) == (1, 180)


def test_a_release_is_late_while_a_photo_of_it_has_no_sizes(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOON, tick=False)
    gallery = make.make_gallery(photos=3, publish_at=NOON + timedelta(minutes=1))
    make.make_meeting(publish_at=NOON + timedelta(minutes=1))
    files = PhotoFile.objects.filter(photo__gallery=gallery)
    files.filter(pk=files.first().pk).update(status="pending")
    before = figures()
    assert (before["plenary_releases_due"], before["plenary_release_lateness_seconds"]) == (0, 0)

    time_machine.move_to(NOON + timedelta(minutes=3), tick=False)
    late = figures()
    assert (late["plenary_releases_due"], late["plenary_releases_done"]) == (5, 4)  # gallery, meeting, three photos
    assert late["plenary_release_lateness_seconds"] == 120

    files.update(status="ready")
    done = figures()
    assert (done["plenary_releases_due"], done["plenary_releases_done"]) == (5, 5)
    assert done["plenary_release_lateness_seconds"] == 0


def test_a_photo_that_comes_after_the_release_of_its_gallery_is_late_from_then_on(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(NOON, tick=False)
    make.make_gallery(photos=1, publish_at=NOON - timedelta(days=30))
    PhotoFile.objects.update(status="pending", stored_at=timezone.now())

    time_machine.move_to(NOON + timedelta(seconds=20), tick=False)

    assert figures()["plenary_release_lateness_seconds"] == 20


def test_what_is_missing_is_a_figure_too() -> None:
    found = figures()

    assert found["plenary_shortfall plenary.W011"] == 1
    assert "plenary_shortfall plenary.W020" not in found
