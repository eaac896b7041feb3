"""A queue for pictures that are decoded whole, one at a time, to limit memory.

A JPEG is decoded at a smaller scale and needs no turn. The lock is that of a file, since several processes decode.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from photos.formats import jpeg

MOST_BYTES: Final = 400_000_000  # that one picture may need while it is decoded
SECONDS_TO_WAIT: Final = 60  # of a request; shorter than proxies wait
SECONDS_OF_THE_WORKER: Final = 600
SECONDS_BETWEEN_TRIES: Final = 0.1


class Busy(ValidationError):
    """Other pictures were decoded during all of the time that this one could wait."""


@contextmanager
def turn(content: bytes, *, seconds: float | None = None) -> Iterator[None]:
    """Hold the lock for decoding a picture whole while the block runs; raises Busy."""
    if content.startswith(jpeg.START):
        yield
        return
    with Path(settings.DATA_DIR, "decoding.lock").open("wb") as file:
        _lock(file.fileno(), SECONDS_TO_WAIT if seconds is None else seconds)
        yield  # closing the file gives the lock back, and so does the end of the process


def _lock(descriptor: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= end:
                raise Busy(
                    _(
                        "Other large pictures are being read, one at a time. This one was not stored. "
                        "Wait half a minute and send it again, or export it as JPEG, which need not wait."
                    )
                ) from error
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return
