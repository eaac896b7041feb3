"""Moves the site's database from SQLite to PostgreSQL."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config import databases, moving
from config.management.reporting import ProgressBar


class Command(BaseCommand):
    help = (
        "Copies the SQLite database of this site into an empty PostgreSQL database, and compares every row. The old "
        "one stays as it is. The site may run: visitors notice nothing, and editors cannot save meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="ADDRESS", help=f"Such as {databases.EXAMPLE}.")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        """Move the database. Raises CommandError; then the site goes on with the old one."""
        moving.move(to, say=self.stdout.write, report=ProgressBar(self.stdout, "rows"))
        self.stdout.write(
            "Stop the site now, and start it with PLENARY_DATABASE_URL set to this address: what is saved until then "
            "stays in the old database. The old one is as it was; delete it when you no longer need it."
        )
