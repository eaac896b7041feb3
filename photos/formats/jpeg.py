"""JPEG files as segments (ITU-T T.81, annex B), separated without decoding.

A download is a header of ours and the picture data of the stored file as it is, so the header has the current metadata.
"""

import hashlib
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, NamedTuple

from PIL import Image

from photos.formats import exif_colours

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
START: Final = b"\xff\xd8"
END: Final = b"\xff\xd9"
APP0, APP1, APP2, APP13, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
STUFFED: Final = (
    0x00,
    *range(0xD0, 0xD8),
)  # after 0xFF within entropy-coded data: a byte of it, or a restart
ALONE: Final = (0x01, *range(0xD0, 0xD9))  # markers without a length, which have no place between segments
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
    """The location of the picture in a JPEG file.

    `kept` are the segments without which the picture would look different (JFIF, colour profile, Adobe's transform),
    `spans` all that is neither an application's segment nor a comment, to the end of the first picture; `length`,
    `crc32` and `sha256` are those of the spans put together, with the end marker behind them where `is_open` says that
    the file lacks it. `orientation` is the Exif value from 1 to 8. `space` is "adobe-rgb" where Exif alone says so.
    """

    kept: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0
    crc32: int = 0
    sha256: str = ""
    orientation: int = 1
    is_open: bool = False
    space: str = ""

    @property
    def tail(self) -> bytes:
        """The bytes behind the spans that a copy of the picture needs."""
        return END if self.is_open else b""

    def as_row(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Scan":
        """Return it from what `as_row` gave."""
        pairs = {name: [(start, end) for start, end in row[name]] for name in ("kept", "spans")}
        return cls(**row | pairs)


def scan(content: bytes) -> Scan:
    """Return the scan with length and hashes; raises ValueError if it is no JPEG."""
    found = outline(content)
    digest, crc, length = hashlib.sha256(), 0, 0
    for part in (*(content[start:end] for start, end in found.spans), found.tail):
        digest.update(part)
        crc = zlib.crc32(part, crc)
        length += len(part)
    return replace(found, length=length, crc32=crc, sha256=digest.hexdigest())


def outline(content: bytes) -> Scan:
    """Return the scan without length and hashes; raises ValueError if it is no JPEG."""
    kept: list[Span] = []
    spans: list[Span] = []
    exif, has_profile, is_open = b"", False, True
    for segment in segments(content):
        span = (segment.start, segment.end)
        if _is_kept(content, segment):
            kept.append(span)
            has_profile = has_profile or segment.marker == APP2
        elif not _is_said(segment.marker):
            _extend(spans, span)
        if segment.marker == APP1 and content.startswith(EXIF, segment.start + 4):
            exif = exif or content[segment.start + 4 : segment.end]
        is_open = segment.marker != EOI
    space = "" if has_profile else exif_colours.space_of(exif)
    return Scan(kept, spans, orientation=orientation_of(exif), is_open=is_open, space=space)


def bare(content: bytes, behind: bytes = b"") -> bytes:
    """Return the file to decode: the picture, what its looks need, and an end.

    `behind` is put before the end. What is no whole JPEG is returned as it is.
    """
    try:
        found = outline(content)
    except ValueError:
        return content
    spans = [*sorted(found.kept), *found.spans]
    return b"".join((START, *(content[start:end] for start, end in spans), behind, found.tail))


def segments(content: bytes) -> Iterator[Segment]:
    """Yield all after the first marker up to the first picture's end, if it has one.

    Bytes between two segments are passed over, as browsers do. Raises ValueError where no picture begins.
    """
    if not content.startswith(START):
        raise ValueError("The file does not begin like a JPEG.")
    at, has_picture = 2, False
    while True:
        start, marker = _marker(content, at)
        if marker == EOI or (start < 0 and has_picture):
            break
        at = start + 4
        if start < 0 or len(content) < at:
            raise ValueError("The JPEG ends before its picture.")
        (length,) = struct.unpack_from(">H", content, start + 2)
        end = start + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("The JPEG ends within a segment.")
        has_picture = has_picture or marker == SOS
        at = _end_of_scan(content, end) if marker == SOS else end
        yield Segment(marker, start, at)
    if start >= 0:
        yield Segment(EOI, start, start + 2)


def segment(marker: int, payload: bytes) -> bytes:
    """Return a segment; raises ValueError if the payload is too long."""
    if len(payload) > MAX_SEGMENT:
        raise ValueError(f"A segment of a JPEG holds {MAX_SEGMENT} bytes, not {len(payload)}.")
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def header(kept: list[bytes], said: list[bytes]) -> bytes:
    """Return a JPEG up to its spans; our segments `said` follow JFIF."""
    jfif = [_without_thumbnail(each) for each in kept if each[1] == APP0]
    others = [each for each in kept if each[1] != APP0]
    return b"".join((bytes((0xFF, SOI)), *jfif, *said, *others))


def _without_thumbnail(jfif: bytes) -> bytes:
    """Return a JFIF segment without its thumbnail, which may show a cropped part."""
    return segment(APP0, jfif[4:16] + bytes(2))


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return where the next marker starts and which it is; -1 where none follows."""
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        marker = content[at + 1]
        if marker not in (0x00, 0xFF, *ALONE):
            return at, marker
        at += 1 if marker == 0xFF else 2
    return -1, 0


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the entropy-coded data ends: at a marker, else with the file."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] == 0xFF:
            at += 1
        elif content[at + 1] in STUFFED:
            at += 2
        else:
            return at
    end = len(content)
    while content[end - 1] == 0xFF:  # half of a marker
        end -= 1
    return end


def _is_said(marker: int) -> bool:
    return APP0 <= marker <= APP15 or marker == COM


def _is_kept(content: bytes, segment: Segment) -> bool:
    heads = {APP0: (b"JFIF\0", 14), APP2: (b"ICC_PROFILE\0", 14), APP14: (b"Adobe", 12)}
    head, least = heads.get(segment.marker, (b"", 0))
    start = segment.start + 4
    return bool(head) and content.startswith(head, start) and segment.end - start >= least


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1][1] == span[0]:
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)


@contextmanager
def unwarned() -> Iterator[None]:
    """Silence Pillow's warnings; what matters is refused with a sentence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def orientation_of(block: bytes) -> int:
    """Return the Exif orientation; 1 where the block is damaged or says none."""
    exif = Image.Exif()
    try:
        with unwarned():
            exif.load(block)
            value = exif.get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, struct.error):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
