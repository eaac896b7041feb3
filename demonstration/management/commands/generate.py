"""Makes synthetic meetings, for measurements at the size of a grown site."""

import time
from argparse import ArgumentParser
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from config import preparation
from demonstration.synthetic.calendar import plans
from demonstration.synthetic.cast import make_cast, make_office, public_since
from demonstration.synthetic.meetings import make_meeting
from demonstration.synthetic.pictures import make_gallery, store_pictures
from demonstration.synthetic.rows import Rows
from demonstration.synthetic.texts import make_texts
from meetings.models import Meeting
from publishing.public_ids import models_by_letter
from website.search import index

MOST: Final = 5_000  # meetings: more would be too many links to one file for some file systems
AT_A_TIME: Final = 10  # meetings whose rows are in memory
WIDTH: Final = 30  # of the progress bar
LONG_AGO: Final = timedelta(days=366 * 25)


class Command(BaseCommand):
    help = (
        "Make synthetic meetings with sessions, participants, texts and photos, all marked as synthetic. The rows are "
        "written in bulk, without audit log and history. The same seed and day give the same content."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--meetings", type=int, required=True, help=f"How many, from 1 to {MOST:,}.")
        parser.add_argument("--seed", type=int, default=1, help="Another number gives other content (1).")
        parser.add_argument(
            "--day",
            type=date.fromisoformat,
            default=None,
            help="The day up to which meetings were held, like 2026-04-15 (today). A few are after it.",
        )
        parser.add_argument("--force", action="store_true", help="Also on a database that holds other content.")

    def handle(self, *args: Any, meetings: int, seed: int, day: date | None, force: bool, **options: Any) -> None:
        if not 1 <= meetings <= MOST:
            raise CommandError(f"{meetings} meetings cannot be made: choose a number from 1 to {MOST:,}.")
        preparation.writable_data_dir()
        if not isinstance(storages["default"], FileSystemStorage):
            raise CommandError("Synthetic meetings need a storage in the data folder: unset PLENARY_STORAGE.")
        preparation.reachable_database()
        self.check(databases=["default"])
        preparation.migrate(self.stdout.write)
        self._refuse_content(force=force)
        start = time.monotonic()
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            self._make(meetings, seed, day or datetime.now(UTC).date())
        self.stdout.write(f"Made {meetings:,} synthetic meetings in {time.monotonic() - start:.0f} s.")
        self.stdout.write(
            f"The sizes of their photos carry the address {settings.SITE_ADDRESS}: serve the site there, or all of "
            "them are made again."
        )

    def _refuse_content(self, *, force: bool) -> None:
        if Meeting.objects.filter(slug__startswith="synthetic-").exists():
            raise CommandError(
                "The database holds synthetic meetings already. Point PLENARY_DATA_DIR to an empty folder for others."
            )
        stored = (kind for kind in models_by_letter().values() if kind._default_manager.exists())
        held = {str(kind._meta.verbose_name_plural) for kind in stored}
        if held and not force:
            raise CommandError(
                f"The database holds other content ({', '.join(sorted(held))}), so nothing was made. Point "
                "PLENARY_DATA_DIR to an empty folder, or add --force to mix synthetic meetings into it."
            )

    def _make(self, meetings: int, seed: int, today: date) -> None:
        make_office()
        rows, pictures = Rows(seed), store_pictures()
        always = public_since(datetime.combine(today, datetime.min.time(), tzinfo=UTC) - LONG_AGO)
        cast = make_cast(rows, Random(seed), today, always)  # noqa: S311  # nothing is secret
        start = time.monotonic()
        for plan in plans(meetings, today):
            random = Random(f"{seed} {plan.number}")  # noqa: S311
            made = make_meeting(rows, random, cast, plan)
            photos = make_gallery(rows, random, cast, made, pictures)
            made.meeting.lead_photo = photos[0]
            make_texts(rows, random, cast, made, photos)
            if plan.number % AT_A_TIME == 0:
                rows.write()
                self._report(plan.number, meetings, time.monotonic() - start)
        rows.finish()
        index.write_all()
        self._report(meetings, meetings, time.monotonic() - start)

    def _report(self, done: int, meetings: int, seconds: float) -> None:
        """Show on a terminal how far it is, and how long the rest will take."""
        if not self.stdout.isatty():
            return
        bar = "#" * (WIDTH * done // meetings)
        left = seconds / done * (meetings - done)
        self.stdout.write(f"\r[{bar:<{WIDTH}}] {done:,} of {meetings:,}, about {left:.0f} s left ", ending="")
        if done == meetings:
            self.stdout.write("")
        self.stdout.flush()
