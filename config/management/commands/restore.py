"""Restores a backup into an empty data folder or database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config import preparation
from config.backups import restoring
from config.management.reporting import ProgressBar


class Command(BaseCommand):
    """Called by `./run restore`."""

    help = (
        "Restores a backup into an empty data folder, or an empty database. The site stays closed to visitors until "
        "an administrator opens it in the admin, or by: ./run manage restored open"
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, metavar="FILE", help="An archive, or a folder of backups: the newest.")
        parser.add_argument("--open", action="store_true", dest="is_open", help="Do not close the site to visitors.")
        parser.add_argument(
            "--onto-files", action="store_true", help="Restore where files are stored already, into an empty database."
        )

    def handle(self, *args: Any, backup: Path, is_open: bool, onto_files: bool, **options: Any) -> None:
        """Restore the backup. Raises CommandError."""
        preparation.writable_data_dir()
        preparation.reachable_database()
        bar = ProgressBar(self.stdout, "files")
        manifest = restoring.restore(backup.absolute(), onto_files=onto_files, say=self.stdout.write, report=bar)
        preparation.migrate(self.stdout.write)
        restoring.complete(manifest, is_open=is_open)
        self.stdout.write("Everyone has to sign in again." + ("" if is_open else " The site is closed to visitors."))
        if not is_open:
            self.stdout.write(
                "Start it, look at what is public, and open it on the home page of the admin, or here: "
                "./run manage restored open"
            )
