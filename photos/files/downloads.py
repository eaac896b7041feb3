"""The download of a photo: a JPEG with current metadata and the stored picture."""

import hashlib
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import DatabaseError

from photos.files.renditions import FULL
from photos.formats import embedding
from photos.formats.jpeg import Scan
from photos.formats.metadata import Metadata
from photos.models import PhotoFile, PictureDigest
from publishing.stored_files import storage
from publishing.streams import Body, LazyBytes, StoredRange

ORIGINAL: Final = "original"
SIZES: Final = (ORIGINAL, "1920", "1280")


@dataclass(frozen=True)
class Source:
    """The stored JPEG of a size in pixels; `bytes` is the length of its picture."""

    path: str
    scan: Scan
    width: int
    height: int
    size: str

    @property
    def bytes(self) -> int:
        return self.scan.length


@dataclass(frozen=True)
class Download:
    """One file to hand out. Raises OSError where what is stored cannot be read."""

    source: Source
    words: Metadata

    def head(self) -> bytes:
        """Return all before the picture, made again each time to save memory."""
        length = storage.size(self.source.path)
        if length < self.source.scan.spans[-1][1]:
            raise OSError(f"{self.source.path} has only {length} bytes")
        kept = []
        if self.source.scan.kept:
            for start, end in self.source.scan.kept:
                kept.append(b"".join(storage.pieces(self.source.path, start, end)))
        scan = self.source.scan
        return embedding.head(kept, self.words, orientation=scan.orientation, space=scan.space)

    @cached_property
    def body(self) -> Body:
        scan = self.source.scan
        length, _crc32 = self._head
        stored = [StoredRange(self.source.path, start, end) for start, end in scan.spans]
        ends = [LazyBytes(len(scan.tail), lambda: scan.tail)] if scan.tail else []
        return Body([LazyBytes(length, self.head), *stored, *ends])

    @cached_property
    def crc32(self) -> int:
        """The CRC-32 of the whole, without reading the picture."""
        _length, crc32 = self._head
        return combined(crc32, self.source.scan.crc32, self.source.scan.length)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the whole, which reads the picture."""
        digest = hashlib.sha256()
        for chunk in self.body.chunks(0, self.body.length):
            digest.update(chunk)
        return digest.hexdigest()

    def digest(self, file: PhotoFile, sha256: str) -> PictureDigest:
        """Return the row by which this copy, with its metadata, is recognised."""
        words = embedding.fingerprint(self.words)
        return PictureDigest(file=file, sha256=sha256, size=self.source.size, words=words)

    @property
    def etag(self) -> str:
        length, crc32 = self._head
        return f"{self.source.scan.sha256[:32]}-{crc32:08x}-{length}"

    @cached_property
    def _head(self) -> tuple[int, int]:
        """The head's length in bytes, and its CRC-32."""
        head = self.head()
        return len(head), zlib.crc32(head)


def source_of(file: PhotoFile, size: str) -> Source | None:
    """Return where the size is stored; None if the photo has none of that width."""
    if size == ORIGINAL and file.scan:
        path = file.path(ORIGINAL, file.format)
        return Source(path, Scan.from_row(file.scan), file.width, file.height, size)
    made = _made(file, FULL if size == ORIGINAL else size)
    if made is None:
        return None
    path = file.path(made["size"], "jpg")
    return Source(path, Scan.from_row(made["scan"]), made["width"], made["height"], size)


def widest_up_to(file: PhotoFile, size: str) -> Source | None:
    """Return the size, or of a photo that is narrower the original."""
    return source_of(file, size) or source_of(file, ORIGINAL)


def sizes_of(file: PhotoFile) -> list[tuple[str, Source]]:
    """Return what a photo can be downloaded in, the largest first."""
    return [(size, source) for size in SIZES if (source := source_of(file, size))]


def remember(digests: Sequence[PictureDigest]) -> None:
    """Store the new hashes by which copies that are handed out are recognised."""
    with suppress(DatabaseError):  # a download does not fail because the database is busy
        known = PictureDigest.objects.filter(
            file__in=[each.file_id for each in digests], sha256__in=[each.sha256 for each in digests]
        )
        pairs = set(known.values_list("file_id", "sha256"))
        if new := [each for each in digests if (each.file_id, each.sha256) not in pairs]:
            PictureDigest.objects.bulk_create(new, ignore_conflicts=True)


def combined(first: int, second: int, length: int) -> int:
    """Return the CRC-32 of two joined pieces; `length` is that of the second.

    Appending n bytes multiplies the first remainder by x to the power of 8n, modulo the polynomial of CRC-32.
    """
    factor, power, n = _ONE, _X, 8 * length
    while n:
        if n & 1:
            factor = _times(factor, power)
        power, n = _times(power, power), n >> 1
    return _times(factor, first) ^ second


_POLYNOMIAL: Final = 0xEDB88320  # bit 31 is the constant term
_ONE: Final = 1 << 31
_X: Final = 1 << 30


def _times(a: int, b: int) -> int:
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = a << 1 & 0xFFFFFFFF
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
    return product


def _made(file: PhotoFile, size: str) -> dict[str, Any] | None:
    return next((each for each in file.renditions if each["size"] == size and each["ext"] == "jpg"), None)
