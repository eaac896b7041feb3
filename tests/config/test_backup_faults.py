"""What goes wrong around a backup, on real disks and with real processes: nothing is lost, and the sentence is true."""

import os
import resource
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from config.backups import dumps
from config.backups.archives import ArchiveReader
from publishing.models import LastRun
from tests import factories as make
from tests import postgres
from tests.config.stored_sites import StoredSite, empty_site, keeping_files_in, stored_copy, within, written_below

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("every_database")]

SECONDS = 20
on_postgresql = pytest.mark.skipif(postgres.VARIABLE not in os.environ, reason="SQLite restores no SQL.")
on_sqlite = pytest.mark.skipif(postgres.VARIABLE in os.environ, reason="A PostgreSQL database is no file of ours.")


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> StoredSite:
    folder = tmp_path / "site"
    folder.mkdir()
    with keeping_files_in(folder, settings):
        make.make_gallery(photos=1)
        return stored_copy(folder)


@on_postgresql
def test_a_restoration_that_is_killed_while_postgresql_loads_leaves_its_database_empty(
    site: StoredSite, settings: Settings, tmp_path: Path
) -> None:
    # So that there is a middle; and to COPY a row whose last column is cut is whole.
    rows = "SELECT n, now(), 0, repeat('x', 1000) FROM generate_series(1, 50000) n"
    insert = f"INSERT INTO publishing_lastrun (job, at, found, text) {rows}"
    within(site, settings, lambda: connection.cursor().execute(insert))
    archive, empty = tmp_path / "site.tar.zst", empty_site(tmp_path / "restored")
    assert site.manage("backup", str(archive)).stderr == ""

    with psycopg.connect(os.environ[postgres.VARIABLE], autocommit=True) as server:

        def loading(of: str = "") -> bool:
            query = "SELECT FROM pg_stat_activity WHERE datname = %s AND application_name = 'psql' AND query LIKE %s"
            return server.execute(query, [empty.database, f"{of}%"]).fetchone() is not None

        empty.killed("restore", str(archive), once=lambda: loading("COPY public.publishing_lastrun"))
        limit = time.monotonic() + SECONDS
        while loading():
            assert time.monotonic() < limit
            time.sleep(0.01)

    assert within(empty, settings, dumps.is_empty)
    restored = empty.manage("restore", str(archive))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert within(empty, settings, LastRun.objects.count) == 50_000


@on_sqlite
def test_only_a_database_that_is_damaged_is_called_so(site: StoredSite, tmp_path: Path) -> None:
    archive, database = tmp_path / "site.tar.zst", Path(site.database)
    few = (database.stat().st_size // 2, database.stat().st_size // 2)

    full = site.manage("backup", str(archive), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, few))
    content = bytearray(database.read_bytes())
    content[len(content) // 2 :] = os.urandom(len(content) - len(content) // 2)
    database.write_bytes(content)
    damaged = site.manage("backup", str(archive))

    assert f"The database {database} could not be copied (disk I/O error), so it was not backed up." in full.stderr
    assert ("look whether the disk is full" in full.stderr, "damaged" in full.stderr) == (True, False)
    assert f"The database {database} is damaged (" in damaged.stderr
    assert not archive.exists()


def test_a_file_that_gets_another_length_during_a_backup_is_in_it_as_it_is_when_it_is_read(
    site: StoredSite, tmp_path: Path
) -> None:
    archive, folder = tmp_path / "site.tar.zst", site.media / "photos"
    (folder / "00-large").write_bytes(os.urandom(60_000_000))  # the first of all files, so that there is a middle
    coming = {"photos/zz-shorter": os.urandom(4_000), "photos/zz-longer": os.urandom(9_000)}
    for name in coming:
        (site.media / name).write_bytes(os.urandom(6_000))

    with site.held("backup", str(archive), once=lambda: written_below(tmp_path, ".site*/coming") > 0):
        for name, content in coming.items():
            (site.media / name).unlink()
            (site.media / name).write_bytes(content)

    backup = ArchiveReader(archive)
    found = {entry.name: file.read() for entry, file in backup.contents() if entry.name in coming}
    assert ([*backup.problems(lambda _size: None)], found) == ([], coming)
