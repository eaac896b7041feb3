"""AVIF files as boxes (ISO/IEC 14496-12 and 23008-12): where the picture is, told without decoding."""

import struct
from collections.abc import Iterator
from typing import NamedTuple


class Box(NamedTuple):
    """A box's four letters and its content."""

    kind: bytes
    content: bytes


def primary_item(content: bytes) -> bytes:
    """Return the coded data of the picture that the file shows. Raises ValueError for what is no whole AVIF file."""
    try:
        meta = next(box.content for box in boxes(content) if box.kind == b"meta")
        inner = {box.kind: box.content for box in boxes(meta[4:])}
        primary = struct.unpack(">I" if inner[b"pitm"][0] else ">H", inner[b"pitm"][4:])[0]
        extents = _extents(inner[b"iloc"])[primary]
    except (StopIteration, KeyError, IndexError, struct.error) as error:
        raise ValueError("The file is no whole AVIF.") from error
    if any(start + length > len(content) for start, length in extents):
        raise ValueError("The AVIF ends within its picture.")
    return b"".join(content[start : start + length] for start, length in extents)


def boxes(content: bytes) -> Iterator[Box]:
    """Yield the boxes that follow one another in the content; raises ValueError for a length that cannot be."""
    at = 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", content, start)
            start += 8
        end = at + length if length else len(content)
        if end < start:
            raise ValueError("The file has a box of an impossible length.")
        yield Box(kind, content[start:end])
        at = end


def _extents(iloc: bytes) -> dict[int, list[tuple[int, int]]]:
    """Return where the data of each item stands in the file; only what stands in the file itself."""
    version = iloc[0]
    sizes = [iloc[4] >> 4, iloc[4] & 15, iloc[5] >> 4, iloc[5] & 15 if version else 0]
    offset_size, length_size, base_size, index_size = sizes
    numbers = _Numbers(iloc, 6)
    found = {}
    for _item in range(numbers.take(4 if version == 2 else 2)):
        item_id = numbers.take(4 if version == 2 else 2)
        method = numbers.take(2) & 15 if version else 0
        numbers.take(2)  # the file that it is in: always this one
        base = numbers.take(base_size)
        extents = []
        for _extent in range(numbers.take(2)):
            numbers.take(index_size)
            extents.append((base + numbers.take(offset_size), numbers.take(length_size)))
        if method == 0:
            found[item_id] = extents
    return found


class _Numbers:
    """Unsigned numbers of several lengths, one behind the other."""

    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at

    def take(self, length: int) -> int:
        """Return the next number; raises IndexError at the end."""
        if self.at + length > len(self.content):
            raise IndexError("The numbers end here.")
        self.at += length
        return int.from_bytes(self.content[self.at - length : self.at])
