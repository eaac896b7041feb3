"""Restores a backup: files, database, and what a restored site has to know."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.files.base import File
from django.core.management import CommandError
from django.db import connection
from django.utils.dateparse import parse_datetime

from config.backups import contents, dumps, making
from config.backups.manifest import CHUNK, IN_MEMORY, VENDORS, Entry, Hashing, Manifest
from config.backups.versions import unknown_migrations
from publishing import clock, restorations
from publishing.stored_files import storage

UNFINISHED: Final = "restoring"  # a file of the data folder: which backup is being restored


def restore(path: Path, *, onto_files: bool, say: Callable[[str], None], report: making.Report) -> Manifest:
    """Bring back files, then the database, compared by hash; present files are left.

    The database comes last, and at once. Its migrations are then those of the backup, and `complete` has to be called
    when they are applied. Raises CommandError, also if there is something that the backup would overwrite.
    """
    backup = making.open_backup(path)
    manifest = backup.manifest
    _refuse_another_database(manifest)
    is_resumed = _is_unfinished(manifest)
    if not dumps.is_empty() and not is_resumed:
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} is not empty, and was left as it is. Move it away, or "
            "let PLENARY_DATA_DIR or PLENARY_DATABASE_URL name another place, and restore there."
        )
    if not (onto_files or is_resumed) and next(contents.stored_files(), None):
        raise CommandError(
            "Files are stored already, and were left as they are. Restore into an empty data folder, or add "
            "--onto-files: what the backup has is compared and put right, and other files stay until they are swept."
        )
    _file().write_text(manifest.identity)
    try:
        for problem in backup.problems(lambda _size: None):
            raise CommandError(f"The backup is damaged: {problem} Use another one. The database is still empty.")
        _restore_contents(backup.contents(), manifest, report)
    except OSError as error:
        raise CommandError(
            f"The backup could not be restored ({error.strerror or error}: {error.filename or path}). Restore it "
            "again: it goes on where it stopped."
        ) from error
    say(f"Restored the database and {len(manifest.files):,} files of {manifest.made:%Y-%m-%d %H:%M:%S} UTC.")
    return manifest


def complete(manifest: Manifest, *, is_open: bool) -> None:
    """Note in the database that it was restored, and the latest moment it had seen."""
    restorations.note(manifest.made, is_open=is_open)
    if seen := parse_datetime(manifest.latest_moment):
        clock.keep_seen(seen)
    _file().unlink()


def refuse_unfinished() -> None:
    """Raise CommandError if a restoration was interrupted: files may be missing."""
    if _file().exists():
        raise CommandError(
            "A backup was not restored to the end. Restore it again (./run restore FILE): it goes on where it stopped."
        )


def _is_unfinished(manifest: Manifest) -> bool:
    """Whether this backup is being restored here; its database is empty or complete."""
    return _file().exists() and _file().read_text() == manifest.identity


def _file() -> Path:
    return Path(settings.DATA_DIR, UNFINISHED)


def _refuse_another_database(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise CommandError(
            f"The backup holds a database of {VENDORS[manifest.vendor]}, and this site uses "
            f"{VENDORS[connection.vendor]}. "
            "Restore it with PLENARY_DATABASE_URL for the same kind of database"
            + (", then move it: ./run manage move --to postgres://…" if manifest.vendor == "sqlite" else ".")
        )
    if unknown := unknown_migrations(manifest.migrations):
        raise CommandError(
            f"The backup was made by another version of Plenary: it has the migration {unknown[0]}, which this "
            "version does not have. Restore it with the version that made it."
        )


def _restore_contents(entries: Iterator[tuple[Entry, IO[bytes]]], manifest: Manifest, report: making.Report) -> None:
    for done, (entry, source) in enumerate(entries, 1):
        if entry is manifest.database:
            if dumps.is_empty():
                with _verified(entry, source) as content:
                    dumps.load(content)
        elif not _is_stored(entry):
            with _verified(entry, source) as content:
                if storage.exists(entry.name):
                    storage.delete(entry.name)
                storage.save(entry.name, File(content))
        report(done, len(manifest.files) + 1)


def _is_stored(entry: Entry) -> bool:
    if not storage.exists(entry.name):
        return False
    with storage.open(entry.name) as stored:
        return Hashing(stored).to_the_end().agrees_with(entry)


@contextmanager
def _verified(entry: Entry, source: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give the content from its beginning once it is verified, or raise CommandError."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(settings.DATA_DIR)) as content:
        reading = Hashing(source)
        shutil.copyfileobj(reading, content, CHUNK)
        if not reading.agrees_with(entry):
            raise CommandError(f"The backup is damaged: {entry.name}. Use another one. The database is still empty.")
        content.seek(0)
        yield content
