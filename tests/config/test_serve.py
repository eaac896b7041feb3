"""What ./run serve refuses at once; tests/browser/test_start.py runs it."""

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from config import preparation, server, site_address
from config.management.commands.serve import Command
from config.management.reporting import account_lines
from tests import factories


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_and_another_one_proposed(taken_port: int) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("serve", port=taken_port)

    assert str(refusal.value) == (
        f"Port {taken_port} of 127.0.0.1 cannot be used (Address already in use). "
        f"Choose another, such as ./run serve --port {taken_port + 1}."
    )


@pytest.mark.parametrize(("host", "port"), [("nowhere.invalid", 8000), ("203.0.113.1", 8000)])
def test_an_address_where_nothing_can_listen_is_refused(host: str, port: int) -> None:
    with pytest.raises(CommandError, match=rf"Port {port} of {host} cannot be used \(.+\)\. Choose another"):
        server.free_address(host, port)


@pytest.mark.parametrize("port", [0, 70000, -1])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match=rf"There is no port {port}\. Choose one from 1 to 65535"):
        server.free_address("127.0.0.1", port)


def test_a_data_dir_that_cannot_be_written_is_refused_before_any_work(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file" / "data"

    with pytest.raises(CommandError, match=r"data, .+/file/data, cannot be written \(Not a directory\)\. Give"):
        call_command("serve", port=free_port())


def test_the_data_dir_is_made_and_nothing_is_left_in_it(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "new" / "data"

    assert preparation.writable_data_dir() == settings.DATA_DIR
    assert list(settings.DATA_DIR.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "admitted"),
    [("192.0.2.7", ["127.0.0.1", "192.0.2.7"]), ("::1", ["127.0.0.1", "[::1]"]), ("0.0.0.0", ["127.0.0.1"])],
)
def test_the_site_answers_to_the_name_on_which_it_listens(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, host: str, admitted: list[str]
) -> None:
    monkeypatch.setenv("PLENARY_ALLOWED_HOSTS", "")
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    server.admit(host)

    assert settings.ALLOWED_HOSTS == admitted


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "http://[::1]:8000/"),
        ("::", "http://127.0.0.1:8000/"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    assert f"{site_address.listening_at(host, 8000)}/" == address


@pytest.mark.django_db
def test_a_server_that_listens_everywhere_prints_which_names_are_allowed(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    out = io.StringIO()

    Command(stdout=out).announce("0.0.0.0", 8000, {})

    expected = "  Host names    127.0.0.1 (others: PLENARY_ALLOWED_HOSTS=127.0.0.1,plenary.example)"
    assert expected in out.getvalue().splitlines()


@pytest.mark.django_db
def test_passwords_are_shown_once() -> None:
    assert account_lines({"author": "s3cret", "photo-editor": "third", "editor": "0ther"}) == [
        "  Account       author",
        "  Password      s3cret",
        "  Account       photo-editor",
        "  Password      third",
        "  Account       editor",
        "  Password      0ther",
        "                Shown this once; another one: ./run manage changepassword author, photo-editor or editor",
    ]
    for name in preparation.FIRST_ACCOUNTS:
        factories.make_user(username=name)
    assert account_lines({}) == [
        "  Accounts      as before (a new password: ./run manage changepassword author, photo-editor or editor)"
    ]


@pytest.mark.django_db
def test_a_first_start_makes_an_author_a_photo_editor_and_an_editor_who_looks_after_accounts(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.delitem(apps.app_configs, "demonstration")  # its pictures take a while
    options = {"location": tmp_path, "base_url": None}  # without the photos of other tests
    storage = {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": storage}

    passwords = preparation.begin(pytest.fail)

    accounts = {
        account.username: sorted(account.groups.values_list("name", flat=True)) for account in User.objects.all()
    }
    assert accounts == {
        "author": ["author"],
        "photo-editor": ["photo editor"],
        "editor": ["administrator", "editor"],
    }
    assert [account.is_superuser for account in User.objects.all()] == [False] * 3
    client = Client()
    for name, password in passwords.items():
        form = {"username": name, "password": password}
        assert client.post(reverse("admin:login"), form).status_code == 302, name
    assert len({*passwords.values()}) == 3


@pytest.mark.django_db
def test_nothing_comes_into_a_database_that_has_a_user() -> None:
    factories.make_user()

    assert preparation.begin(pytest.fail) == {}


@pytest.mark.django_db
def test_nothing_comes_into_a_database_that_has_a_meeting() -> None:
    factories.make_meeting()

    assert preparation.begin(pytest.fail) == {}


@pytest.mark.django_db
def test_a_start_makes_the_table_in_which_sign_ins_are_counted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_cache")

    preparation.migrate(pytest.fail)

    assert "django_cache" in connection.introspection.table_names()


def test_a_changed_static_file_is_noticed(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    before = preparation.static_fingerprint()

    assert preparation.static_fingerprint() == before
    (tmp_path / "site.css").write_text("p { color: red }")
    assert preparation.static_fingerprint() != before
