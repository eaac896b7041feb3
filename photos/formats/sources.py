"""Finds XMP, IPTC-IIM and Exif in files of every accepted format."""

import logging
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PIL import Image
from PIL.ImageFile import ImageFile

from photos.formats import decoding, iim, jpeg, xmp
from photos.formats.jpeg import unwarned

ARTIST, COPYRIGHT, DESCRIPTION, DETAILS = 0x013B, 0x8298, 0x010E, 0x8769
MAKE, MODEL = 0x010F, 0x0110
TAKEN, OFFSET = 0x9003, 0x9011
XMP_TAG, IIM_TAG, PHOTOSHOP_TAG = 700, 33723, 34377  # of a TIFF
RAW_PROFILE: Final = "Raw profile type "  # how programs write Exif and IIM as a text of a PNG
NAMED: Final = {"exif": "EXIF", "app1": "EXIF", "xmp": "XMP", "iptc": "IPTC", "8bim": "IPTC"}

logger = logging.getLogger("plenary.photos")


@dataclass
class Sources:
    """The metadata of one file by source; `unread` are the names of the damaged ones."""

    properties: dict[str, xmp.Value] = field(default_factory=dict)
    records: iim.Records = field(default_factory=iim.Records)
    exif: dict[int, Any] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def take(self, name: str, read: Callable[[], None]) -> None:
        """Read one source; after an error its texts are missing, but the picture is not."""
        try:
            read()
        except Exception as error:  # noqa: BLE001  # files come from everywhere, and a picture is taken in any case
            logger.info("The %s of a photo could not be read: %s", name, error)
            self.note(name)

    def note(self, name: str) -> None:
        """Add the name to those that could not be read."""
        if name not in self.unread:
            self.unread.append(name)


@dataclass
class _Raw:
    """The bytes of the three places; `blocks` is IIM without Photoshop's resources."""

    packet: bytes = b""
    exif: bytes = b""
    resources: bytes = b""
    blocks: tuple[bytes, ...] = ()


def sources_of(content: bytes) -> Sources:
    """Return what the file says in each place; nothing if it holds no picture."""
    sources = Sources()
    with unwarned():
        sources.take("metadata", lambda: _read_all(sources, content))
    return sources


def _read_all(sources: Sources, content: bytes) -> None:
    if content.startswith(jpeg.START):
        raw = _of_jpeg(content)
        sources.take("EXIF", lambda: _read_exif(sources, _exif(raw.exif)))
    else:
        image, damaged = decoding.with_words(content)
        if damaged:
            sources.note("metadata")
        raw = _Raw()
        sources.take("metadata", lambda: _fill_raw(raw, image, sources))
        is_tiff = image.format == "TIFF"
        sources.take("EXIF", lambda: _read_exif(sources, image.getexif() if is_tiff else _exif(raw.exif)))
    sources.take("XMP", lambda: _read_packet(sources, raw.packet))
    sources.take("IPTC", lambda: _read_records(sources, raw))


def _of_jpeg(content: bytes) -> _Raw:
    """Return the first Exif, the first packet, and the joined resources."""
    raw = _Raw()
    for segment in jpeg.segments(content):
        start, payload = segment.start + 4, slice(segment.start + 4, segment.end)
        if segment.marker == jpeg.APP1 and content.startswith(jpeg.EXIF, start):
            raw.exif = raw.exif or content[payload]
        elif segment.marker == jpeg.APP1 and content.startswith(xmp.SIGNATURE, start):
            raw.packet = raw.packet or content[payload].removeprefix(xmp.SIGNATURE)
        elif segment.marker == jpeg.APP13 and content.startswith(iim.SIGNATURE, start):
            raw.resources += content[payload].removeprefix(iim.SIGNATURE)
        elif segment.marker == jpeg.SOS:
            break
    return raw


def _fill_raw(raw: _Raw, image: ImageFile, sources: Sources) -> None:
    info = image.info
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    raw.packet = packet.encode() if isinstance(packet, str) else packet
    raw.exif = info.get("exif") or b""
    if image.format == "TIFF":
        tags: Any = image.tag_v2  # type: ignore[attr-defined]  # of Pillow's TIFF images only
        written = tags._tagdata  # noqa: SLF001  # the bytes, which many programs declare as numbers
        raw.packet = raw.packet or written.get(XMP_TAG, b"")
        raw.resources = written.get(PHOTOSHOP_TAG, b"")
        raw.blocks = (written.get(IIM_TAG, b""),)
        return
    for name, text in info.items():
        kind = str(name).removeprefix(RAW_PROFILE).lower()
        if str(name).startswith(RAW_PROFILE) and kind in NAMED:
            sources.take(NAMED[kind], partial(_add_profile, raw, kind, str(text)))


def _add_profile(raw: _Raw, kind: str, text: str) -> None:
    """Add a profile in hexadecimal digits; raises ValueError if it is damaged."""
    lines = text.strip().split("\n")
    content = bytes.fromhex("".join(lines[2:]))
    if len(content) != int(lines[1]):
        raise ValueError("The profile is not as long as it says.")
    if kind == "xmp" or content.startswith(xmp.SIGNATURE):
        raw.packet = raw.packet or content.removeprefix(xmp.SIGNATURE)
    elif kind in ("exif", "app1"):
        raw.exif = raw.exif or content
    elif content.startswith((iim.RESOURCE, iim.SIGNATURE)):
        raw.resources += content.removeprefix(iim.SIGNATURE)
    else:
        raw.blocks += (content,)


def _exif(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    if block:
        exif.load(block)
    return exif


def _read_exif(sources: Sources, exif: Image.Exif) -> None:
    sources.exif = {tag: exif.get(tag) for tag in (ARTIST, COPYRIGHT, DESCRIPTION, MAKE, MODEL)}
    sources.exif[DETAILS] = {}
    if DETAILS in exif:
        sources.exif[DETAILS] = exif.get_ifd(DETAILS)


def _read_packet(sources: Sources, packet: bytes) -> None:
    if packet.strip(b"\0 \r\n\t"):
        sources.properties = xmp.read(packet)


def _read_records(sources: Sources, raw: _Raw) -> None:
    sources.records = iim.read(raw.resources, *filter(None, raw.blocks))
    if not sources.records.is_whole:
        raise struct.error("The IIM is cut.")
