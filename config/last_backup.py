"""The last finished backup, as it is recorded in the database."""

from dataclasses import dataclass
from datetime import datetime

from publishing import last_runs
from publishing.last_runs import Job


@dataclass(frozen=True)
class Backup:
    """A finished backup: when it was finished, and in which file or folder it is."""

    at: datetime
    where: str


def report(when: datetime, where: str) -> None:
    """Record that a backup is complete, in place of the one before."""
    last_runs.record(Job.BACKUP, at=when, text=where)


def last() -> Backup | None:
    """Return the last finished backup; None if there is none."""
    run = last_runs.last_run(Job.BACKUP)
    return Backup(run.at, run.text) if run else None
