"""The worker: it does what the site has put off, such as making the sizes of photos. `./run serve` starts one."""

import logging
import multiprocessing
import os
import signal
import time
from functools import partial
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from meetings.cards import making as cards
from meetings.photos import making

GENTLE: Final = 10  # added to the nice value: readers come first
SECONDS_BETWEEN_LOOKS: Final = 1
SECONDS_AFTER_A_FAILURE: Final = 5

logger = logging.getLogger("plenary.work")


class Command(BaseCommand):
    help = "Does what the site has put off, such as making the sizes of photos, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Let a process of its own do the work, and start another where the system has killed it for its memory."""
        os.nice(GENTLE)
        connections.close_all()  # a connection cannot be shared with it
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # a terminal tells both, and this one ends with the other
        while True:
            working = multiprocessing.get_context("fork").Process(target=work)
            working.start()
            signal.signal(signal.SIGTERM, partial(_end, working))
            working.join()
            if working.exitcode != -signal.SIGKILL:
                raise SystemExit(working.exitcode)
            logger.error("The worker was killed, perhaps for want of memory. Another one takes up its work.")
            time.sleep(SECONDS_AFTER_A_FAILURE)


def _end(working: Any, *args: Any) -> None:
    working.terminate()


def work() -> None:
    """Take up what an interruption has left, then wait for more; a database that is away is waited for."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        try:
            call_command("prune_db_task_results", verbosity=0)
            making.ask_for_unmade()
            cards.make_now()
            call_command("db_worker", interval=SECONDS_BETWEEN_LOOKS, startup_delay=False, verbosity=0)
        except DatabaseError:
            logger.exception("The worker lost the database and tries again.")
            time.sleep(SECONDS_AFTER_A_FAILURE)
        else:
            return
