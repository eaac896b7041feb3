"""Load the demonstration: the Berlin meeting of 2011, with drawings in place of its photos."""

from pathlib import Path
from typing import Any, Final

import reversion
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from meetings.models import Meeting
from photos.files.store import store_ready
from photos.models import Gallery

GALLERY: Final = "nato-foreign-ministers-berlin-2011"
PICTURES: Final = Path(__file__).parents[2] / "pictures"


class Command(BaseCommand):
    help = "Load the demonstration content into an empty database and attach its pictures."

    def handle(self, *args: Any, **options: Any) -> None:
        if Meeting.objects.exclude(slug=GALLERY).exists():
            raise CommandError(
                "The database holds meetings of its own, so the demonstration was not loaded. "
                "Point PLENARY_DATA_DIR to an empty folder to look at it."
            )
        if not Gallery.objects.filter(slug=GALLERY).exists():
            self.stdout.write("Loading the Berlin meeting of April 2011.")
            call_command("loaddata", "berlin_2011", verbosity=0)
        self._attach_pictures()

    def _attach_pictures(self) -> None:
        photos = list(Gallery.objects.get(slug=GALLERY).photos.order_by("position", "id"))
        waiting = [(n, photo) for n, photo in enumerate(photos, start=1) if photo.file is None]
        if waiting:
            self.stdout.write(f"Storing {len(waiting)} pictures and making their sizes.")
        for number, photo in waiting:
            picture = PICTURES / f"standin-{number:02}.jpg"
            with reversion.create_revision():  # so that it can be recovered
                reversion.add_to_revision(photo)
                store_ready(photo, ContentFile(picture.read_bytes(), name=picture.name))
