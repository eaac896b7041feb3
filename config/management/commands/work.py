"""The worker: it does what the site has put off, such as making the sizes of photos. `./run serve` starts one."""

import logging
import os
import time
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from meetings.cards.making import ask_for_all
from meetings.photos import making

GENTLE: Final = 10  # added to the nice value: readers come first
SECONDS_BETWEEN_LOOKS: Final = 1
SECONDS_AFTER_A_FAILURE: Final = 5

logger = logging.getLogger("plenary.work")


class Command(BaseCommand):
    help = "Does what the site has put off, such as making the sizes of photos, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up what an interruption has left, then wait for more; a database that is away is waited for."""
        os.nice(GENTLE)
        while True:
            try:
                call_command("prune_db_task_results", verbosity=0)
                making.ask_for_unmade()
                ask_for_all()
                call_command("db_worker", interval=SECONDS_BETWEEN_LOOKS, startup_delay=False, verbosity=0)
            except DatabaseError:
                logger.exception("The worker lost the database and tries again.")
                time.sleep(SECONDS_AFTER_A_FAILURE)
            else:
                return
