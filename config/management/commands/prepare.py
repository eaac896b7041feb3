"""Bring translations, database, static files and first content up to date, without serving."""

from typing import Any

from django.core.management.base import BaseCommand

from config import preparation
from config.management.reporting import account_lines


class Command(BaseCommand):
    """`./run dev` calls this before it starts Django's own server."""

    help = "Compiles translations, migrates, collects static files, loads the demonstration into an empty database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with a sentence when something is in the way."""
        preparation.writable_data_dir()
        preparation.reachable_database()
        self.check(databases=["default"])
        passwords = preparation.prepare(self.stdout.write)
        for line in account_lines(passwords):
            self.stdout.write(line)
