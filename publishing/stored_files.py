"""The storage of photos and other files: a folder or a bucket.

`config/storage.py` and `config/object_storage.py` have the two storages. What cannot be done raises OSError: a
missing file FileNotFoundError, a storage that does not answer StorageUnavailable (publishing/unavailable.py).
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, Protocol, cast

from django.core.files.base import File
from django.core.files.storage import default_storage

CHUNK: Final = 64 * 1024
ASIDE: Final = ".aside"  # the end of the name of a file that is being written, or about to be deleted

OnError = Callable[[str, OSError], None]  # gets the name of a file or folder


def refuse(_name: str, error: OSError) -> None:
    raise error


class Storage(Protocol):
    """What both storages do; names are paths with slashes, none at the beginning."""

    def keep(self, name: str, content: bytes) -> None:
        """Store the content unless it is there; in any case protect it from a sweep."""

    def take_away(self, name: str, *, not_since: datetime) -> bool:
        """Delete the file unless stored or kept since; return whether it is gone."""

    def pieces(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `end`, or to the end of the file."""

    def files_below(self, folder: str, on_error: OnError = refuse) -> Iterator[tuple[str, int]]:
        """Yield name and length in bytes of each file in the folder and below it.

        `on_error` gets the name of what cannot be looked at, and its error; if it does not raise it, the rest follows.
        """

    def internal_path(self, name: str, content_type: str) -> str:
        """Return the file's address in a server in front, without PLENARY_ACCEL's prefix."""

    def __str__(self) -> str:
        """Return where the files are, for sentences."""

    # Of Django
    def exists(self, name: str) -> bool: ...
    def size(self, name: str) -> int: ...
    def get_modified_time(self, name: str) -> datetime: ...
    def open(self, name: str) -> File: ...
    def save(self, name: str, content: File) -> str: ...
    def delete(self, name: str) -> None: ...
    def listdir(self, path: str) -> tuple[list[str], list[str]]: ...


storage: Final = cast(Storage, default_storage)


def sha256_of(name: str, stored_in: Storage = storage) -> str:
    """Return the SHA-256 of a stored file, read in pieces."""
    found = hashlib.sha256()
    for piece in stored_in.pieces(name, 0, stored_in.size(name)):
        found.update(piece)
    return found.hexdigest()
