"""IPTC-IIM 4.2, the older records that agencies still use, in JPEG and TIFF."""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from photos.formats import charsets

SIGNATURE: Final = b"Photoshop 3.0\0"
RESOURCE: Final = b"8BIM"
UTF8: Final = b"\x1b%G"
IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425
TAG: Final = 0x1C
EXTENDED: Final = 0x8000  # the length of a dataset is the length of its length

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

MOST_OF_KEYWORDS: Final = 48_000  # bytes of a segment of 64 KB, so that the caption and the rest find room

Texts = dict[int, list[str]]  # of record 2, by the number of the dataset


@dataclass
class Records:
    """The IIM of one file.

    `is_newer` means that a program changed it and left the XMP as it was: the digest is that of an earlier block.
    `is_whole` is False where a dataset claims more bytes than there are.
    """

    texts: Texts = field(default_factory=dict)
    is_newer: bool = False
    is_whole: bool = True


def block(datasets: Iterable[tuple[int, str]]) -> bytes:
    """Return an APP13 payload with the cut datasets of record 2 and their digest.

    Keywords for which a segment has no room are left out; the XMP packet holds them too.
    """
    records = b"\x1c\x01\x5a" + struct.pack(">H", len(UTF8)) + UTF8 + b"\x1c\x02\x00\x00\x02\x00\x04"
    for number, text in datasets:
        value = cut(text, LIMITS[number])
        if number == KEYWORD and len(records) > MOST_OF_KEYWORDS:
            continue
        if value:
            records += struct.pack(">BBBH", TAG, 2, number, len(value)) + value
    digest = hashlib.md5(records, usedforsecurity=False).digest()
    return SIGNATURE + _resource(IIM_RESOURCE, records) + _resource(DIGEST_RESOURCE, digest)


def cut(text: str, limit: int) -> bytes:
    """Return the text in UTF-8, cut to `limit` bytes, but not within a letter."""
    return text.encode("utf-8", "ignore")[:limit].decode("utf-8", "ignore").rstrip().encode()


def read(resources: bytes, *blocks: bytes) -> Records:
    """Return the records in the resources of Photoshop and in separate blocks.

    Of several blocks the first that has a dataset counts.
    """
    found = dict[int, list[bytes]]()
    for number, content in _resources(resources):
        found.setdefault(number, []).append(content)
    blocks = (*found.get(IIM_RESOURCE, []), *blocks)
    records = Records()
    for each in blocks:
        texts, is_whole = _texts(each)
        records.texts = texts | records.texts
        records.is_whole = records.is_whole and is_whole
    if blocks and (digests := found.get(DIGEST_RESOURCE)):
        records.is_newer = not any(_fits(digest, each) for digest in digests for each in blocks)
    return records


def _texts(content: bytes) -> tuple[Texts, bool]:
    """Return the filled texts of record 2, and whether the block is whole."""
    coded, values, is_whole = b"", [], True
    try:
        for record, number, value in _datasets(content):
            if (record, number) == (1, 90):
                coded = value
            elif record == 2 and value.strip(b"\0 "):
                values.append((number, value.rstrip(b"\0")))
    except ValueError:
        is_whole = False
    texts: Texts = {}
    for number, value in values:
        text = charsets.decoded(value, coded, is_full=len(value) >= LIMITS.get(number, len(value) + 1))
        texts.setdefault(number, []).append(text)
    return texts, is_whole


def _datasets(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield record, number and value, skipping other bytes; raises ValueError if cut."""
    at = content.find(TAG)
    while at >= 0:
        if len(content) < at + 5:
            raise ValueError("The IIM ends within a dataset.")
        record, number, length = struct.unpack_from(">BBH", content, at + 1)
        start = at + 5
        if length >= EXTENDED:
            size = length - EXTENDED
            length = int.from_bytes(content[start : start + size])
            start += size
        end = start + length
        if end > len(content):
            raise ValueError("The IIM ends within a dataset.")
        yield record, number, content[start:end]
        at = content.find(TAG, end)


def _resources(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each resource, also of joined segments."""
    at = content.find(RESOURCE)
    while 0 <= at <= len(content) - 12:
        (number,) = struct.unpack_from(">H", content, at + 4)
        name = 1 + content[at + 6]
        start = at + 6 + name + name % 2
        start, end = start + 4, start + 4 + int.from_bytes(content[start : start + 4])
        if end > len(content) and number != IIM_RESOURCE:
            end = start  # only its length is wrong, perhaps: what follows may be sound
        yield number, content[start:end]
        at = content.find(RESOURCE, end)


def _fits(digest: bytes, content: bytes) -> bool:
    """Whether the digest is that of the block, with its padding or without."""
    forms = {content, content.rstrip(b"\0"), content + bytes(len(content) % 2)}
    return any(hashlib.md5(form, usedforsecurity=False).digest() == digest[:16] for form in forms)


def _resource(number: int, content: bytes) -> bytes:
    padded = content + bytes(len(content) % 2)
    return RESOURCE + struct.pack(">HHI", number, 0, len(content)) + padded
