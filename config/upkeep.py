"""What the worker looks after by itself: tasks that were interrupted or failed, and what they have left undone."""

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

# A task is tried so often; one that fails or kills its worker each time would keep all others waiting.
TRIES: Final = rendition_tasks.TRIES
OLD: Final = timedelta(days=1)

logger = logging.getLogger("plenary.work")


def begin() -> None:
    """Take up what a worker has left that has ended: the tasks it was at, and all that `look_after` finds."""
    heartbeat.report()
    _take_up(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    look_after()


def look_after() -> None:
    """Try failed tasks again, make what is missing or outdated, delete files that nothing needs."""
    call_command("prune_db_task_results", verbosity=0)
    recently = timezone.now() - OLD
    _take_up(
        DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, enqueued_at__gt=recently), give_up=False
    )
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
    """Put tasks back into the queue; those that have had their tries are given up."""
    for result in results:
        if len(result.worker_ids) < TRIES:
            result.status = TaskResultStatus.READY
        elif give_up:
            logger.error("The task %s %s ended the worker each time.", result.task_path, result.args_kwargs)
            result.status, result.finished_at = TaskResultStatus.FAILED, timezone.now()
        else:
            continue
        result.save(update_fields=["status", "finished_at"])
