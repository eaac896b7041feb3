"""PLENARY_DATABASE_URL: SQLite or PostgreSQL; no error shows the password."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import databases, environment
from tests import postgres

BASE_DIR = Path(__file__).resolve().parents[2]
MANY: Final = 24  # connections, which the system shares out among the two processes
UNASKED: Final = 'Plenary; hit; detail="database unreachable"'


def entry(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, object]:
    monkeypatch.setenv("PLENARY_DATABASE_URL", url)
    return databases.read(Env(prefix=environment.PREFIX), Path("/srv/plenary"))


def test_postgresql_is_asked_through_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    found = entry(monkeypatch, "postgres://us%40er:pass%23word@db.example:5433/plenary?sslmode=require")

    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("us@er", "pass#word", "db.example")
    assert (found["PORT"], found["NAME"], found["CONN_MAX_AGE"]) == (5433, "plenary", 0)
    assert found["OPTIONS"] == {
        "connect_timeout": 5,
        "options": "-c lock_timeout=10s -c jit=off",
        "pool": {"min_size": 1, "max_size": 16, "timeout": 3, "reconnect_timeout": 3},
        "sslmode": "require",
    }


def test_the_size_of_the_pool_and_options_of_the_session_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    found = entry(monkeypatch, "postgresql://db.example/plenary?pool=4&options=-c%20statement_timeout%3D1min")

    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["pool"]["max_size"], options["options"]) == (
        4,
        "-c lock_timeout=10s -c jit=off -c statement_timeout=1min",
    )


def test_a_socket_and_the_account_of_the_service_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found = entry(monkeypatch, "postgres://%2Frun%2Fpostgresql/plenary")

    assert (found["HOST"], found["USER"], found["NAME"]) == ("/run/postgresql", "", "plenary")


def test_sqlite_waits_for_the_lock_before_it_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = entry(monkeypatch, f"sqlite:///{tmp_path}/other.sqlite3")

    assert found["NAME"] == f"{tmp_path}/other.sqlite3"
    assert isinstance(found["OPTIONS"], dict)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("://user:pass/word@db.example/plenary", "cannot be read. Write it like “postgres://user:password@host/name”"),
        ("://user:pass#word@db.example/plenary", "cannot be read."),
        ("://user:word@db.example:port/plenary", "cannot be read."),
        ("", "cannot be read."),
        ("://user:word@db.example", "names no database. Write it like “postgres://user:password@host/name”."),
        ("://user:word@db.example/", "names no database."),
        ("://db.example/plenary?pool=yes", "has the option “pool=yes”. It is the number of connections of each"),
        ("://db.example/plenary?pool=1", "from 2 to 100, such as “postgres://user:password@host/name?pool=16”."),
        ("://db.example/plenary?pool=101", "has the option “pool=101”."),
        ("://db.example/plenary?conn_max_age=60", "has the option “conn_max_age”, which PostgreSQL does not know."),
    ],
)
def test_an_address_that_cannot_be_meant_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, rest: str, sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        entry(monkeypatch, f"postgres{rest}")

    assert str(refusal.value).startswith("PLENARY_DATABASE_URL ")
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert refusal.value.__cause__ is None
    assert not {"pass", "word", "pass/word", "pass#word"} & {*str(refusal.value).replace("“", " ").split()}


def test_a_replica_is_asked_through_a_pool_that_does_not_wait_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLENARY_DATABASE_URL", "postgres://db.example/plenary")
    monkeypatch.setenv("PLENARY_READ_DATABASE_URL", "postgres://replica.example/plenary?pool=4")

    found = databases.read_replica(Env(prefix=environment.PREFIX))

    assert found
    assert (found["HOST"], found["NAME"]) == ("replica.example", "plenary")
    assert (found["OPTIONS"]["pool"]["max_size"], found["OPTIONS"]["pool"]["timeout"]) == (4, 2)


@pytest.mark.parametrize(
    ("database", "replica", "sentence"),
    [
        (
            "",
            "postgres://replica.example/plenary",
            "PLENARY_READ_DATABASE_URL names a replica of",
        ),
        (
            "postgres://db.example/plenary",
            "sqlite:////srv/copy",
            "PLENARY_READ_DATABASE_URL names a replica of",
        ),
        ("postgres://db.example/plenary", "postgres://replica.example", "PLENARY_READ_DATABASE_URL names no database."),
        ("postgres://db.example/plenary", "", "PLENARY_READ_DATABASE_URL is empty. Give it a value, or unset it."),
    ],
)
def test_a_replica_that_cannot_be_meant_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, database: str, replica: str, sentence: str
) -> None:
    monkeypatch.delenv("PLENARY_DATABASE_URL", raising=False)
    if database:
        monkeypatch.setenv("PLENARY_DATABASE_URL", database)
    monkeypatch.setenv("PLENARY_READ_DATABASE_URL", replica)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        databases.read_replica(Env(prefix=environment.PREFIX))


def test_a_missing_driver_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "find_spec", lambda _name: None)

    with pytest.raises(ImproperlyConfigured, match=r"driver is not installed\. Start with \./run, .*postgres\.txt\.$"):
        entry(monkeypatch, "postgres://db.example/plenary")


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        with psycopg.connect(running.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE plenary")
            connection.execute("CREATE DATABASE plain TEMPLATE template0 LOCALE 'C'")
        yield running


def variables(url: str, data_dir: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    ours = {"SECRET_KEY": "x" * 50, "DATA_DIR": str(data_dir), "DATABASE_URL": url}
    return (
        kept
        | {f"PLENARY_{name}": value for name, value in ours.items()}
        | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    )


def manage(url: str, data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, env=variables(url, data_dir), cwd=BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"password": "wrong"}, "password authentication failed for user"),
        ({"name": "nowhere"}, 'database "nowhere" does not exist'),
        ({"user": "stranger"}, "password authentication failed for user"),
    ],
)
def test_a_server_that_refuses_is_one_sentence(
    server: postgres.Server, tmp_path: Path, wrong: dict[str, str], why: str
) -> None:
    name = wrong.pop("name", "plenary")

    ran = manage(server.url(name, **wrong), tmp_path, "prepare")

    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)
    assert ran.stderr.startswith(f"CommandError: The database {name} cannot be opened (")
    assert why in ran.stderr
    assert ran.stderr.endswith("name a PostgreSQL server that answers, and a user and a database of it.\n")
    assert server.password not in ran.stderr


@pytest.mark.parametrize("command", ["prepare", "showmigrations"])
def test_a_host_that_does_not_answer_is_one_sentence_of_any_command(tmp_path: Path, command: str) -> None:
    ran = manage("postgres://user:geheim@127.0.0.1:1/plenary", tmp_path, command)

    last = ran.stderr.splitlines()[-1]  # before it, the pool logs that it goes on trying
    assert ran.returncode == 1
    assert last.startswith("CommandError: The database plenary cannot be opened (")
    assert "port 1 failed: Connection refused" in last
    assert "Traceback" not in ran.stderr


def test_another_order_of_texts_stops_the_start(server: postgres.Server, tmp_path: Path) -> None:
    ran = manage(server.url("plain"), tmp_path, "prepare")

    assert ran.returncode == 1
    assert "(plenary.E008) The database plain orders texts by another locale than C.UTF-8" in ran.stderr
    assert "CREATE DATABASE \"plain\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'." in ran.stderr


def test_the_site_serves_from_postgresql_and_outlives_lost_connections(server: postgres.Server, tmp_path: Path) -> None:
    url, port = server.url("plenary"), postgres._free_port()
    assert manage(url, tmp_path, "migrate", "--verbosity", "0").returncode == 0
    with psycopg.connect(url, autocommit=True) as connection:  # an account: no first start, which takes a minute
        connection.execute(
            "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff, "
            "is_active, date_joined) VALUES ('a.weber', '!', '', '', '', false, true, true, now())"
        )
    content = "from tests import factories as make; make.make_office(); make.make_topic()"
    assert manage(url, tmp_path, "shell", "--verbosity", "0", "--command", content).returncode == 0
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, env=variables(url, tmp_path), cwd=BASE_DIR, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", running)
        assert [answer(f"http://127.0.0.1:{port}/en/") for _ in range(4)] == [200] * 4
        with psycopg.connect(server.url(), autocommit=True) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'plenary'"
            ).fetchall()
        assert len(ended) >= 2
        assert [answer(f"http://127.0.0.1:{port}/en/") for _ in range(4)] == [200] * 4
        readers_and_editors_while_it_is_away(server, f"http://127.0.0.1:{port}", running)
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert (tmp_path / "log").read_text().endswith("Stopped.\n")


def readers_and_editors_while_it_is_away(server: postgres.Server, url: str, running: subprocess.Popen[bytes]) -> None:
    """Ask for kept and other pages while the server is stopped, and after its start."""
    for _ in range(MANY):
        answer(f"{url}/en/")
    server.stop()
    try:
        with ThreadPoolExecutor(MANY) as pool:
            kept = list(pool.map(asked, [f"{url}/en/"] * MANY))
            others = list(pool.map(asked, [f"{url}/en/statements/", f"{url}/admin/login/", f"{url}/de/nowhere/"] * 4))
        ready = answer(f"{url}/readyz")
    finally:
        server.start()

    assert {each[:2] for each in kept} == {(200, UNASKED)}
    assert {each[:2] for each in others} == {(503, None)}
    assert {each[2] for each in others} == {"30"}
    assert ready == 503
    wait_for(f"{url}/readyz", running)
    assert asked(f"{url}/en/statements/") == asked(f"{url}/en/") == (200, None, None)


def asked(address: str) -> tuple[int, str | None, str | None]:
    """Return the status and the headers Cache-Status and Retry-After."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310  # our own
            said: Any = response
            return said.status, said.headers["Cache-Status"], said.headers["Retry-After"]
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Cache-Status"], error.headers["Retry-After"]


def answer(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310  # our own
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while running.poll() is None and time.monotonic() < end:
        with suppress(urllib.error.URLError):
            if answer(address) == 200:
                return
        time.sleep(0.2)
    raise AssertionError
