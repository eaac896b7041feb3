"""Backups in one tar archive, compressed with Zstandard; the manifest comes last."""

import io
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

import zstandard
from django.core.management import CommandError

from config.backups import manifest as manifests
from config.backups.folders import DATED, FILES, locked, to_disk
from config.backups.manifest import Entry, Hashing, Manifest, by_name

ENDING: Final = ".tar.zst"
BROKEN: Final = (tarfile.TarError, zstandard.ZstdError, EOFError)


class ArchiveWriter:
    """Writes a backup to a file, which gets its name only when it is complete."""

    def __init__(self, path: Path, time: str, *, keep: int = 0) -> None:
        self._stem = path.name.removesuffix(ENDING)
        self.target = path.with_name(f"{self._stem}-{time}{ENDING}") if keep else path
        if self.target.exists():
            raise CommandError(
                f"{self.target} exists already. Name another file; with --keep the name gets the time of the backup."
            )
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent} for the backup: create it, or name another file.")

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give the folder to write the database in; leave nothing behind if it fails."""
        folder = self.target.parent
        with locked(folder):
            for left in folder.glob(f".{self._stem}{ENDING}-*"):  # of one that was killed
                shutil.rmtree(left)
            with tempfile.TemporaryDirectory(dir=folder, prefix=f".{self._stem}{ENDING}-") as making:
                self._coming = Path(making, "coming")
                self._file = self._coming.open("wb")
                self._compressing = zstandard.ZstdCompressor().stream_writer(self._file, closefd=True)
                self._tar = tarfile.open(fileobj=self._compressing, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
                try:
                    yield Path(making)
                finally:
                    with suppress(OSError, ValueError):  # of one that failed, which is deleted
                        self._tar.close()
                    self._file.close()

    def put_database(self, path: Path) -> None:
        with path.open("rb") as file:
            self._add(path.name, file, path.stat().st_size)

    def known(self, name: str, sha256: str, size: int, modified: str) -> Entry | None:
        """Return None: an archive holds everything once."""
        return None

    def put(self, entry: Entry, content: IO[bytes]) -> bool:
        self._add(f"{FILES}/{entry.name}", content, entry.size)
        return True

    def finish(self, manifest: Manifest) -> None:
        content = manifest.as_json()
        self._add(manifests.NAME, io.BytesIO(content), len(content))
        self._tar.close()
        self._compressing.close()  # type: ignore[no-untyped-call]  # of zstandard
        to_disk(self._coming)
        self._coming.rename(self.target)
        to_disk(self.target.parent)

    def thin(self, keep: int) -> list[str]:
        """Delete all but the newest dated archives; return a sentence about each."""
        dated = re.compile(rf"{re.escape(self._stem)}-{DATED.pattern}{re.escape(ENDING)}")
        found = sorted(path for path in self.target.parent.iterdir() if dated.fullmatch(path.name))
        for path in found[:-keep]:
            path.unlink()
        return [f"Deleted the old backup {path.name}." for path in found[:-keep]]

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, source)


class ArchiveReader:
    """Reads an archive: first all of it, to check it, since the manifest comes last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[str] = []
        self._read_once()

    def _read_once(self) -> None:
        found: dict[str, Hashing] = {}
        manifest: Manifest | None = None
        for name, file in self._members():
            if name == manifests.NAME:
                manifest = Manifest.from_json(file.read())
            else:
                found[name] = Hashing(file).to_the_end()
        if manifest is None:
            raise CommandError(f"The archive {self._path} is not complete: use another backup.")
        self.manifest = manifest
        named = {manifest.database.name: manifest.database}
        named |= {f"{FILES}/{each.name}": each for each in manifest.files}
        for name, entry in named.items():
            if name not in found:
                self._problems.append(f"{entry.name} is missing.")
            elif not found[name].agrees_with(entry):
                self._problems.append(f"{entry.name} is damaged.")
        self._problems += [f"{name} is not in the manifest." for name in sorted(found.keys() - named.keys())]

    def problems(self, report: Callable[[int], None]) -> Iterator[str]:
        report(self.manifest.size)
        yield from self._problems

    def contents(self) -> Iterator[tuple[Entry, IO[bytes]]]:
        """Yield the entries, the database last, each with its content to read once."""
        named = by_name(self.manifest.files)
        for name, file in self._members():
            if name == self.manifest.database.name:
                yield self.manifest.database, file
            elif name != manifests.NAME:
                yield named[name.removeprefix(f"{FILES}/")], file

    def _members(self) -> Iterator[tuple[str, Any]]:
        try:
            with (
                self._path.open("rb") as file,
                zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as plain,
                tarfile.open(fileobj=plain, mode="r|") as tar,
            ):
                for member in tar:
                    if not member.isreg():
                        raise CommandError(
                            f"The archive {self._path} holds {member.name}, which is no file: use another backup."
                        )
                    yield member.name, tar.extractfile(member)
        except BROKEN as error:
            raise CommandError(f"The archive {self._path} cannot be read ({error}): use another backup.") from error
