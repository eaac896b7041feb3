"""The worker, started by `./run serve`: runs background tasks, such as rendering."""

import logging
import multiprocessing
import os
import signal
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django_tasks_db.management.commands.db_worker import Worker

from config import databases, heartbeat, upkeep
from config.restarts import Restarts
from publishing import clock

NICENESS: Final = 10  # added to the nice value: readers come first
SECONDS_BETWEEN_LOOKS: Final = 1
SECONDS_BETWEEN_UPKEEPS: Final = 60 * 60
SECONDS_BETWEEN_RESUMPTIONS: Final = 60  # of what a worker has left behind
SECONDS_AFTER_A_FAILURE: Final = 5
TASKS_AT_A_TIME: Final = 5  # between two checks of the clock

logger = logging.getLogger("plenary.work")


class Command(BaseCommand):
    help = "Does what the site has put off, such as making the sizes of photos, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--server", type=int, default=0, metavar="PID", help="End when this parent process has ended."
        )

    def handle(self, *args: Any, server: int, **options: Any) -> None:
        """Run the tasks in a child process, and restart it whenever it ends unexpectedly."""
        os.nice(NICENESS)
        # A terminal sends SIGINT to both processes; this one ends when the child has ended.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stopping: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
        restarts = Restarts()
        while not stopping:
            databases.close()  # a connection cannot be shared with another process
            working = multiprocessing.get_context("fork").Process(target=work, args=(os.getpid(),))
            working.start()
            while working.is_alive():
                if stopping or (server and os.getppid() != server):
                    stopping.append(signal.SIGTERM)
                    working.terminate()
                working.join(SECONDS_BETWEEN_LOOKS)
            if not stopping:
                pause = restarts.pause()
                logger.error("%s Another one takes up its work in %s s.", _how(working.exitcode), pause)
                _sleep(pause, stopping)


def _how(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return "The worker was killed, perhaps for want of memory."
    return f"The worker ended with the exit code {code}."


def _sleep(seconds: int, stopping: list[int]) -> None:
    """Sleep, but wake up when the process is asked to stop."""
    end = time.monotonic() + seconds
    while not stopping and time.monotonic() < end:
        time.sleep(SECONDS_BETWEEN_LOOKS)


def work(parent: int) -> None:
    """Resume interrupted tasks, then run new ones until stopped or the parent ends."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.getLogger("django_tasks_db").setLevel(logging.CRITICAL)  # it logs every stop as an error
    looked_after_at = resumed_at = float("-inf")
    running = True
    with heartbeat.reporting() as going_on:
        while running and os.getppid() == parent:
            going_on()
            now = time.monotonic()
            try:
                if now - resumed_at >= SECONDS_BETWEEN_RESUMPTIONS:
                    upkeep.resume()
                    clock.keep()
                    resumed_at = now
                if now - looked_after_at >= SECONDS_BETWEEN_UPKEEPS:
                    looked_after_at = now  # also if it fails: the tasks do not wait for it
                    upkeep.look_after()
                running = _work_off()
            except (DatabaseError, OSError):
                logger.exception("The worker cannot reach the database or the files and tries again.")
                connections.close_all()
                resumed_at = float("-inf")  # of the task that was running, nothing may be stored
                time.sleep(SECONDS_AFTER_A_FAILURE)


def _work_off() -> bool:
    """Run some tasks, or wait if there are none. Return whether to continue."""
    tasks = Worker(
        queue_names=["default"],
        interval=SECONDS_BETWEEN_LOOKS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_AT_A_TIME,
        worker_id=heartbeat.name(),
        excluded_queue_names=[],
    )
    tasks.configure_signals()
    tasks.run()
    if tasks.running:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return tasks.running
