"""Finds TIFF files (revision 6.0) of 16 bits whose zero is white, to invert them."""

import struct
from typing import Final

LITTLE, BIG = b"II*\0", b"MM\0*"
BITS, PHOTOMETRIC = 258, 262
SHORT: Final = 3
WHITE_IS_ZERO, BLACK_IS_ZERO = 0, 1


def with_black_at_zero(content: bytes) -> tuple[bytes, bool]:
    """Return the file with zero as black, and whether its picture is to be inverted.

    Only pictures of 16 bits of grey are changed, which Pillow does not invert. What is no TIFF, or a damaged one, is
    returned as it is.
    """
    order = {LITTLE: "<", BIG: ">"}.get(content[:4])
    if order is None:
        return content, False
    try:
        found = _entries(content, order)
    except struct.error:
        return content, False
    if PHOTOMETRIC not in found or found.get(BITS, (0, 0))[1] != 16 or found[PHOTOMETRIC][1] != WHITE_IS_ZERO:
        return content, False
    at = found[PHOTOMETRIC][0]
    return content[:at] + struct.pack(f"{order}H", BLACK_IS_ZERO) + content[at + 2 :], True


def _entries(content: bytes, order: str) -> dict[int, tuple[int, int]]:
    """Return position and number of each tag with one number, in the first directory."""
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    (count,) = struct.unpack_from(f"{order}H", content, at)
    found = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(f"{order}HHI", content, entry)
        if number == 1:
            start = entry + 8 if kind == SHORT or order == "<" else entry + 10
            found[tag] = (start, *struct.unpack_from(f"{order}H", content, start))
    return found
