"""Makes a backup of the site while it runs, or checks one."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from config import preparation
from config.backups import making
from config.management.reporting import ProgressBar

NAMED: Final = 20  # problems that are listed


class Command(BaseCommand):
    """Called by `./run backup`."""

    help = (
        "Backs up database and files while the site runs: into a file that ends with .tar.zst, or into a folder, which "
        "takes only what it does not have yet."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, metavar="FILE", help="A file that ends with .tar.zst, or a folder.")
        parser.add_argument(
            "--keep", type=_number, default=0, metavar="N", help="Keep the N newest backups, and delete older ones."
        )
        parser.add_argument("--check", action="store_true", help="Read a backup, compare all hashes, write nothing.")

    def handle(self, *args: Any, target: Path, keep: int, check: bool, **options: Any) -> None:
        """Back up or check. Raises CommandError."""
        target = target.absolute()
        if check:
            self._check(target)
            return
        preparation.reachable_database()
        made = making.make(target, keep=keep, report=ProgressBar(self.stdout, "files"))
        for line in making.lines(made):
            self.stdout.write(line)
        if made.found.problems:
            raise CommandError(
                f"The backup is complete, but the site it was made of is not: {_named(made.found.problems)} "
                "See what is wrong: ./run manage photos check"
            )

    def _check(self, path: Path) -> None:
        backup = making.open_backup(path)
        bar, total, done = ProgressBar(self.stdout, "bytes"), backup.manifest.size, 0

        def report(size: int) -> None:
            nonlocal done
            done += size
            bar(done, total)

        if problems := [*backup.problems(report)]:
            raise CommandError(f"The backup is damaged: {_named(problems)} Make a new one.")
        self.stdout.write(
            f"The backup of {backup.manifest.made:%Y-%m-%d %H:%M:%S} UTC is complete: the database and "
            f"{len(backup.manifest.files):,} files are what its manifest says."
        )


def _named(problems: list[str]) -> str:
    more = len(problems) - NAMED
    return " ".join(problems[:NAMED]) + (f" And {more:,} more." if more > 0 else "")


def _number(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text} is no number of backups: write 1 or more, such as --keep 14.")
