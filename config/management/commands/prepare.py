"""Updates translations, database, static files and content; starts no server."""

from typing import Any

from django.core.management.base import BaseCommand

from config import preparation
from config.management.reporting import account_lines


class Command(BaseCommand):
    """Prepare the site; called by `./run dev` before it starts Django's server."""

    help = "Compiles translations, migrates, collects static files, loads the demonstration into an empty database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the site. Raises CommandError if a step fails."""
        preparation.writable_data_dir()
        preparation.reachable_database()
        self.check(databases=["default"])
        passwords = preparation.prepare(self.stdout.write)
        for line in account_lines(passwords):
            self.stdout.write(line)
