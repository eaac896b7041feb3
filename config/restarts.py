"""The delay before an ended process is restarted."""

import time
from typing import Final

SECONDS_OF_A_SOUND_LIFE: Final = 10 * 60
LONGEST_PAUSE: Final = 5 * 60


class Restarts:
    """Counts the ends of a process: it restarts at once, then after doubling delays.

    After ten minutes without an end, the count starts again.
    """

    def __init__(self) -> None:
        self.ends = 0
        self.began = time.monotonic()

    def pause(self) -> int:
        """Count one end; return the delay in seconds: 0, 1, 2, 4, ... up to five minutes."""
        if time.monotonic() - self.began >= SECONDS_OF_A_SOUND_LIFE:
            self.ends = 0
        self.ends += 1
        seconds = 0 if self.ends == 1 else min(2 ** (self.ends - 2), LONGEST_PAUSE)
        self.began = time.monotonic() + seconds
        return seconds
