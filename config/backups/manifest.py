"""The manifest of a backup: what it holds, with sizes and hashes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import IO, Any, Final, Self

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.utils import validate_file_name
from django.core.management import CommandError

NAME: Final = "manifest.json"
VERSION: Final = 1  # of the manifest's own form
CHUNK: Final = 1024 * 1024
IN_MEMORY: Final = 8 * 1024 * 1024  # bytes of a file that is looked at before it is stored; a larger one is on the disk
VENDORS: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TIME: Final = "%Y-%m-%dT%H%M%SZ"  # in the names of backups: no colon, which other systems refuse


@dataclass(frozen=True)
class Entry:
    """A file of a backup: its name, size in bytes, hash, and when it was written."""

    name: str
    size: int
    sha256: str
    modified: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. Of the database, `vendor` is "sqlite" or "postgresql"."""

    made_at: str
    vendor: str
    database: Entry
    migrations: list[str]
    latest_moment: str = ""
    files: list[Entry] = field(default_factory=list)

    @property
    def identity(self) -> str:
        """A text that tells this backup from all others."""
        return f"{self.made_at} {self.database.sha256}"

    @property
    def made(self) -> datetime:
        return datetime.strptime(self.made_at, TIME).replace(tzinfo=UTC)

    @property
    def size(self) -> int:
        """The size of its database and files together, in bytes."""
        return self.database.size + sum(each.size for each in self.files)

    def as_json(self) -> bytes:
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a manifest. Raises CommandError for one that cannot be read."""
        try:
            read: dict[str, Any] = json.loads(content)
            if read.pop("version") != VERSION:
                raise CommandError("The backup was made by a later version of Plenary: restore it with that version.")
            files = [Entry(**each) for each in read.pop("files")]
            manifest = cls(**read | {"database": Entry(**read["database"]), "files": files})
            manifest.refuse_what_no_backup_holds()
        except (ValueError, KeyError, TypeError, AttributeError, SuspiciousFileOperation) as error:
            raise CommandError("The manifest of the backup cannot be read: the backup is damaged.") from error
        return manifest

    def refuse_what_no_backup_holds(self) -> None:
        """Raise ValueError, or SuspiciousFileOperation for names outside the storage."""
        for each in self.files:
            validate_file_name(each.name, allow_relative_path=True)
        validate_file_name(self.database.name)
        if self.made.strftime(TIME) != self.made_at or self.vendor not in VENDORS:
            raise ValueError(f"{self.made_at} {self.vendor}")


class Hashing:
    """A file that is read once, from the beginning to the end, and hashed on the way."""

    def __init__(self, source: IO[bytes] | File) -> None:
        self._source, self._digest = source, hashlib.sha256()
        self.size = 0

    def read(self, size: int = CHUNK) -> bytes:
        chunk: bytes = self._source.read(size)
        self._digest.update(chunk)
        self.size += len(chunk)
        return chunk

    def to_the_end(self) -> Self:
        while self.read():
            pass
        return self

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def agrees_with(self, entry: Entry) -> bool:
        return (self.size, self.sha256) == (entry.size, entry.sha256)


def by_name(files: list[Entry]) -> Mapping[str, Entry]:
    return {each.name: each for each in files}
