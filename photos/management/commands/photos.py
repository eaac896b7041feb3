"""Look after the stored files of photos."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from photos.files import integrity


class Command(BaseCommand):
    help = "Look after the stored files of photos: check that they are as delivered, or sweep orphaned files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["check", "sweep"],
            help="check: read every original and compare it with its hash; print problems and show them in the admin. "
            "sweep: delete files that no photo, and nothing in the bin, needs.",
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        {"check": self.check_files, "sweep": self.sweep}[what]()

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
