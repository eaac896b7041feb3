"""System checks find each wrong setting and have an id, a sentence and a hint."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django.fixtures import Settings

from config import checks
from config.environment import DEVELOPMENT_SECRET
from tests import postgres

OF_SQLITE = pytest.mark.skipif(postgres.IS_USED, reason="The check is of SQLite.")


def ids(found: list[CheckMessage]) -> list[str | None]:
    """Return the ids of the messages, which must be sentences with a hint."""
    for message in found:
        assert message.msg.endswith(".")
        assert message.hint
        assert message.hint.endswith(".")
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("x" * 49, ["plenary.E001"]), (DEVELOPMENT_SECRET, ["plenary.E001"]), ("x" * 50, [])],
)
def test_a_secret_that_can_be_guessed_is_an_error(settings: Settings, key: str, expected: list[str]) -> None:
    settings.SECRET_KEY = key

    assert ids(checks.secret_is_secret(None)) == expected


def test_the_development_secret_will_do_while_debugging(settings: Settings) -> None:
    settings.DEBUG, settings.SECRET_KEY = True, DEVELOPMENT_SECRET

    assert checks.secret_is_secret(None) == []


def test_a_data_dir_that_is_or_can_be_made_is_fine(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "new" / "folder"

    assert checks.data_dir_is_writable(None) == []


def test_a_file_in_place_of_the_data_dir_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "file" / "folder"
    (tmp_path / "file").touch()

    assert ids(checks.data_dir_is_writable(None)) == ["plenary.E002"]


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [([], ["plenary.E003"]), (["*"], ["plenary.E003"]), (["plenary.example"], [])],
)
def test_hosts_are_named(settings: Settings, hosts: list[str], expected: list[str]) -> None:
    settings.ALLOWED_HOSTS = hosts

    assert ids(checks.hosts_are_named(None)) == expected


@pytest.mark.django_db
def test_the_sqlite_of_the_tests_is_fit() -> None:
    assert checks.sqlite_is_fit(None, databases=["default"]) == []


@OF_SQLITE
@pytest.mark.django_db
def test_an_old_sqlite_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 39, 4))

    assert ids(checks.sqlite_is_fit(None, databases=["default"])) == ["plenary.E004"]


@OF_SQLITE
@pytest.mark.django_db
def test_a_journal_that_blocks_readers_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.sqlite3")
    monkeypatch.setattr(connection, "cursor", lambda: PlainCursor(plain))

    assert ids(checks.sqlite_is_fit(None, databases=["default"])) == ["plenary.E005"]
    plain.close()


@pytest.mark.parametrize("url", ["sqlite:///{}/nowhere/plenary.sqlite3", "sqlite:///{}"])
def test_a_database_that_cannot_be_opened_is_named_at_the_start(tmp_path: Path, url: str) -> None:
    variables = {
        "PLENARY_SECRET_KEY": "x" * 50,
        "PLENARY_DATA_DIR": str(tmp_path),
        "PLENARY_DATABASE_URL": url.format(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    command = [sys.executable, "manage.py", "prepare"]

    ran = subprocess.run(command, env=kept | variables, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr.startswith("CommandError: The database /")
    assert "cannot be opened (unable to open database file). Let PLENARY_DATABASE_URL name" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


class PlainCursor:
    """A cursor of a database without our settings, as on a network share."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def __enter__(self) -> sqlite3.Cursor:
        return self.database.cursor()

    def __exit__(self, *exception: object) -> None:
        pass


def test_a_language_that_django_does_not_know_is_an_error(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("tlh", "Klingon")]

    assert ids(checks.languages_are_known(None)) == ["plenary.E006"]


def test_a_language_without_a_catalogue_is_a_warning(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]

    assert ids(checks.languages_are_known(None)) == ["plenary.W002"]


def test_public_hosts_without_https_are_a_warning(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "plenary.example"]

    assert ids(checks.public_hosts_use_https(None)) == ["plenary.W001"]

    settings.SECURE_SSL_REDIRECT = True
    assert checks.public_hosts_use_https(None) == []


def test_a_proxy_whose_forwarded_addresses_are_not_believed_is_a_warning(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ids(checks.proxies_are_counted(None)) == ["plenary.W003"]

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert checks.proxies_are_counted(None) == []

    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = None, 0
    assert checks.proxies_are_counted(None) == []


def test_a_site_for_this_machine_alone_needs_no_https(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

    assert checks.public_hosts_use_https(None) == []
