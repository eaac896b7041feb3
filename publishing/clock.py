"""The present moment, never earlier than the latest that the site has seen.

A clock that is set back would hide what is public and bring back what was withdrawn. The latest moment is the time of
a file in the data folder, so that a reader's request asks no database and writes nothing. See decision 25.
"""

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

# A stored moment further ahead than this was stored by a wrong clock and is ignored.
FARTHEST_BACK: Final = timedelta(hours=2)

logger = logging.getLogger("plenary.clock")


def now() -> datetime:
    """Return the moment at which the site is asked for."""
    real, latest = timezone.now(), latest_seen()
    return latest if latest and real < latest <= real + FARTHEST_BACK else real


def latest_seen() -> datetime | None:
    """Return the latest moment that was kept; None on a site that has kept none."""
    try:
        kept = _file().stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=kept // 1000)


def keep() -> None:
    """Keep the present moment if it is the latest.

    Entries of the audit log and the worker call it, readers' requests never. While the machine's clock is behind, each
    call moves the latest moment on by a microsecond, so that no two texts become public at the same moment.
    """
    real, latest = timezone.now(), latest_seen()
    if latest and (latest == real or latest > real + FARTHEST_BACK):
        return
    moment = latest + timedelta(microseconds=1) if latest and latest > real else real
    try:
        _write(moment)
    except OSError:  # the write that calls this goes on all the same
        logger.exception("The latest moment could not be kept.")


def keep_seen(moment: datetime) -> None:
    """Keep the latest moment that a backup holds, if it is later than ours."""
    latest = latest_seen()
    if latest is None or moment > latest:
        _write(moment)


def is_not_believed() -> bool:
    """Whether the latest moment is too far ahead of the clock to be believed."""
    latest = latest_seen()
    return latest is not None and latest > timezone.now() + FARTHEST_BACK


def reset() -> None:
    """Forget the latest moment: the machine's clock is right."""
    _file().unlink(missing_ok=True)
    keep()


def _write(moment: datetime) -> None:
    _file().touch()
    nanoseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000
    os.utime(_file(), ns=(nanoseconds, nanoseconds))


def _file() -> Path:
    return Path(settings.DATA_DIR, "latest-moment")
