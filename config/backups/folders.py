"""Backups in a folder: one folder for each, and the files of all once, by hash."""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from django.core.management import CommandError

from config.backups import manifest as manifests
from config.backups.manifest import CHUNK, Entry, Hashing, Manifest

FILES: Final = "files"
PARTIAL: Final = ".partial"
UNKNOWN: Final = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)  # of file systems that sync files, but no folders
DATED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let only one backup at a time be written into the folder. Raises CommandError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CommandError(f"Another backup is being written to {folder}. Wait until it is done.") from None
    finally:
        os.close(handle)


def to_disk(path: Path) -> None:
    """Wait until the file, or the folder's list of files, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if not (path.is_dir() and error.errno in UNKNOWN):
            raise
    finally:
        os.close(handle)


class FolderWriter:
    """Writes a backup to the folder; it resends nothing, even after an interruption."""

    def __init__(self, root: Path, time: str) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        others = [path.name for path in root.iterdir() if not (path.name == FILES or DATED.match(path.name))]
        if others:
            raise CommandError(
                f"The folder {root} holds something other than backups ({min(others)}). Name an empty or a new "
                "folder, or a file that ends with .tar.zst."
            )
        self.root, self.name = root, time
        self._making = root / f"{time}{PARTIAL}"
        self._known = {each.name: each for each in _newest_files(root)}

    @property
    def target(self) -> Path:
        return self.root / self.name

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give the folder to write the database in; leave only the files if it fails."""
        with locked(self.root):
            for left in self.root.glob(f"*{PARTIAL}"):
                shutil.rmtree(left)
            self._making.mkdir(mode=0o700)
            try:
                yield self._making
            except BaseException:
                shutil.rmtree(self._making, ignore_errors=True)
                raise

    def put_database(self, path: Path) -> None:
        """Do nothing: the database was written to its place."""

    def known(self, name: str, sha256: str, size: int, modified: str) -> Entry | None:
        """Return the entry if its content is here, by hash or the backup before, or None."""
        before = self._known.get(name)
        if not sha256 and before and (before.size, before.modified) == (size, modified):
            sha256 = before.sha256
        if sha256 and self._has(sha256, size):
            return Entry(name, size, sha256, modified)
        return None

    def put(self, entry: Entry, content: IO[bytes]) -> bool:
        """Store the content unless the folder has it; return whether it was stored."""
        if self._has(entry.sha256, entry.size):
            return False
        coming = self._making / "coming"
        with coming.open("wb") as file:
            shutil.copyfileobj(content, file, CHUNK)
        to_disk(coming)
        path = content_path(self.root, entry.sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        coming.replace(path)
        return True

    def finish(self, manifest: Manifest) -> None:
        (self._making / manifests.NAME).write_bytes(manifest.as_json())
        for pattern in (f"{self._making.name}/*", f"{self._making.name}/", f"{FILES}/*/", f"{FILES}/"):
            for path in self.root.glob(pattern):
                to_disk(path)
        self._making.rename(self.target)
        to_disk(self.root)

    def thin(self, keep: int) -> list[str]:
        """Delete old backups and the content that only they have; return sentences."""
        old = dated(self.root)[:-keep]
        for path in old:
            shutil.rmtree(path)
        kept = {path.name: _files_of(path) for path in dated(self.root)}
        unread = [name for name, files in kept.items() if files is None]
        needed = {each.sha256 for files in kept.values() for each in files or ()}
        for path in (self.root / FILES).glob("*/*") if old and not unread else ():
            if path.name not in needed:
                path.unlink()
        return [
            *(f"Deleted the old backup {path.name}." for path in old),
            *(f"The manifest of the backup {name} cannot be read, so the contents of all stay." for name in unread),
        ]

    def _has(self, sha256: str, size: int) -> bool:
        path = content_path(self.root, sha256)
        return path.is_file() and path.stat().st_size == size


class FolderReader:
    """Reads the newest backup of a folder, or the one whose own folder is named."""

    def __init__(self, path: Path) -> None:
        if DATED.fullmatch(path.name) and (path / manifests.NAME).is_file():
            self._root, self._folder = path.parent, path
        elif found := dated(path):
            self._root, self._folder = path, found[-1]
        else:
            raise CommandError(f"The folder {path} holds no complete backup.")
        self.manifest = read_manifest(self._folder)

    def contents(self) -> Iterator[tuple[Entry, IO[bytes]]]:
        """Yield the entries, the database last, each with its content to read once."""
        for entry, path in self._paths():
            with path.open("rb") as file:
                yield entry, file

    def problems(self, report: Callable[[int], None]) -> Iterator[str]:
        """Read all of it; yield a sentence for each file that is missing or damaged."""
        for entry, path in self._paths():
            try:
                with path.open("rb") as file:
                    if not Hashing(file).to_the_end().agrees_with(entry):
                        yield f"{entry.name} is damaged."
            except OSError as error:
                yield f"{entry.name} cannot be read ({error.strerror})."
            report(entry.size)

    def _paths(self) -> Iterator[tuple[Entry, Path]]:
        for entry in self.manifest.files:
            yield entry, content_path(self._root, entry.sha256)
        yield self.manifest.database, self._folder / self.manifest.database.name


def content_path(root: Path, sha256: str) -> Path:
    return root / FILES / sha256[:2] / sha256


def dated(root: Path) -> list[Path]:
    """Return the folders of the complete backups, the oldest first."""
    return sorted(path for path in root.iterdir() if DATED.fullmatch(path.name) and (path / manifests.NAME).is_file())


def read_manifest(folder: Path) -> Manifest:
    return Manifest.from_json((folder / manifests.NAME).read_bytes())


def _files_of(folder: Path) -> list[Entry] | None:
    """Return the files of the backup; None if its manifest cannot be read."""
    with suppress(CommandError, OSError):
        return read_manifest(folder).files
    return None


def _newest_files(root: Path) -> list[Entry]:
    """Return what the newest backup holds of those that can be read."""
    return next((files for path in reversed(dated(root)) if (files := _files_of(path)) is not None), [])
