"""Make what is missing of the card images."""

from typing import Any

from django.core.management.base import BaseCommand

from meetings.cards.making import make_now


class Command(BaseCommand):
    help = (
        "Make the card images that are missing or say what no longer holds, of everything that is approved."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{make_now()} cards made.")
