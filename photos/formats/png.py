"""PNG files as chunks (ISO/IEC 15948), without damage that browsers overlook."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# Without these the picture would look different.
OF_THE_PICTURE: Final = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"acTL", b"eXIf")
LENGTHS: Final = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
LONGEST_TEXT: Final = 4 * 1024 * 1024


class Chunk(NamedTuple):
    """A chunk from `start` to `end`, with its content and if its checksum is right."""

    kind: bytes
    content: bytes
    start: int
    end: int
    is_sound: bool

    @property
    def is_critical(self) -> bool:
        """Whether no picture can be shown without it."""
        return not self.kind[0] & 0x20


def chunks(content: bytes) -> Iterator[Chunk]:
    """Yield the chunks up to the end, or up to where the file is cut."""
    at = len(SIGNATURE)
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            return
        said = content[at + 8 : end - 4]
        is_sound = zlib.crc32(said, zlib.crc32(kind)) == int.from_bytes(content[end - 4 : end])
        yield Chunk(kind, said, at, end, is_sound)
        at = end


def sound(content: bytes, *, is_bare: bool = False) -> bytes:
    """Return the file without damaged chunks that browsers pass over.

    With `is_bare` only what the picture needs is left.
    """
    left_out = [chunk for chunk in chunks(content) if not chunk.is_critical and _is_left_out(chunk, is_bare=is_bare)]
    if not left_out:
        return content
    parts, at = [], 0
    for chunk in left_out:
        parts.append(content[at : chunk.start])
        at = chunk.end
    return b"".join((*parts, content[at:]))


def cicp(content: bytes) -> tuple[int, int] | None:
    """Return the code points (ITU-T H.273) of primaries and transfer, or None."""
    for chunk in chunks(content):
        if chunk.kind == b"IDAT":
            return None
        if chunk.kind == b"cICP" and chunk.is_sound and len(chunk.content) == 4:
            return chunk.content[0], chunk.content[1]
    return None


def _is_left_out(chunk: Chunk, *, is_bare: bool) -> bool:
    if not chunk.is_sound or (is_bare and chunk.kind not in OF_THE_PICTURE):
        return True
    if len(chunk.content) != LENGTHS.get(chunk.kind, len(chunk.content)):
        return True
    return chunk.kind in (b"zTXt", b"iTXt", b"iCCP") and not _unpacks(chunk)


def _unpacks(chunk: Chunk) -> bool:
    """Return whether the chunk's compressed text is whole and not too long."""
    _keyword, _nul, rest = chunk.content.partition(b"\0")
    if chunk.kind == b"iTXt":
        if rest[:1] != b"\1":
            return True
        packed = rest[2:].split(b"\0", 2)[-1]
    else:
        packed = rest[1:]
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, LONGEST_TEXT)
    except zlib.error:
        return False
    return unpacker.eof
