"""Look after the stored files of photos."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from config import storage_url
from photos.files import integrity
from photos.files.moving import move
from publishing.stored_files import Storage, storage
from publishing.unavailable import StorageUnavailable

JOURNAL: Final = "moved-files"


class Command(BaseCommand):
    help = (
        "Look after the stored files of photos: check that they are as delivered, sweep orphaned files, "
        "or move all files to another storage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["check", "sweep", "move"],
            help="check: read every original and compare it with its hash; print problems and show them in the admin. "
            "sweep: delete files that no photo, and nothing in the bin, needs. "
            "move: copy all files to the storage that --to names; run it again to go on.",
        )
        parser.add_argument("--to", default="", help=f"For move: {storage_url.EXAMPLE}, or “{storage_url.FILE}”.")

    def handle(self, *args: Any, what: str, to: str, **options: Any) -> None:
        if bool(to) != (what == "move"):
            raise CommandError("Name the new storage, such as --to s3://bucket, with “move” and with nothing else.")
        try:
            if what == "move":
                self.move(to)
            else:
                {"check": self.check_files, "sweep": self.sweep}[what]()
        except StorageUnavailable as error:
            raise CommandError(f"{error} What was done is done; run the command again.") from error

    def check_files(self) -> None:
        damaged = 0
        for file, problem in integrity.check():
            damaged += 1
            self.stdout.write(f"{file.photo.public_id} ({file}): {problem}")
        if damaged:
            self.stderr.write(f"{damaged} damaged.")
            raise SystemExit(1)
        self.stdout.write("Every original is as it was delivered, and every size is there.")

    def sweep(self) -> None:
        try:
            swept = integrity.sweep()
        except integrity.NoPhotoRows as refusal:
            raise CommandError(str(refusal)) from refusal
        for path in swept:
            self.stdout.write(path)
        self.stdout.write(f"{len(swept)} files deleted.")

    def move(self, to: str) -> None:
        target = _opened(to)
        if str(target) == str(storage):
            raise CommandError(f"The files are in {storage} already.")
        moved = move(storage, target, Path(settings.DATA_DIR, JOURNAL), self.stdout.write)
        for problem in moved.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{moved.carried} files copied and compared, {moved.there} were there already.")
        if moved.problems:
            raise SystemExit(1)
        self.stdout.write(f"Stop the site, run this command once more, and start with PLENARY_STORAGE={to}")


def _opened(url: str) -> Storage:
    try:
        entry = storage_url.read(url, Path(settings.DATA_DIR), source="--to")
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    return cast(Storage, import_string(entry["BACKEND"])(**entry["OPTIONS"]))
