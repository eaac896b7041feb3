"""./run new: an empty site with its press office and first administrator."""

import io
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from config import preparation
from config.management.reporting import account_lines
from publishing.models import AuditLogEntry, Office
from tests import factories as make

BASE_DIR = Path(__file__).resolve().parents[2]
SECONDS = 120
PASSWORD = "correct horse battery"
ANSWERS = {
    "name_en": "Office of the Summit",
    "name_de": "Pressestelle des Gipfels",
    "languages": "en, de, fr",
    "time_zone": "Europe/Vienna",
    "administrator": "anna",
    "email": "anna@plenary.example",
}


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path
    options = {"location": tmp_path / "media", "base_url": None}
    storage = {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    return tmp_path


def new(**answers: str) -> str:
    out = io.StringIO()
    call_command("new", no_input=True, stdout=out, **answers)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("data")
def test_the_options_make_office_and_administrator_and_the_password_is_shown_once(client: Client) -> None:
    said = new(**ANSWERS)

    office = Office.objects.get()
    assert (office.name_en, office.name_de) == ("Office of the Summit", "Pressestelle des Gipfels")
    assert (office.wordmark_de, office.time_zone, office.languages) == (
        "Pressestelle des Gipfels",
        "Europe/Vienna",
        "en, de, fr",
    )
    account = User.objects.get()
    assert (account.username, account.email, account.is_superuser) == ("anna", "anna@plenary.example", False)
    assert sorted(account.groups.values_list("name", flat=True)) == ["administrator", "editor"]
    assert [entry.by_name for entry in AuditLogEntry.objects.all()] == ["anna"]
    password = said.splitlines()[-2].split()[-1]
    form = {"username": "anna", "password": password}
    assert client.post(reverse("admin:login"), form).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("data")
def test_every_answer_that_cannot_be_meant_is_named_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "123")

    answers = {"languages": "english", "time_zone": "Mars", "administrator": "a b", "email": "anna"}

    with pytest.raises(CommandError) as refusal:
        new(name_en="Office", mail_url="smtp://u:it's@mail.example", **answers)

    lines = str(refusal.value).splitlines()
    assert [line.partition(":")[0].strip() for line in lines] == [
        "Nothing was made",
        "--name-de",
        "--time-zone",
        "--languages",
        "--administrator",
        "--email",
        "password",
        "--mail-url",
    ]
    assert all(line.endswith((".", ":")) for line in lines)
    assert not User.objects.exists()
    assert not Office.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(("made", "named"), [(make.make_user, "accounts"), (make.make_topic, "topics")])
def test_a_database_that_is_in_use_is_refused(made: Any, named: str) -> None:
    made()

    with pytest.raises(CommandError, match=rf"The database has content already \({named}\), so nothing was made\."):
        new(**ANSWERS)

    assert not Office.objects.exists()


@pytest.mark.django_db
def test_an_empty_database_beside_stored_photos_is_refused(data: Path) -> None:
    photo = data / "media" / "photos" / "ab" / ("ab" * 32) / "original.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"of another site")

    with pytest.raises(CommandError, match="belong to another database"):
        new(**ANSWERS)


@pytest.mark.django_db
@pytest.mark.usefixtures("data")
def test_without_the_demonstration_a_start_makes_nothing_and_says_how_to_begin(settings: Settings) -> None:
    settings.DEMONSTRATION = False

    assert preparation.begin(pytest.fail) == {}
    assert not User.objects.exists()
    assert account_lines({}) == ["  Accounts      none yet; the first one: ./run new"]

    new(**ANSWERS)
    assert account_lines({}) == ["  Accounts      as before (a new password: ./run manage changepassword NAME)"]


def test_on_a_terminal_it_asks_and_asks_again_for_what_cannot_be_meant(tmp_path: Path) -> None:
    """`script` gives it a terminal, where it asks for a hidden password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    asking = subprocess.Popen(
        ["script", "-qec", f"{sys.executable} manage.py new --languages en,de", "/dev/null"],
        cwd=BASE_DIR,
        env=kept
        | {"DJANGO_SETTINGS_MODULE": "config.settings", "PLENARY_DATA_DIR": str(tmp_path / "data")}
        | {"PLENARY_SECRET_KEY": "x" * 60},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    typed = [
        ("in English: ", ANSWERS["name_en"]),
        ("in German: ", ANSWERS["name_de"]),
        ("[Europe/Berlin]: ", "Mars"),
        ("administrator: ", "anna"),
        ("of the administrator: ", "anna@plenary.example"),
        ("(PLENARY_EMAIL_URL): ", "mail.example"),
        ("Password: ", PASSWORD),
        ("again: ", PASSWORD),
        ("[Europe/Berlin]: ", ""),
        ("(PLENARY_EMAIL_URL): ", "submission://mail.example"),
    ]
    said = ""
    try:
        for question, answer in typed:
            said += until(asking, question)
            os.write(asking.stdin.fileno(), f"{answer}\n".encode())
        said += until(asking, "")
        assert asking.wait(SECONDS) == 0
    finally:
        asking.kill()
        asking.wait()
        asking.stdin.close()
        asking.stdout.close()

    assert "“Mars” is not a time zone." in said
    assert "The site of Office of the Summit is made. Start it: ./run serve" in said
    assert PASSWORD not in said
    assert (tmp_path / "data" / "environment").read_text() == "PLENARY_EMAIL_URL='submission://mail.example'\n"


def until(asking: subprocess.Popen[bytes], text: str) -> str:
    """Read until the text comes; until the end, if it is empty."""
    read = b""
    while not text or text.encode() not in read:
        assert select.select([asking.stdout.fileno()], [], [], SECONDS)[0], read.decode()
        piece = os.read(asking.stdout.fileno(), 1024)
        if not piece:
            assert not text, f"It ended instead of “{text}”:\n{read.decode()}"
            break
        read += piece
    return read.decode()
