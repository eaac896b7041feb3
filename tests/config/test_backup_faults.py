"""Faults of backups on real disks: nothing is lost and the message is true."""

import io
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from config.backups import dumps
from config.backups.archives import ArchiveReader
from config.backups.folders import DATED
from publishing.models import LastRun
from tests import factories as make
from tests import postgres
from tests.config.stored_sites import StoredSite, empty_site, keeping_files_in, stored_copy, within, written_below

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("every_database")]

SECONDS = 20
# Root reads what no one may, unless it gives that up.
BOUND_BY_MODES = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
FAILING = "/proc/self/mem"  # can be opened, and not read: as a file on a failing disk
on_postgresql = pytest.mark.skipif(postgres.VARIABLE not in os.environ, reason="SQLite restores no SQL.")
on_sqlite = pytest.mark.skipif(postgres.VARIABLE in os.environ, reason="A PostgreSQL database is no file of ours.")


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> StoredSite:
    folder = tmp_path / "site"
    folder.mkdir()
    with keeping_files_in(folder, settings):
        make.make_gallery(photos=1)
        return stored_copy(folder)


@pytest.fixture
def command(settings: Settings) -> Callable[..., str]:
    """Return a function that runs a command on a site and returns its output."""

    def run(site: StoredSite, *arguments: str) -> str:
        out = io.StringIO()
        within(site, settings, lambda: call_command(*arguments, stdout=out))
        return out.getvalue()

    return run


@on_postgresql
def test_a_restoration_that_is_killed_while_postgresql_loads_leaves_its_database_empty(
    site: StoredSite, settings: Settings, tmp_path: Path, command: Callable[..., str]
) -> None:
    # So that there is a middle; and to COPY a row whose last column is cut is whole.
    rows = "SELECT n, now(), 0, repeat('x', 1000) FROM generate_series(1, 50000) n"
    insert = f"INSERT INTO publishing_lastrun (job, at, found, text) {rows}"
    within(site, settings, lambda: connection.cursor().execute(insert))
    archive, empty = tmp_path / "site.tar.zst", empty_site(tmp_path / "restored")
    command(site, "backup", str(archive))

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
    command(empty, "restore", str(archive))
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


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_backed_up(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    archive, folder = tmp_path / "site.tar.zst", tmp_path / "backups"
    lost_and_found, secret, failing = site.media / "lost+found", site.media / "photos/zz-secret", site.media / "zz"
    command(site, "backup", str(folder))
    lost_and_found.mkdir(mode=0)
    secret.touch(mode=0)
    failing.symlink_to(FAILING)
    expected = "lost+found cannot be read (Permission denied). photos/zz-secret cannot be read (Permission denied). "
    expected += "zz cannot be read (Input/output error). See what is wrong"

    done = site.manage("backup", str(folder), "--keep", "1", by=BOUND_BY_MODES)
    assert f"The backup is complete, but the site it was made of is not: {expected}" in done.stderr
    assert "Deleted the old backup" in done.stdout
    assert "is complete" in command(site, "backup", "--check", str(folder))

    assert expected in site.manage("backup", str(archive), "--keep", "1", by=BOUND_BY_MODES).stderr
    (made,) = tmp_path.glob("site-*.tar.zst")
    whole = made.rename(tmp_path / "site-2026-01-01T000000Z.tar.zst")
    (original,) = site.media.glob("photos/*/*/original.jpg")
    original.unlink()
    original.symlink_to(FAILING)
    done = site.manage("backup", str(archive), "--keep", "1")
    assert f"{original.relative_to(site.media)} cannot be read (Input/output error)." in done.stderr
    assert "is missing" not in done.stderr
    assert "Older backups stay: they may have what this one lacks." in done.stdout
    assert whole.exists()  # only in it is what cannot be read any more
    (made,) = {*tmp_path.glob("site-*.tar.zst")} - {whole}
    made.rename(tmp_path / "site-2026-01-02T000000Z.tar.zst")  # the next may be made within the same second
    original.unlink()
    assert "Older backups stay" in site.manage("backup", str(archive), "--keep", "1").stdout


def test_a_storage_that_does_not_answer_ends_the_backup(site: StoredSite, tmp_path: Path) -> None:
    nowhere = "PLENARY_STORAGE=s3://photos?endpoint=http://127.0.0.1:1"

    made = site.manage(
        "backup", str(tmp_path / "site.tar.zst"), by=("env", nowhere, "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b")
    )

    assert "The backup could not be made. The storage of files does not answer: " in made.stderr
    assert "right to write" not in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_no_other_backup_is_written_to_a_folder_while_it_is_thinned(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    folder = tmp_path / "backups"
    command(site, "backup", str(folder))
    (first,) = folder.glob("*Z")
    unneeded = [folder / "files" / "zz" / str(number) for number in range(20_000)]  # so that it takes a while
    unneeded[0].parent.mkdir()
    for path in unneeded:
        path.touch()

    def is_thinning() -> bool:
        return not first.exists()

    with site.held("backup", str(folder), "--keep", "1", once=is_thinning):
        assert any(path.exists() for path in unneeded)
        other = site.manage("backup", str(folder))

    assert f"Another backup is being written to {folder}. Wait until it is done." in other.stderr
    assert len([*folder.glob("*Z")]) == 1
    assert not any(path.exists() for path in unneeded)


def test_a_manifest_that_cannot_be_read_stops_no_later_backup(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    folder, names = tmp_path / "backups", list[str]()
    for number in range(3):
        (site.media / "changing").write_text(f"content {number}")
        said = command(site, "backup", str(folder), "--keep", "2")
        names.append(max(path.name for path in folder.glob("*Z")))
        if number == 1:
            (folder / names[-1] / "manifest.json").write_bytes(bytes(1000))  # as a power cut leaves it

    assert f"Deleted the old backup {names[0]}." in said
    assert f"The manifest of the backup {names[1]} cannot be read, so the contents of all stay." in said
    kept = [path.read_bytes() for path in folder.glob("files/*/*")]
    assert {f"content {number}".encode() for number in range(3)} <= {*kept}
    assert "is complete" in command(site, "backup", "--check", str(folder))


@pytest.mark.parametrize("name", ["", "site.tar.zst"])
def test_a_backup_is_on_the_disk_before_it_has_its_name_and_before_older_ones_go(
    site: StoredSite, tmp_path: Path, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder, fsync, synced = tmp_path / "backups", os.fsync, list[tuple[str, list[str]]]()
    folder.mkdir()

    def backups() -> list[str]:
        return sorted(path.name for path in folder.glob("*Z*") if path.suffix != ".partial")

    def noted(handle: int) -> None:
        fsync(handle)
        synced.append((Path(f"/proc/self/fd/{handle}").readlink().name, backups()))

    command(site, "backup", str(folder / name), "--keep", "1")
    (first,) = backups()
    before = [DATED.sub("2026-01-01T000000Z", first)]
    (folder / first).rename(folder / before[0])
    monkeypatch.setattr(os, "fsync", noted)
    command(site, "backup", str(folder / name), "--keep", "1")

    (made,) = backups()
    unnamed = {path for path, there in synced if there == before}
    database = dumps.NAMES[connection.vendor]
    assert unnamed >= ({"coming"} if name else {database, "manifest.json", f"{made}.partial", "files"})
    assert synced[-1] == ("backups", [*before, made])
