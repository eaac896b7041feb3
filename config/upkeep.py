"""Maintenance by the worker: retries tasks and completes their work."""

import logging
from datetime import timedelta
from typing import Final

from django.core.management import call_command
from django.db.models import QuerySet
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import heartbeat
from photos.files import integrity, rendition_tasks
from website.cards import making as cards

# The number of tries: a task that kills its worker each time would block all others.
TRIES: Final = rendition_tasks.TRIES
OLD: Final = timedelta(days=1)

logger = logging.getLogger("plenary.work")


def begin() -> None:
    """Resume the tasks of a worker that has ended, then run `look_after`."""
    heartbeat.report()
    _take_up(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    look_after()


def look_after() -> None:
    """Retry failed tasks, make missing or outdated image sizes, delete orphaned files and ended sessions."""
    call_command("prune_db_task_results", verbosity=0)
    call_command("clearsessions")
    recently = timezone.now() - OLD
    _take_up(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, enqueued_at__gt=recently), give_up=False)
    rendition_tasks.ask_for_unmade()
    heartbeat.report()
    try:
        swept = integrity.sweep()
    except integrity.NoPhotoRows as refusal:
        logger.warning("%s", refusal)
        swept = []
    for path in [*swept, *cards.sweep()]:
        logger.warning("Deleted the file %s, which nothing needs.", path)


def _take_up(results: QuerySet[DBTaskResult], *, give_up: bool = True) -> None:
    """Put tasks back into the queue, except those that have used up their tries."""
    for result in results:
        if len(result.worker_ids) < TRIES:
            result.status = TaskResultStatus.READY
        elif give_up:
            logger.error("The task %s %s ended the worker each time.", result.task_path, result.args_kwargs)
            result.status, result.finished_at = TaskResultStatus.FAILED, timezone.now()
        else:
            continue
        result.save(update_fields=["status", "finished_at"])
