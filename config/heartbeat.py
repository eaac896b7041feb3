"""The workers' signs of life: rows in the database, which all machines see.

A thread of the worker reports once a minute, also during a long task. It stops reporting when no new work has
begun for LONGEST_WORK.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db import DatabaseBackend

from publishing.models import WorkerReport

SECONDS_BETWEEN_REPORTS: Final = 60
SECONDS_WITHOUT_A_REPORT: Final = 5 * 60
LONGEST_WORK: Final = 30 * 60  # seconds, of a few tasks: some wait for their turn to decode, and then make all sizes
REMEMBERED: Final = timedelta(days=1)
STARTING: Final = "starting"  # the name under which a server reports until its worker does

logger = logging.getLogger("plenary.work")


def name() -> str:
    """Return the name of this process's worker, of at most 64 characters."""
    return f"{_machine()}:{os.getpid()}"


def report(by: str = "") -> None:
    """Record that the worker is running now."""
    row = WorkerReport(name=by or name(), reported_at=timezone.now())
    WorkerReport.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["name"], update_fields=["reported_at"]
    )


def last_report() -> datetime | None:
    """Return when any worker has last reported; None if none has."""
    return WorkerReport.objects.order_by("-reported_at").values_list("reported_at", flat=True).first()


def is_missing() -> bool:
    """Return whether a worker is expected but none has reported for some minutes."""
    return _is_expected() and not _is_recent(last_report())


def reporting_workers() -> set[str]:
    """Return names of running workers: they reported lately and have not ended here."""
    rows = WorkerReport.objects.values_list("name", "reported_at")
    return {each for each, at in rows if _is_recent(at) and not _has_ended(each)}


def forget_old() -> None:
    """Delete the reports of workers that ended long ago."""
    WorkerReport.objects.filter(reported_at__lt=timezone.now() - REMEMBERED).delete()


@contextmanager
def reporting() -> Iterator[Callable[[], None]]:
    """Report while the block runs; it calls what it is given when it begins new work."""
    ended, begun = threading.Event(), [time.monotonic()]

    def go_on() -> None:
        begun[0] = time.monotonic()

    def report_again_and_again() -> None:
        while not ended.wait(SECONDS_BETWEEN_REPORTS):
            try:
                if time.monotonic() - begun[0] < LONGEST_WORK:
                    report()
            except DatabaseError:
                logger.exception("The worker cannot report.")
            finally:
                connections.close_all()  # of this thread

    thread = threading.Thread(target=report_again_and_again, daemon=True)
    thread.start()
    try:
        yield go_on
    finally:
        ended.set()
        thread.join()


def _is_expected() -> bool:
    """Return False if tasks run immediately, as in development, without a worker."""
    backend: Any = import_string(settings.TASKS["default"]["BACKEND"])
    return issubclass(backend, DatabaseBackend)


def _is_recent(reported_at: datetime | None) -> bool:
    """Whether the report is new; one in the future (a clock set back) counts as old."""
    return reported_at is not None and abs(timezone.now() - reported_at) <= timedelta(seconds=SECONDS_WITHOUT_A_REPORT)


def _has_ended(worker: str) -> bool:
    """Whether the worker was a process of this machine that has ended."""
    machine, _colon, number = worker.rpartition(":")
    if machine != _machine() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _machine() -> str:
    return socket.gethostname()[:50]
