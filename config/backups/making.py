"""Makes a backup while the site runs: the database first, then the files that are stored."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

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

Report = Callable[[int, int], None]  # gets the number of files that are done, and of all


@dataclass
class Made:
    """What became of a backup: where it is, how much of it was new, what it lacks, and what was thinned."""

    target: Path
    manifest: Manifest
    sent: int
    problems: list[str]
    thinned: list[str]


def make(target: Path, *, keep: int, report: Report) -> Made:
    """Make a backup in the file, or the folder. Raises CommandError if there is none in the end."""
    made_at = _unused_time(target)
    try:
        is_archive = target.name.endswith(ENDING)
        writer = ArchiveWriter(target, made_at, keep=keep) if is_archive else FolderWriter(target, made_at)
        with writer.writing() as folder:
            manifest, made = _write(writer, folder, made_at, report)
            writer.finish(manifest)
        made.thinned = writer.thin(keep) if keep else []
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
    """Return the time that names the backup: of two in one second, the second one gets the next."""
    moment = timezone.now().astimezone(UTC)
    while (target / moment.strftime(TIME)).exists():
        moment += timedelta(seconds=1)
    return moment.strftime(TIME)


def _write(writer: ArchiveWriter | FolderWriter, folder: Path, made_at: str, report: Report) -> tuple[Manifest, Made]:
    database = folder / dumps.NAMES[connection.vendor]
    with dumps.dumped(database) as alias:
        needed = contents.needed_files(alias)
        migrations = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
    files, problems, sent = _write_files(writer, needed, report)
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
    return manifest, Made(writer.target, manifest, sent, problems, [])


def _write_files(
    writer: ArchiveWriter | FolderWriter, needed: set[str], report: Report
) -> tuple[list[Entry], list[str], int]:
    """Write the files that are stored; return their entries, a sentence for each problem, and how many were sent."""
    entries, problems, sent = [], [], 0
    stored = sorted(contents.stored_files())
    for done, (name, size) in enumerate(stored, 1):
        try:
            entry, is_sent = _write_file(writer, name, size)
        except FileNotFoundError:  # swept meanwhile, or named below
            continue
        finally:
            report(done, len(stored))
        entries.append(entry)
        sent += is_sent
        if (expected := contents.hash_in_name(name)) and entry.sha256 != expected:
            problems.append(f"{name} is damaged: its content is not what its name says.")
    missing = needed - {entry.name for entry in entries}
    return entries, [*problems, *(f"{name} is missing." for name in sorted(missing))], sent


def _write_file(writer: ArchiveWriter | FolderWriter, name: str, size: int) -> tuple[Entry, bool]:
    sha256 = contents.hash_in_name(name)
    modified = "" if sha256 else storage.get_modified_time(name).isoformat()
    if known := writer.known(name, sha256, size, modified):
        return known, False
    with storage.open(name) as file, tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        reading = Hashing(file)  # whose length may be another by now, as of a size that was made again
        shutil.copyfileobj(reading, content, CHUNK)
        content.seek(0)
        entry = Entry(name, reading.size, reading.sha256, modified)
        return entry, writer.put(entry, content)


def lines(made: Made) -> Iterator[str]:
    """Yield a line for each result, for the operator."""
    files = len(made.manifest.files)
    yield (
        f"Backed up to {made.target}: the database ({_megabytes(made.manifest.database.size)}) and {files:,} files "
        f"({_megabytes(made.manifest.size - made.manifest.database.size)}), of which {made.sent:,} were written now."
    )
    for name in made.thinned:
        yield f"Deleted the old backup {name}."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
