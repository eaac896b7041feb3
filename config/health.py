"""The checks of /healthz: the database can be read and the worker reports."""

import logging
from collections.abc import Iterator

from django.db import DatabaseError

from config import heartbeat
from meetings.models import Meeting
from publishing.unavailable import is_damaged

logger = logging.getLogger(__name__)


def problems() -> Iterator[str]:
    """Yield a sentence for each failed check."""
    try:
        list(Meeting._default_manager.values("pk")[:1])  # a real read: SELECT 1 succeeds without any table
    except DatabaseError as error:
        logger.exception("The database cannot be read.")
        damaged = is_damaged(error)
        yield "The database is damaged. Restore its last backup." if damaged else "The database cannot be read."
        return
    if heartbeat.is_missing():
        yield "The worker has not reported for five minutes."
