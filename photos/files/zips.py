"""ZIP archives (APPNOTE 6.3) of known length, streamed with stored members."""

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from publishing.streams import Body, Bytes, ByteSource, LazyBytes

SUMS: Final = "SHA256SUMS"
LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
VERSION, UNIX, UTF8_NAMES = 20, 3 << 8, 0x0800
READABLE: Final = 0o100644 << 16
# Without the extensions for larger archives.
MOST_BYTES: Final = 2**32 - 1


@dataclass
class Member:
    """A file of the archive. Its SHA-256 is found while it is read, or by reading it."""

    name: str
    content: ByteSource
    crc32: int
    changed: datetime
    sha256: str = ""

    @classmethod
    def of(cls, name: str, content: bytes, changed: datetime) -> "Member":
        return cls(name, Bytes(content), zlib.crc32(content), changed)

    @property
    def length(self) -> int:
        return self.content.length

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        if (start, end) != (0, self.length):
            yield from self.content.chunks(start, end)
            return
        digest = hashlib.sha256()
        for chunk in self.content.chunks(start, end):
            digest.update(chunk)
            yield chunk
        self.sha256 = digest.hexdigest()

    def digest(self) -> str:
        """Return the SHA-256, reading the file if it is not known yet."""
        if not self.sha256:
            for _chunk in self.chunks(0, self.length):
                pass
        return self.sha256


@dataclass(frozen=True)
class Archive:
    """The members in order, followed by their SHA-256 sums for `sha256sum --check`.

    `summed` is called when the sums of all members are known, which is when the archive comes to its end.
    """

    members: Sequence[Member]
    summed: Callable[[Sequence[Member]], None] | None = None

    @cached_property
    def body(self) -> Body:
        """The whole archive."""
        parts: list[ByteSource] = []
        for member in self.members:
            parts += [Bytes(_local(member.name, member.crc32, member.length, member.changed)), member]
        length = sum(64 + 2 + len(member.name.encode()) + 1 for member in self.members)
        header = len(_local(SUMS, 0, 0, self._changed))
        names = [*(member.name for member in self.members), SUMS]
        directory = sum(CENTRAL.size + len(name.encode()) for name in names) + END.size
        parts += [LazyBytes(header + length, self._sums_entry), LazyBytes(directory, self._directory)]
        return Body(parts)

    @property
    def etag(self) -> str:
        """Return a validator that changes only when a byte of the archive changes."""
        facts = [(member.name, member.crc32, member.length, str(member.changed)) for member in self.members]
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]

    @cached_property
    def _sums(self) -> bytes:
        sums = "".join(f"{member.digest()}  {member.name}\n" for member in self.members).encode()
        if self.summed:
            self.summed(self.members)
        return sums

    @property
    def _changed(self) -> datetime:
        return max(member.changed for member in self.members)

    def _sums_entry(self) -> bytes:
        return _local(SUMS, zlib.crc32(self._sums), len(self._sums), self._changed) + self._sums

    def _directory(self) -> bytes:
        entries, at = b"", 0
        sums = Member.of(SUMS, self._sums, self._changed)
        for member in (*self.members, sums):
            entries += _central(member, at)
            at += LOCAL.size + len(member.name.encode()) + member.length
        number = len(self.members) + 1
        return entries + END.pack(b"PK\x05\x06", 0, 0, number, number, len(entries), at, 0)


def _local(name: str, crc32: int, length: int, changed: datetime) -> bytes:
    time, day = _dos(changed)
    encoded = name.encode()
    return (
        LOCAL.pack(b"PK\x03\x04", VERSION, UTF8_NAMES, 0, time, day, crc32, length, length, len(encoded), 0) + encoded
    )


def _central(member: Member, at: int) -> bytes:
    time, day = _dos(member.changed)
    name = member.name.encode()
    return (
        CENTRAL.pack(
            *(b"PK\x01\x02", UNIX | VERSION, VERSION, UTF8_NAMES, 0, time, day),
            *(member.crc32, member.length, member.length, len(name), 0, 0, 0, 0, READABLE, at),
        )
        + name
    )


def _dos(moment: datetime) -> tuple[int, int]:
    """Return time and day in the format of archives: UTC, from 1980, to two seconds."""
    utc = moment.astimezone(UTC)
    time = utc.hour << 11 | utc.minute << 5 | utc.second >> 1
    return time, max(utc.year - 1980, 0) << 9 | utc.month << 5 | utc.day
