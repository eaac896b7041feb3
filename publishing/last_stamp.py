"""The content stamp read last, for kept pages while the database is away.

A process must never go back behind a stamp that it has known. Which of two stamps is the newer one shows only where one
reading began after the other had ended; of readings at the same time that differ, neither counts. What this process
itself has committed ends all readings before it.
"""

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

SECONDS: Final = 60  # how long a stamp counts after it was read


@dataclass(frozen=True, slots=True)
class Reading:
    """A stamp, empty if none is known, and when its query began and ended."""

    stamp: str
    begun: float
    ended: float


class LastStamp:
    """The last reading. Times are those of the monotonic clock, which is never set."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = Reading("", 0, 0)

    def note(self, stamp: str, begun: float) -> None:
        """Note what a query that began at the time has found just now."""
        ended = monotonic()
        with self._lock:
            last = self._last
            if begun > last.ended:
                self._last = Reading(stamp, begun, ended)
            elif stamp == last.stamp:
                self._last = Reading(stamp, max(begun, last.begun), max(ended, last.ended))
            else:
                self._last = Reading("", begun, max(ended, last.ended))

    def forget(self) -> None:
        """Forget it: something was committed."""
        with self._lock:
            now = monotonic()
            self._last = Reading("", now, now)

    def get(self) -> str | None:
        """Return the stamp if it was read in the last minute."""
        last = self._last
        return last.stamp or None if monotonic() - last.begun <= SECONDS else None


LAST: Final = LastStamp()
