"""Show the latest moment that the site has seen, or forget it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing import clock


class Command(BaseCommand):
    help = "Show the machine's clock and the latest moment that the site has seen, or forget that moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["show", "reset"],
            help="show: print both. reset: forget the latest moment, where the machine's clock is right.",
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "reset":
            clock.reset()
        latest = clock.latest_seen()
        self.stdout.write(f"The machine's clock  {timezone.now():%Y-%m-%d %H:%M:%S} UTC")
        self.stdout.write(f"The latest moment    {f'{latest:%Y-%m-%d %H:%M:%S} UTC' if latest else 'none'}")
        if clock.is_not_believed():
            self.stdout.write(
                "It is more than two hours ahead and not believed. If the machine's clock is right: "
                "./run manage clock reset"
            )
