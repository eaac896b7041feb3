"""Recognises unsupported kinds of files by their first bytes, for the refusal."""

import struct
from typing import Final

AVIF_BRANDS: Final = {b"avif", b"avis"}
HEIC_BRANDS: Final = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"mif1",
    b"msf1",
}

# Canon, Fujifilm, Panasonic, Olympus, Sigma, Minolta. The raw data of others is a TIFF.
RAW_STARTS: Final = (
    b"FUJIFILMCCD-RAW",
    b"IIU\0",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"FOVb",
    b"\0MRM",
    b"HEAPCCDR",
)
CANON_RAW: Final = b"crx "


def brands(content: bytes) -> set[bytes]:
    """Return all brands of a file of boxes (ISO/IEC 14496-12); none of another file."""
    if content[4:8] != b"ftyp":
        return set()
    (length,) = struct.unpack_from(">I", content)
    box = content[8 : min(max(length, 16), 1024)]
    return {box[:4], *(box[at : at + 4] for at in range(8, len(box) - 3, 4))}


def is_heic(content: bytes) -> bool:
    """Return whether the file is HEVC; an AVIF may share a brand but has its own too."""
    found = brands(content)
    return bool(found & HEIC_BRANDS) and not found & AVIF_BRANDS


def is_raw(content: bytes) -> bool:
    """Return whether the file is raw data not in TIFF, or in Canon's kind of TIFF."""
    starts = content.startswith(RAW_STARTS) or content[6:14] == b"HEAPCCDR"
    is_tiff = content.startswith((b"II*\0", b"MM\0*"))
    return starts or CANON_RAW in brands(content) or (is_tiff and content[8:10] == b"CR")
