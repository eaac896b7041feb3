"""Backups bring a site back byte for byte, on SQLite and on PostgreSQL."""

import hashlib
import io
import os
import resource
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
import zstandard
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from publishing import restorations, stamps
from tests import factories as make
from tests.config.stored_sites import (
    StoredSite,
    answers,
    empty_site,
    keeping_files_in,
    stored_copy,
    within,
    written_below,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("every_database")]

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)  # pages say what day it is


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> StoredSite:
    """A site with one of everything that has a page, and with files of every kind."""
    folder = tmp_path / "site"
    folder.mkdir()
    with keeping_files_in(folder, settings):
        make.make_office()
        partner = make.make_partner(flag=ContentFile(make.jpeg(), name="flag.jpg"))
        meeting = make.make_meeting(country=partner)
        session = make.make_session(meeting=meeting, formats=[make.make_format(members=[partner])])
        make.make_outcome(session=session)
        pdf = ContentFile(b"%PDF-1.7 of the statement", name="statement.pdf")
        make.make_statement(sessions=[session], edition={"pdf": pdf})
        make.make_gallery(photos=2, meeting=meeting)
        withdrawn = make.make_topic(slug="withdrawn")
        make.withdraw(withdrawn)
        return stored_copy(folder)


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "cards" not in path.parts
    }


@pytest.fixture
def command(settings: Settings) -> Iterator[Callable[..., str]]:
    """Return a function that runs a command on a site and returns its output."""
    before = os.umask(0o077)  # as manage.py sets it

    def run(site: StoredSite, *arguments: str, **options: Any) -> str:
        out = io.StringIO()
        within(site, settings, lambda: call_command(*arguments, stdout=out, **options))
        return out.getvalue()

    yield run
    os.umask(before)


def test_a_restored_site_answers_every_address_as_before_once_it_is_opened(
    site: StoredSite, settings: Settings, tmp_path: Path
) -> None:
    archive, empty = tmp_path / "site.tar.zst", empty_site(tmp_path / "restored")
    with time_machine.travel(AT, tick=False):
        before = within(site, settings, answers)
        stamp = within(site, settings, stamps.current)
    originals = files(site.media)

    made = site.manage("backup", str(archive))
    assert (made.returncode, made.stderr) == (0, "")
    assert f"Backed up to {archive}: the database (" in made.stdout
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    restored = empty.manage("restore", str(archive))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "The site is closed to visitors." in restored.stdout
    assert files(empty.media) == originals
    assert within(empty, settings, lambda: Client().get("/en/").status_code) == 503
    assert within(empty, settings, stamps.current) not in (None, stamp)
    assert connection.vendor == "sqlite" or within(empty, settings, has_statistics)
    assert within(empty, settings, lambda: restorations.open_site(by=None))
    with time_machine.travel(AT, tick=False):
        after = within(empty, settings, answers)
    assert after == before
    assert len(before) > 100
    with pytest.raises(CommandError, match="is not empty, and was left as it is"):
        within(empty, settings, lambda: call_command("restore", str(archive)))


def has_statistics() -> bool:
    """Whether PostgreSQL knows how many rows a table has, with which it plans."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples > 0 FROM pg_class WHERE relname = 'meetings_topic'")
        return bool(cursor.fetchone()[0])


def test_a_backup_signs_no_one_in(
    site: StoredSite, command: Callable[..., str], settings: Settings, tmp_path: Path
) -> None:
    def signed_in() -> str:
        session = SessionStore()
        session.create()
        key = str(session.session_key)
        account = make.make_user(role="")
        UserSession.objects.create(user=account, session_key=key, ip="192.0.2.1", user_agent="Firefox")
        return key

    key = within(site, settings, signed_in)
    command(site, "backup", str(tmp_path / "backups"))

    database = next((tmp_path / "backups").glob("*/database.*.zst"))
    with database.open("rb") as file:
        content = zstandard.ZstdDecompressor().stream_reader(file).read()
    assert (b"withdrawn" in content, key.encode() in content) == (True, False)


def test_a_damaged_archive_is_found_and_restores_nothing(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    archive, empty = tmp_path / "site.tar.zst", empty_site(tmp_path / "restored")
    command(site, "backup", str(archive))
    assert "is complete: the database and" in command(site, "backup", "--check", str(archive))
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])

    for words in (("backup", "--check"), ("restore",)):
        with pytest.raises(CommandError, match="use another backup"):
            command(empty, *words, str(archive))
    assert not empty.media.exists()


def test_a_folder_takes_each_content_once_goes_on_where_it_stopped_and_is_thinned(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    folder, large = tmp_path / "backups", site.media / "photos" / "zz" / "large"
    large.parent.mkdir()
    large.write_bytes(os.urandom(3_000_000))  # more than the process may write, and the last of all files
    few = (2_000_000, 2_000_000)

    stopped = site.manage("backup", str(folder), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, few))
    assert "The backup could not be made (File too large:" in stopped.stderr
    assert [path.name for path in folder.iterdir()] == ["files"]
    sent = {path.name for path in folder.rglob("*") if path.is_file()}
    assert len(sent) > 5

    said = command(site, "backup", str(folder))
    written = {path: path.stat().st_mtime_ns for path in (folder / "files").rglob("*") if path.is_file()}
    assert f", of which {len(written) - len(sent)} were written now" in said
    large.unlink()
    original = next(path for path in site.media.rglob("original.jpg"))
    said = command(site, "backup", str(folder), "--keep", "1")

    assert ", of which 0 were written now" in said
    assert "Deleted the old backup" in said
    kept = {path: path.stat().st_mtime_ns for path in (folder / "files").rglob("*") if path.is_file()}
    assert len(written) - len(kept) == 1  # of the large file, which no backup has any more
    assert kept.items() < written.items()
    assert (folder / "files" / original.parent.name[:2] / original.parent.name).read_bytes() == original.read_bytes()
    assert [path for path in folder.rglob("*") if path.stat().st_mode & 0o077] == []


def test_a_backup_and_a_restoration_that_are_killed_leave_nothing_half_done_and_go_on(
    site: StoredSite, settings: Settings, tmp_path: Path, command: Callable[..., str]
) -> None:
    archive, other, empty = tmp_path / "site.tar.zst", tmp_path / "other.tar.zst", empty_site(tmp_path / "restored")
    for number in range(12):
        path = site.media / "photos" / "zz" / f"large-{number}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(os.urandom(5_000_000))  # so that there is a middle
    originals = files(site.media)

    site.killed("backup", str(archive), once=lambda: written_below(tmp_path, ".site*/coming") > 20_000_000)
    assert not archive.exists()
    command(site, "backup", str(archive))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    command(site, "backup", str(other))

    empty.killed("restore", str(archive), once=lambda: written_below(empty.media, "**/large-*") > 20_000_000)
    refused = empty.manage("serve")
    assert "A backup was not restored to the end. Restore it again" in refused.stderr
    with pytest.raises(CommandError, match="Files are stored already"):
        command(empty, "restore", str(other))
    there = {path: path.stat().st_mtime_ns for path in empty.media.rglob("large-*")}
    of_the_kill = max(there, key=lambda path: there[path])
    command(empty, "restore", "--open", str(archive))

    assert files(empty.media) == originals
    assert {path for path in there if path.stat().st_mtime_ns != there[path]} <= {of_the_kill}
    assert within(empty, settings, lambda: Client().get("/en/").status_code) == 200


def test_last_nights_backup_goes_onto_todays_files(
    site: StoredSite, settings: Settings, tmp_path: Path, command: Callable[..., str]
) -> None:
    folder = tmp_path / "backups"
    command(site, "backup", str(folder))
    last_night = files(site.media)
    Path(site.database).unlink(missing_ok=True)
    today = empty_site(site.data_dir)
    damaged, lost, *_others = sorted(site.media.rglob("original.jpg"))
    damaged.write_bytes(b"damaged")
    lost.unlink()
    new = site.media / "photos" / "ab" / ("ab" * 32) / "original.jpg"
    new.parent.mkdir(parents=True)
    new.write_bytes(b"of today")

    with pytest.raises(CommandError, match="Files are stored already, and were left as they are"):
        command(today, "restore", str(folder))
    command(today, "restore", "--open", "--onto-files", str(folder))

    assert files(site.media) == last_night | {str(new.relative_to(site.media)): files(new.parent)["original.jpg"]}
    assert within(today, settings, lambda: Client().get("/en/").status_code) == 200


def test_what_the_site_lacks_is_named_and_the_rest_is_backed_up(
    site: StoredSite, tmp_path: Path, command: Callable[..., str]
) -> None:
    lost, damaged, *_others = sorted(site.media.rglob("original.jpg"))
    lost.unlink()
    damaged.write_bytes(b"damaged")

    with pytest.raises(CommandError) as refusal:
        command(site, "backup", str(tmp_path / "site.tar.zst"))

    said = str(refusal.value)
    assert f"{lost.relative_to(site.media)} is missing." in said
    assert f"{damaged.relative_to(site.media)} is damaged: its content is not what its name says." in said
    assert "The backup is complete, but the site it was made of is not" in said
    assert (tmp_path / "site.tar.zst").exists()
