"""Records when a job that protects the site has run, and what it has found."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from publishing.models import LastRun


class Job(StrEnum):
    """The jobs, by the names under which their last run is stored."""

    BACKUP = "backup"
    FILES = "files"
    WINDOWS = "windows"
    SEARCH = "search"
    REMOVAL = "removal of the demonstration"


def record(job: Job, *, found: int = 0, text: str = "", at: datetime | None = None) -> None:
    """Record that the job has ended, in place of its last run; `at` defaults to now."""
    row = LastRun(job=job, found=found, text=text, at=at or timezone.now())
    LastRun.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["job"], update_fields=["at", "found", "text"]
    )


def last_run(job: Job) -> LastRun | None:
    """Return the last run of the job; None if it has never run."""
    return LastRun.objects.filter(job=job).first()


def last_runs() -> dict[str, LastRun]:
    """Return the last runs of all jobs by name, in one query."""
    return {run.job: run for run in LastRun.objects.all()}
