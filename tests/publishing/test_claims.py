"""A claim is held by one process at a time and ends with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from photos.files import rendition_tasks, renditions
from photos.models import Photo, PhotoFile
from publishing.claims import Waited, claim
from tests import factories as make
from tests.our_apps import BASE_DIR

HOLDING = """
import sys
from django.conf import settings
from publishing.claims import claim
settings.DATA_DIR = sys.argv[2]
with claim(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holders() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for holder in started:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()


def held_by_another(name: str, holders: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """Let another process claim the name, until its standard input is closed."""
    variables = dict(os.environ)
    if connection.vendor == "postgresql":
        server, _slash, _name = variables["TEST_DATABASE_URL"].rpartition("/")
        variables["TEST_DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"
    code = f"import django; django.setup()\n{HOLDING}"
    command = [sys.executable, "-c", code, name, str(settings.DATA_DIR)]
    variables["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    holder = subprocess.Popen(
        command, env=variables, cwd=BASE_DIR, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    holders.append(holder)
    assert holder.stdout.readline() == "held\n"
    return holder


@pytest.mark.django_db
def test_it_is_held_by_one_process_and_free_when_that_is_killed(holders: list[subprocess.Popen[str]]) -> None:
    holder = held_by_another("upkeep", holders)
    with pytest.raises(Waited), claim("upkeep"):
        pytest.fail("Two processes hold the same claim.")
    with claim("another", seconds=0) as waited:
        assert waited is False

    holder.kill()
    with claim("upkeep", seconds=10):
        pass
    with claim("upkeep") as waited:
        assert waited is False


@pytest.mark.django_db
@pytest.mark.parametrize("credit", ["", "Another agency"])
def test_sizes_that_another_process_has_made_meanwhile_are_not_made_again(
    holders: list[subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch, credit: str
) -> None:
    file = make.make_photo().files.get()
    if credit:  # it has changed since: those sizes are not right
        Photo.objects.filter(pk=file.photo_id).update(credit=credit)
    made, every = [], renditions.every

    def noted(*of: Any) -> Any:
        made.append(of)
        return every(*of)

    monkeypatch.setattr(renditions, "every", noted)
    holder = held_by_another(f"sizes-{file.pk}", holders)
    threading.Timer(0.5, holder.stdin.close).start()

    rendition_tasks.make_now(PhotoFile.objects.get(pk=file.pk))

    assert len(made) == (1 if credit else 0)
    assert not rendition_tasks.lacks_something(PhotoFile.objects.get(pk=file.pk))
