"""The worker's sign of life: a file in the data folder, whose time is that of the last report."""

import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks_db import DatabaseBackend

SECONDS_BETWEEN_REPORTS: Final = 60
SECONDS_WITHOUT_A_REPORT: Final = 5 * 60


def report() -> None:
    """Note that the worker is at work now."""
    _file().touch()


def is_due() -> bool:
    """Whether the last report is so old that the worker reports again."""
    return _age() >= SECONDS_BETWEEN_REPORTS


def is_missing() -> bool:
    """Whether a worker is expected and has not reported for some minutes."""
    return _is_expected() and _age() > SECONDS_WITHOUT_A_REPORT


def _is_expected() -> bool:
    """Where tasks are done at once, as while developing, there is no worker."""
    return issubclass(import_string(settings.TASKS["default"]["BACKEND"]), DatabaseBackend)


def _age() -> float:
    """Return the seconds since the last report; a report of the future, from before the clock was set back, is old."""
    try:
        return abs(time.time() - _file().stat().st_mtime)
    except FileNotFoundError:
        return float("inf")


def _file() -> Path:
    return Path(settings.DATA_DIR, "worker-reported")
