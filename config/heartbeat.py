"""The worker's heartbeat: a file in the data folder whose modification time is the last report."""

import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks_db import DatabaseBackend

SECONDS_BETWEEN_REPORTS: Final = 60
SECONDS_WITHOUT_A_REPORT: Final = 5 * 60


def report() -> None:
    """Record that the worker is running now."""
    _file().touch()


def is_due() -> bool:
    """Return whether the worker should report again."""
    return _age() >= SECONDS_BETWEEN_REPORTS


def is_missing() -> bool:
    """Return whether a worker is expected but has not reported for some minutes."""
    return _is_expected() and _age() > SECONDS_WITHOUT_A_REPORT


def _is_expected() -> bool:
    """Return False if tasks run immediately, as in development: there is no worker then."""
    return issubclass(import_string(settings.TASKS["default"]["BACKEND"]), DatabaseBackend)


def _age() -> float:
    """Return the seconds since the last report. A report in the future (the clock was set back) counts as old."""
    try:
        return abs(time.time() - _file().stat().st_mtime)
    except FileNotFoundError:
        return float("inf")


def _file() -> Path:
    return Path(settings.DATA_DIR, "worker-reported")
