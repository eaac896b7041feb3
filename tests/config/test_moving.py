"""A move from SQLite to PostgreSQL: every row, and what the database does itself."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from publishing.models import audit_log
from tests import factories as make
from tests import postgres
from tests.config.stored_sites import BASE_DIR, StoredSite, keeping_files_in, stored_copy

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("every_database"),
    pytest.mark.skipif(postgres.IS_USED, reason="What is moved is an SQLite database."),
]
SECONDS = 120


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        with psycopg.connect(running.url(), autocommit=True) as connected:
            connected.execute("CREATE DATABASE plenary")
        yield running


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> StoredSite:
    folder = tmp_path / "site"
    folder.mkdir()
    with keeping_files_in(folder, settings):
        meeting = make.make_meeting(country=make.make_partner())
        session = make.make_session(meeting=meeting, topics=[make.make_topic()])
        make.make_outcome(session=session)
        make.make_statement(sessions=[session])
        make.make_gallery(photos=1, meeting=meeting)
        make.make_preview(maker=make.make_user(role=""))
        make.withdraw(make.make_topic())
        audit_log.record(audit_log.Action.SAVE, by=None, by_name="weber", target=meeting)
        return stored_copy(folder)


def test_everything_moves_while_no_one_can_save_and_the_old_database_stays(
    site: StoredSite, server: postgres.Server
) -> None:
    url = server.url("plenary")
    with closing(sqlite3.connect(site.database)) as old:
        before = [*old.iterdump()]
    moving = subprocess.Popen(
        [sys.executable, "manage.py", "move", "--to", url],
        cwd=BASE_DIR,
        env=site.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with psycopg.connect(url) as new:
        wait_for_table(new, "django_session", moving)
        new.execute("LOCK TABLE django_session IN SHARE MODE")  # the last but few tables: the move waits for it
        assert is_held(site, moving)
        with closing(sqlite3.connect(site.database, timeout=0)) as old:
            assert old.execute("SELECT COUNT(*) FROM meetings_meeting").fetchone() == (1,)  # readers go on
    said, wrong = moving.communicate(timeout=SECONDS)

    assert (moving.returncode, wrong) == (0, "")
    assert "all are the same." in said
    with closing(sqlite3.connect(site.database)) as old:
        assert [*old.iterdump()] == before
    with psycopg.connect(url, autocommit=True) as new:
        entry = new.execute("SELECT by_name, object_repr FROM publishing_auditlogentry").fetchall()
        assert [name for name, _row in entry] == ["weber"]
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            new.execute("DELETE FROM publishing_auditlogentry")
        stamps = [new.execute("SELECT value FROM publishing_contentstamp").fetchone()]
        new.execute("INSERT INTO auth_group (name) VALUES ('after the move')")  # takes the next number
        new.execute("UPDATE meetings_topic SET slug = slug || '-later'")
        stamps.append(new.execute("SELECT value FROM publishing_contentstamp").fetchone())
        assert (None in stamps, len({*stamps})) == (False, 2)
        found = new.execute("SELECT COUNT(*) FROM website_entry WHERE words @@ 'meet'::tsquery").fetchone()
        assert found and found[0] > 0
        counted = new.execute("SELECT reltuples FROM pg_class WHERE relname = 'meetings_topic'").fetchone()
        assert counted == (2,)  # with this the server plans
    again = site.manage("move", "--to", url)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == (
        "CommandError: The database plenary is not empty: it has the table auth_user. It was left as it is. "
        "Let --to name an empty database.\n"
    )


def is_held(site: StoredSite, moving: subprocess.Popen[str]) -> bool:
    """Return True if the old database refuses writes at some time of the move."""
    with closing(sqlite3.connect(site.database, timeout=0, autocommit=True)) as old:
        while moving.poll() is None:
            try:
                old.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return error.sqlite_errorname == "SQLITE_BUSY"
            old.execute("ROLLBACK")
            time.sleep(0.05)
    return False


def wait_for_table(new: psycopg.Connection, name: str, moving: subprocess.Popen[str]) -> None:
    while new.execute("SELECT to_regclass(%s)", [name]).fetchone() == (None,):
        new.rollback()
        assert moving.poll() is None, moving.communicate()
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("sqlite:////tmp/other.sqlite3", "--to has to name a PostgreSQL database, such as postgres://user:"),
        ("mysql://db.example/plenary", "--to begins with “mysql”, which is no database that Plenary knows."),
        ("postgres://us:pass#word@db.example/plenary", "--to cannot be read. Write it like"),
        ("postgres://stranger:secret@127.0.0.1:1/plenary", "The database of --to cannot be opened ("),
    ],
)
def test_an_address_that_cannot_be_meant_is_one_sentence(address: str, sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("move", to=address)

    assert str(refusal.value).startswith(sentence)
    assert "secret" not in str(refusal.value)
