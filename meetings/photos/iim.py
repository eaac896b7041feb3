"""IPTC-IIM 4.2 in a JPEG: the older records that picture desks still read, in UTF-8."""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

SIGNATURE: Final = b"Photoshop 3.0\0"
UTF8: Final = b"\x1b%G"
IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425

OBJECT_NAME, KEYWORD, DAY, TIME, CREATOR, CITY, LOCATION, COUNTRY = 5, 25, 55, 60, 80, 90, 92, 101
INSTRUCTIONS: Final = 40
HEADLINE, CREDIT, COPYRIGHT, CAPTION = 105, 110, 116, 120

# The most bytes that each dataset holds.
LIMITS: Final = {
    OBJECT_NAME: 64,
    KEYWORD: 64,
    INSTRUCTIONS: 256,
    DAY: 8,
    TIME: 11,
    CREATOR: 32,
    CITY: 32,
    LOCATION: 32,
    COUNTRY: 64,
    HEADLINE: 256,
    CREDIT: 32,
    COPYRIGHT: 128,
    CAPTION: 2000,
}


def block(datasets: Iterable[tuple[int, str]]) -> bytes:
    """Return the payload of an APP13 segment: the datasets of record 2, each cut to its limit, and their digest."""
    records = b"\x1c\x01\x5a" + struct.pack(">H", len(UTF8)) + UTF8 + b"\x1c\x02\x00\x00\x02\x00\x04"
    for number, text in datasets:
        value = cut(text, LIMITS[number])
        if value:
            records += struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value
    digest = hashlib.md5(records, usedforsecurity=False).digest()
    return SIGNATURE + _resource(IIM_RESOURCE, records) + _resource(DIGEST_RESOURCE, digest)


def cut(text: str, limit: int) -> bytes:
    """Return the text in UTF-8 with at most so many bytes, never ending within a letter."""
    return text.encode("utf-8", "ignore")[:limit].decode("utf-8", "ignore").rstrip().encode()


def read(records: Mapping[tuple[int, int], object]) -> dict[int, list[str]]:
    """Return the texts of record 2 as Pillow hands out the datasets, in whatever characters they were written."""
    said_utf8 = UTF8 in _values(records.get((1, 90)))
    return {
        number: [_decoded(value, said_utf8=said_utf8) for value in _values(values)]
        for (record, number), values in records.items()
        if record == 2
    }


def _values(values: object) -> Iterator[bytes]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, bytes):
            yield value


def _decoded(value: bytes, *, said_utf8: bool) -> str:
    """Writers that say nothing write UTF-8, or the characters of Western Windows, which hardly ever look like it."""
    try:
        return value.decode("utf-8", "replace" if said_utf8 else "strict")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _resource(number: int, content: bytes) -> bytes:
    padded = content + bytes(len(content) % 2)
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + padded
