"""Maintenance by the worker: retries tasks and completes their work."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import heartbeat
from photos.files import integrity, rendition_tasks
from publishing.claims import Waited, claim
from website.cards import making as cards

# The number of tries: a task that kills its worker each time would block all others.
TRIES: Final = rendition_tasks.TRIES
OLD: Final = timedelta(days=1)

logger = logging.getLogger("plenary.work")


def resume() -> None:
    """Report, and requeue interrupted tasks of this worker and of those that ended.

    It runs no task while it does this. One of its own was ended by an earlier process with this one's number, or its
    result could not be stored.
    """
    heartbeat.report()
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    if tasks.exists():
        others = heartbeat.reporting_workers() - {heartbeat.name()}
        _take_up(result for result in tasks if not result.worker_ids or result.worker_ids[-1] not in others)


def look_after() -> None:
    """Retry failed tasks, make missing sizes, delete orphaned files and old sessions."""
    call_command("prune_db_task_results", verbosity=0)
    call_command("clearsessions")
    recently = timezone.now() - OLD
    _take_up(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, enqueued_at__gt=recently), give_up=False)
    try:
        with claim("upkeep"):
            _complete()
    except Waited:
        return  # another worker is doing it
    except OSError as error:
        logger.warning("Files were not looked after, and are in an hour. %s", error)


def _complete() -> None:
    rendition_tasks.ask_for_unmade()
    heartbeat.forget_old()
    try:
        swept = integrity.sweep()
    except integrity.NoPhotoRows as refusal:
        logger.warning("%s", refusal)
        swept = []
    for path in [*swept, *cards.sweep()]:
        logger.warning("Deleted the file %s, which nothing needs.", path)


def _take_up(results: Iterable[DBTaskResult], *, give_up: bool = True) -> None:
    """Put tasks back into the queue, except those that have used up their tries."""
    for result in results:
        unchanged = DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at)
        if len(result.worker_ids) < TRIES:
            result.status = TaskResultStatus.READY
        elif give_up:
            logger.error("The task %s %s ended the worker each time.", result.task_path, result.args_kwargs)
            result.status, result.finished_at = TaskResultStatus.FAILED, timezone.now()
        else:
            continue
        # Another worker may have taken it up at the same moment, and have begun it.
        # An exception tells a task that failed from one that has ended its worker.
        unchanged.update(status=result.status, finished_at=result.finished_at, exception_class_path="", traceback="")
