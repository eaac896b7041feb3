"""JPEG files as segments (ITU-T T.81, annex B): what is picture and what is said about it, told apart without decoding.

A download is a header of ours and the picture data of the stored file as it is, so the header can say what holds now.
"""

import hashlib
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple

from PIL import Image

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP0, APP1, APP2, APP13, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
STUFFED: Final = (
    0x00,
    *range(0xD0, 0xD8),
)  # after 0xFF within entropy-coded data: a byte of it, or a restart
MAX_SEGMENT: Final = 65_533
EXIF: Final = b"Exif\0\0"
ORIENTATION: Final = 0x0112

Span = tuple[int, int]  # the first byte, and the one after the last


class Segment(NamedTuple):
    """One marker with all that follows it up to the next."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True)
class Scan:
    """Where the picture is in a JPEG file.

    `kept` are the segments without which the picture would look different (JFIF, colour profile, Adobe's transform),
    `spans` all that is neither an application's segment nor a comment, to the end of the first picture; `length`,
    `crc32` and `sha256` are those of the spans put together. `orientation` is the Exif value from 1 to 8.
    """

    kept: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0
    crc32: int = 0
    sha256: str = ""
    orientation: int = 1

    def as_row(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Scan":
        """Return it from what `as_row` gave."""
        pairs = {name: [(start, end) for start, end in row[name]] for name in ("kept", "spans")}
        return cls(**row | pairs)


def scan(content: bytes) -> Scan:
    """Tell the picture of a JPEG file from what is said about it. Raises ValueError for what is no whole JPEG."""
    kept: list[Span] = []
    spans: list[Span] = []
    orientation = 1
    for segment in segments(content):
        span = (segment.start, segment.end)
        if _is_kept(content, segment):
            kept.append(span)
        elif not _is_said(segment.marker):
            _extend(spans, span)
        if segment.marker == APP1 and content.startswith(EXIF, segment.start + 4):
            orientation = _orientation(content[segment.start + 4 : segment.end])
    digest, crc = hashlib.sha256(), 0
    for start, end in spans:
        digest.update(content[start:end])
        crc = zlib.crc32(content[start:end], crc)
    length = sum(end - start for start, end in spans)
    return Scan(kept, spans, length, crc, digest.hexdigest(), orientation)


def segments(content: bytes) -> Iterator[Segment]:
    """Yield all after the first marker up to the end of the first picture. Raises ValueError when it is cut."""
    if content[:2] != bytes((0xFF, SOI)):
        raise ValueError("The file does not begin like a JPEG.")
    at = 2
    while True:
        start, marker = _marker(content, at)
        if marker == EOI:
            yield Segment(marker, start, start + 2)
            return
        at = start + 4
        if len(content) < at:
            raise ValueError("The JPEG ends within a segment.")
        (length,) = struct.unpack_from(">H", content, start + 2)
        end = start + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("The JPEG ends within a segment.")
        at = _end_of_scan(content, end) if marker == SOS else end
        yield Segment(marker, start, at)


def segment(marker: int, payload: bytes) -> bytes:
    """Return a segment; raises ValueError for a payload that is longer than one can be."""
    if len(payload) > MAX_SEGMENT:
        raise ValueError(f"A segment of a JPEG holds {MAX_SEGMENT} bytes, not {len(payload)}.")
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def header(kept: list[bytes], said: list[bytes]) -> bytes:
    """Return the beginning of a JPEG: what stands before the spans. `said` are our own segments, JFIF precedes them."""
    jfif = [_without_thumbnail(each) for each in kept if each[1] == APP0]
    others = [each for each in kept if each[1] != APP0]
    return b"".join((bytes((0xFF, SOI)), *jfif, *said, *others))


def _without_thumbnail(jfif: bytes) -> bytes:
    """Return a JFIF segment without its small picture, which may show what was cropped off the large one."""
    return segment(APP0, jfif[4:16] + bytes(2))


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return where the next marker starts and which it is; fill bytes may precede it."""
    if content[at : at + 1] != b"\xff":
        raise ValueError("The JPEG is damaged between its segments.")
    while content[at + 1 : at + 2] == b"\xff":
        at += 1
    if at + 1 >= len(content):
        raise ValueError("The JPEG ends without an end.")
    return at, content[at + 1]


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] == 0xFF:
            at += 1
        elif content[at + 1] in STUFFED:
            at += 2
        else:
            return at
    raise ValueError("The JPEG ends within its picture.")


def _is_said(marker: int) -> bool:
    return APP0 <= marker <= APP15 or marker == COM


def _is_kept(content: bytes, segment: Segment) -> bool:
    heads = {APP0: b"JFIF\0", APP2: b"ICC_PROFILE\0", APP14: b"Adobe"}
    head = heads.get(segment.marker)
    return head is not None and content.startswith(head, segment.start + 4)


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1][1] == span[0]:
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)


@contextmanager
def unwarned() -> Iterator[None]:
    """Let Pillow say nothing of odd metadata, or of large pictures: what matters is refused with a sentence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _orientation(block: bytes) -> int:
    """Return the Exif orientation; 1 where the block is damaged or says none."""
    exif = Image.Exif()
    try:
        with unwarned():
            exif.load(block)
            value = exif.get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
