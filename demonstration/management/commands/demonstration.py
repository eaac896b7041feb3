"""Loads the demonstration, with drawings in place of its photos, or removes it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

import reversion
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.readiness import administrators
from demonstration import removal
from demonstration.content import Key
from demonstration.survey import Survey, kept, name, survey
from meetings.models import Meeting
from photos.files.store import store_ready
from photos.models import Gallery

GALLERY: Final = "nato-foreign-ministers-berlin-2011"
PICTURES: Final = Path(__file__).parents[2] / "pictures"


class Command(BaseCommand):
    help = (
        "Load the demonstration content into an empty database and attach its pictures; with --remove, take it out of "
        "a site again. What editors made stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="Say what goes, ask, and remove it.")
        parser.add_argument("--yes", action="store_true", help="With --remove: do not ask.")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="With --remove: keep what editors changed or need of it, and what that refers to; it is theirs then.",
        )

    def handle(self, *args: Any, remove: bool, yes: bool, keep: bool, **options: Any) -> None:
        if remove:
            self._remove(yes=yes, keep=keep)
        else:
            self._load()

    def _remove(self, *, yes: bool, keep: bool) -> None:
        """Remove it, or nothing: CommandError if editors need some and `keep` is False."""
        found = survey()
        if found.is_empty:
            self.stdout.write("There is nothing of the demonstration here.")
            return
        stays = self._kept(found, keep=keep)
        self.stdout.write("This goes, with its history and what is stored about it:")
        for line in Survey(
            {key: row for key, row in found.going.items() if key not in stays}, {}, found.accounts
        ).lines():
            self.stdout.write(line)
        if not yes and not self._agrees():
            raise CommandError("Nothing was removed.")
        files = removal.remove(found, stays)
        self.stdout.write(
            f"The demonstration is removed; {files:,} files were deleted. The audit log keeps its entries."
        )
        if not administrators().exists():
            self.stdout.write(
                "No account can manage accounts now. Make one: ./run new for a site without content, else ./run manage "
                "createsuperuser."
            )

    def _kept(self, found: Survey, *, keep: bool) -> set[Key]:
        lines = [f"  {name(key)} {why}" for key, why in found.needed.items()]
        if lines and not keep:
            raise CommandError(
                "\n".join(["Nothing was removed. Editors changed some of the demonstration, or need it:", *lines])
                + "\nWithdraw or delete what needs it first; or add --keep, and these rows stay, with all that they "
                "refer to, as content of this site."
            )
        if lines:
            self.stdout.write("\n".join(["This stays, with all that it refers to:", *lines]))
        return kept(found)

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("Nothing was removed: there is no terminal to ask on. Add --yes to remove it.")
        return input("Remove it? Type “yes”: ").strip().lower() == "yes"

    def _load(self) -> None:
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
