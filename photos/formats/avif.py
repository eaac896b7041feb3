"""AVIF files as boxes (ISO/IEC 14496-12, 23008-12): finds the coded picture."""

import struct
from collections.abc import Iterator
from typing import NamedTuple


class Box(NamedTuple):
    """A box's four letters and its content."""

    kind: bytes
    content: bytes


def primary_item(content: bytes) -> bytes:
    """Return the coded data of the picture shown; raises ValueError if not whole."""
    try:
        inner, primary = _meta(content)
        extents = _extents(inner[b"iloc"])[primary]
    except (StopIteration, KeyError, IndexError, struct.error) as error:
        raise ValueError("The file is no whole AVIF.") from error
    if any(start + length > len(content) for start, length in extents):
        raise ValueError("The AVIF ends within its picture.")
    return b"".join(content[start : start + length] for start, length in extents)


def cicp(content: bytes) -> tuple[int, int] | None:
    """Return the code points (ITU-T H.273) of primaries and transfer, or None."""
    try:
        inner, primary = _meta(content)
        parts = {box.kind: box.content for box in boxes(inner[b"iprp"])}
        properties = list(boxes(parts[b"ipco"]))
        of_it = [properties[number - 1] for number in _associated(parts[b"ipma"], primary) if number]
    except (StopIteration, KeyError, IndexError, ValueError, struct.error):
        return None
    for box in of_it:
        if box.kind == b"colr" and box.content.startswith(b"nclx"):
            primaries, transfer = struct.unpack_from(">HH", box.content, 4)
            return primaries, transfer
    return None


def _meta(content: bytes) -> tuple[dict[bytes, bytes], int]:
    """Return the boxes that describe items, and the number of the picture shown."""
    meta = next(box.content for box in boxes(content) if box.kind == b"meta")
    inner = {box.kind: box.content for box in boxes(meta[4:])}
    return inner, struct.unpack(">I" if inner[b"pitm"][0] else ">H", inner[b"pitm"][4:])[0]


def boxes(content: bytes) -> Iterator[Box]:
    """Yield the boxes in the content; raises ValueError for an impossible length."""
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
    """Return where each item's data is, for items within the file itself."""
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


def _associated(ipma: bytes, item: int) -> list[int]:
    """Return the numbers, from 1, of the properties that belong to the item."""
    is_wide = ipma[3] & 1
    numbers = _Numbers(ipma, 4)
    for _item in range(numbers.take(4)):
        item_id = numbers.take(4 if ipma[0] else 2)
        found = [numbers.take(2 if is_wide else 1) for _number in range(numbers.take(1))]
        if item_id == item:
            return [number & (0x7FFF if is_wide else 0x7F) for number in found]
    return []


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
