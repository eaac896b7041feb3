"""Creates the missing image sizes of photos."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from photos.files import rendition_tasks
from photos.models import PhotoFile


class Command(BaseCommand):
    help = (
        "Make the image sizes of photos that are missing, that failed, or that have an outdated credit line. "
        "Existing sizes stay until new ones are made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Create all of them again, even existing ones.")

    def handle(self, *args: Any, **options: Any) -> None:
        current = PhotoFile.objects.filter(replaced_at=None).select_related("photo").order_by("pk")
        files = [file for file in current if options["all"] or rendition_tasks.lacks_something(file)]
        if not files:
            self.stdout.write("Every photo has its sizes.")
            return
        failed = 0
        for number, file in enumerate(files, start=1):
            rendition_tasks.make_now(file)
            file.refresh_from_db()
            failed += bool(file.problem)
            self.stdout.write(f"{number} of {len(files)}: {file.photo.public_id} {file.problem or 'made'}")
        if failed:
            self.stderr.write(f"{failed} could not be made; the admin shows the reason at each photo.")
            raise SystemExit(1)
