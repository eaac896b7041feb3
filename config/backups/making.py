"""Makes a backup while the site runs: first the database, then the stored files."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Final

from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import last_backup
from config.backups import contents, dumps
from config.backups.archives import ENDING, ArchiveReader, ArchiveWriter
from config.backups.folders import FolderReader, FolderWriter
from config.backups.manifest import CHUNK, IN_MEMORY, TIME, Entry, Hashing, Manifest
from publishing import clock
from publishing.stored_files import storage
from publishing.unavailable import StorageUnavailable

Report = Callable[[int, int], None]  # gets the number of files that are done, and of all
STAY: Final = "Older backups stay: they may have what this one lacks."


class Unreadable(Exception):
    """A stored file cannot be read, for example because its disk is failing."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass
class Found:
    """The results of writing files: how many were new, and a sentence per problem."""

    sent: int = 0
    problems: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # files, and folders whose files are not known
    lacking: set[str] = field(default_factory=set)  # files that the database names; older backups may have them

    def cannot_read(self, name: str, error: OSError) -> None:
        self.unreadable.append(name)
        self.problems.append(f"{name} cannot be read ({error.strerror or error}).")

    def lacks(self, needed: set[str]) -> None:
        """Note which of the files that the database names this backup lacks."""
        above = tuple(f"{name}/" for name in self.unreadable)
        unread = {name for name in needed if f"{name}/".startswith(above)}
        self.lacking = needed
        self.problems += [f"{name} is missing." for name in sorted(needed - unread)]


@dataclass
class Made:
    """A finished backup: where it is, what was found, and sentences about older ones."""

    target: Path
    manifest: Manifest
    found: Found
    older: list[str] = field(default_factory=list)


def make(target: Path, *, keep: int, report: Report) -> Made:
    """Make a backup in the file or the folder; raise CommandError if there is none."""
    made_at = _unused_time(target)
    try:
        is_archive = target.name.endswith(ENDING)
        writer = ArchiveWriter(target, made_at, keep=keep) if is_archive else FolderWriter(target, made_at)
        with writer.writing() as folder:
            manifest, made = _write(writer, folder, made_at, report)
            writer.finish(manifest)
            if keep:
                made.older = [STAY] if made.found.lacking else writer.thin(keep)
    except StorageUnavailable as error:
        raise CommandError(f"The backup could not be made. {error}") from error
    except OSError as error:
        raise CommandError(
            f"The backup could not be made ({error.strerror or error}: {error.filename or target}). Give this user the "
            "right to write there, and look whether its disk is full. A backup to a folder goes on where it stopped."
        ) from error
    with suppress(DatabaseError):  # it may be read only
        last_backup.report(timezone.now(), str(target.resolve()))
    return made


def open_backup(path: Path) -> ArchiveReader | FolderReader:
    """Return what reads the backup. Raises CommandError where there is none."""
    if path.is_dir():
        return FolderReader(path)
    if path.is_file():
        return ArchiveReader(path)
    raise CommandError(f"There is no backup {path}.")


def _unused_time(target: Path) -> str:
    """Return the time that names the backup; it is a second later if that is taken."""
    moment = timezone.now().astimezone(UTC)
    while (target / moment.strftime(TIME)).exists():
        moment += timedelta(seconds=1)
    return moment.strftime(TIME)


def _write(writer: ArchiveWriter | FolderWriter, folder: Path, made_at: str, report: Report) -> tuple[Manifest, Made]:
    database = folder / dumps.NAMES[connection.vendor]
    with dumps.dumped(database) as alias:
        needed = contents.needed_files(alias)
        migrations = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
    files, found = _write_files(writer, needed, report)
    writer.put_database(database)
    with database.open("rb") as file:
        reading = Hashing(file).to_the_end()
    latest = clock.latest_seen()
    manifest = Manifest(
        made_at=made_at,
        vendor=connection.vendor,
        database=Entry(database.name, reading.size, reading.sha256),
        migrations=migrations,
        latest_moment=latest.isoformat() if latest else "",
        files=files,
    )
    return manifest, Made(writer.target, manifest, found)


def _write_files(writer: ArchiveWriter | FolderWriter, needed: set[str], report: Report) -> tuple[list[Entry], Found]:
    """Write the stored files; return their entries, and what was found on the way."""
    entries, found = [], Found()
    stored = sorted(contents.stored_files(found.cannot_read))
    for done, (name, size) in enumerate(stored, 1):
        try:
            entry, is_sent = _write_file(writer, name, size)
        except FileNotFoundError:  # swept meanwhile, or named below
            continue
        except Unreadable as error:
            found.cannot_read(name, error.reason)
            continue
        finally:
            report(done, len(stored))
        entries.append(entry)
        found.sent += is_sent
        if (expected := contents.hash_in_name(name)) and entry.sha256 != expected:
            found.problems.append(f"{name} is damaged: its content is not what its name says.")
    found.lacks(needed - {entry.name for entry in entries})
    return entries, found


def _write_file(writer: ArchiveWriter | FolderWriter, name: str, size: int) -> tuple[Entry, bool]:
    sha256 = contents.hash_in_name(name)
    with _reading():
        modified = "" if sha256 else storage.get_modified_time(name).isoformat()
    if known := writer.known(name, sha256, size, modified):
        return known, False
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        for chunk in _chunks(name):
            content.write(chunk)
        content.seek(0)
        reading = Hashing(content).to_the_end()  # its length may be another by now, as of a size that was made again
        content.seek(0)
        entry = Entry(name, reading.size, reading.sha256, modified)
        return entry, writer.put(entry, content)


def _chunks(name: str) -> Iterator[bytes]:
    """Yield the content of the stored file; raise Unreadable for errors of reading."""
    with _reading(), storage.open(name) as file:
        while chunk := file.read(CHUNK):
            yield chunk


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, StorageUnavailable):
        raise
    except OSError as error:
        raise Unreadable(error) from error


def lines(made: Made) -> Iterator[str]:
    """Yield a line for each result, for the operator."""
    database, files = made.manifest.database.size, len(made.manifest.files)
    yield (
        f"Backed up to {made.target}: the database ({_megabytes(database)}) and {files:,} files "
        f"({_megabytes(made.manifest.size - database)}), of which {made.found.sent:,} were written now."
    )
    yield from made.older


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
