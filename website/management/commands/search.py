"""Rebuild the search index, or compare it with the content."""

import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from publishing import last_runs
from website.models import Entry
from website.search import index

WIDTH: Final = 30  # of the progress bar
NAMED: Final = 20  # rows that are listed


class Command(BaseCommand):
    help = (
        "Rebuild the search index, or compare it with the content. The index is written with the content by itself: "
        "this is for what other programs have written, and for a new version that stores words otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="Write all entries that are not right. The site can run meanwhile.")
        actions.add_parser("check", help="Say which entries are not right, and change nothing.")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "rebuild":
            self._rebuild()
        else:
            self._check()

    def _rebuild(self) -> None:
        start = time.monotonic()
        rows = index.write_all(self._report if self.stdout.isatty() else None)
        last_runs.record(last_runs.Job.SEARCH)
        entries = Entry.objects.count()
        seconds = time.monotonic() - start
        self.stdout.write(f"Rebuilt the search index in {seconds:.0f} s: {entries:,} entries of {rows:,} rows.")

    def _check(self) -> None:
        wrong = [*index.differing()]
        last_runs.record(last_runs.Job.SEARCH, found=len(wrong))
        if wrong:
            named = ", ".join(wrong[:NAMED]) + (", …" if len(wrong) > NAMED else "")
            raise CommandError(
                f"The search index differs from the content in {len(wrong):,} rows: {named}. "
                "Rebuild it: ./run manage search rebuild"
            )
        self.stdout.write(f"The search index agrees with the content: {Entry.objects.count():,} entries.")

    def _report(self, done: int, total: int) -> None:
        bar = "#" * (WIDTH * done // max(total, 1))
        self.stdout.write(f"\r[{bar:<{WIDTH}}] {done:,} of {total:,} rows ", ending="" if done < total else "\n")
        self.stdout.flush()
