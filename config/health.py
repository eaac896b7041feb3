"""The checks of /readyz: database and files can be read, and the worker reports."""

import logging
from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError

from config import heartbeat
from meetings.models import Meeting
from photos.models import PhotoFile
from publishing.stored_files import storage
from publishing.unavailable import is_damaged

LOOKED_FOR: Final = 3  # originals: a single one that is missing is damage, and no fault of the storage

logger = logging.getLogger(__name__)


def problems() -> Iterator[str]:
    """Yield a sentence for each failed check."""
    try:
        list(Meeting._default_manager.values("pk")[:1])  # a real read: SELECT 1 succeeds without any table
        newest = [*PhotoFile.objects.defer("scan", "renditions").order_by("-pk")[:LOOKED_FOR]]
        is_silent = heartbeat.is_missing()
    except DatabaseError as error:
        logger.exception("The database cannot be read.")
        damaged = is_damaged(error)
        yield "The database is damaged. Restore its last backup." if damaged else "The database cannot be read."
        return
    if not _can_be_read(newest):
        yield "The files of photos cannot be read."
    if is_silent:
        yield "The worker has not reported for five minutes."


def _can_be_read(newest: list[PhotoFile]) -> bool:
    """Whether the storage answers, with at least one of the newest originals, if any."""
    try:
        found = [storage.exists(file.path("original", file.format)) for file in newest]
    except Exception:  # every storage has errors of its own
        logger.exception("The files of photos cannot be read.")
        return False
    return any(found) or not newest
