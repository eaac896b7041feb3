"""The checks of /healthz: the database can be read and the worker reports."""

import logging
from collections.abc import Iterator

from django.db import DatabaseError

from config import heartbeat
from meetings.models import Meeting

logger = logging.getLogger(__name__)


def problems() -> Iterator[str]:
    """Yield a sentence for each failed check."""
    try:
        list(Meeting._default_manager.values("pk")[:1])  # a real read: SELECT 1 succeeds without any table
    except DatabaseError:
        logger.exception("The database cannot be read.")
        yield "The database cannot be read."
        return
    if heartbeat.is_missing():
        yield "The worker has not reported for five minutes."
