"""Starts after killed processes, a clock set back, or a damaged database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Final

import pytest

from tests.browser.faults import (
    DATABASE,
    Client,
    assert_whole,
    command,
    kill,
    rows_of,
    wait_until,
    wait_until_writing,
)
from tests.browser.running import (
    BASE_DIR,
    BOUND_BY_MODES,
    Server,
    children,
    copy_data,
    environment,
    is_running,
    manage,
    servers,
    start,
    workers,
)
from tests.pages import BERLIN

SCHEMA: Final = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
LATEST: Final = "SELECT MAX(name) FROM django_migrations WHERE app = 'website'"
TOPIC: Final = "/en/topics/afghanistan/"
RELEASE_NOW: Final = "UPDATE meetings_topic SET publish_at = ?, public_from = ? WHERE slug = 'afghanistan'"
OF_A_TABLE: Final = "SELECT rootpage, name FROM sqlite_master WHERE name = ?"
# Debian's and Ubuntu's. With it the process reads the clock an hour late; the times of files stay as they are.
FAKETIME: Final = ("/usr/lib", "*/faketime/libfaketime.so.1")
AN_HOUR_AGO: Final = {"FAKETIME": "-1h", "NO_FAKE_STAT": "1"}

Begin = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def folder(demonstration: Server, tmp_path: Path) -> Path:
    """The data of a copy of the demonstration, which does not run."""
    copied = tmp_path / "data"
    copied.mkdir()
    copy_data(demonstration.data_dir, copied)
    return copied


@pytest.fixture
def begin(folder: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begin to start the site, without waiting for it."""
    begun: list[subprocess.Popen[bytes]] = []

    def start_it() -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "prepare"]
        with (tmp_path / "begun.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=BASE_DIR, env=environment(folder), stdout=log, stderr=log)
        begun.append(process)
        return process

    yield start_it
    for process in begun:
        process.kill()
        process.wait()


def test_a_migration_that_is_killed_at_any_point_is_completed_by_the_next_start(folder: Path, begin: Begin) -> None:
    before, latest = rows_of(folder, SCHEMA), rows_of(folder, LATEST)
    manage(folder, "migrate", "-v0", "website", "0001_roles")

    first = begin()
    wait_until_writing(folder)
    kill([first.pid])
    second = begin()
    wait_until(lambda: rows_of(folder, LATEST) == latest, pause=0.005)
    kill([second.pid])
    was_completed = not (folder / "migrating").exists()
    third = start(folder)
    third.stop()

    assert not was_completed
    assert third.said.splitlines()[0] == "Completing what brought the database up to date."
    assert not (folder / "migrating").exists()
    assert rows_of(folder, SCHEMA) == before
    assert_whole(folder)


def test_nothing_outlives_a_server_that_is_killed_and_a_clock_set_back_hides_nothing_after_it(folder: Path) -> None:
    library = next(iter(sorted(Path(FAKETIME[0]).glob(FAKETIME[1]))), None)
    assert library, "There is no libfaketime: install it (for example: apt-get install libfaketime)."
    first = start(folder)
    moment = str((datetime.now(UTC) - timedelta(minutes=1)).replace(tzinfo=None))
    with closing(connect(folder / DATABASE)) as database, database:
        database.execute(RELEASE_NOW, (moment, moment))
    manage(folder, "shell", "-v0", "-c", "from publishing import clock; clock.keep()")
    watching = workers(first)
    pids = [*servers(first), *watching, *(child for pid in watching for child in children(pid))]

    kill([first.process.pid])
    first.process.wait()
    wait_until(lambda: not any(map(is_running, pids)))
    second = start(folder, ready="/en/", LD_PRELOAD=str(library), **AN_HOUR_AGO)
    try:
        assert Client(second.url).get(TOPIC)[0] == 200
        assert_whole(folder)
    finally:
        assert second.stop() == 0


def test_a_damaged_page_is_a_sentence_for_all_and_refuses_a_start(folder: Path) -> None:
    site = start(folder)
    try:
        damage(folder, "photos_photo")
        reader = Client(site.url)
        damaged, well = reader.get(f"/en/galleries/{BERLIN}/"), reader.get("/en/corrections/")
    finally:
        site.stop()
    ran = [command(folder, *words) for words in (("photos", "check"), ("publishing", "check"), ("prepare",))]

    assert (damaged[0], damaged[2], well[0]) == (503, "3600", 200)
    assert "The database is damaged" in damaged[1]
    assert [each.returncode for each in ran] == [1, 1, 1]
    for each in ran:
        assert f"The database {folder / DATABASE} is damaged: in photos_photo." in each.stderr
        assert "restore the last backup, as “When something fails” in docs/operations.md says." in each.stderr
        assert "Traceback" not in each.stderr


def damage(folder: Path, table: str) -> None:
    """Overwrite the first page of the table, as a bad disk may."""
    with closing(connect(folder / DATABASE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((page, _name),) = database.execute(OF_A_TABLE, (table,))
        ((size,),) = database.execute("PRAGMA page_size")
    with (folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))


def test_a_folder_that_is_read_only_refuses_a_start_with_a_sentence_and_stays_as_it_was(folder: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}
    folder.chmod(0o555)
    try:
        refused = subprocess.run(
            [*BOUND_BY_MODES, sys.executable, "manage.py", "serve"],
            cwd=BASE_DIR,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        folder.chmod(0o755)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: The folder for Plenary's data, {folder}, cannot be written (Permission denied). "
        "Give this user the right to write there, or name another folder in PLENARY_DATA_DIR.\n"
    )
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")} == before
