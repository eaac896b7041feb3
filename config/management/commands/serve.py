"""Prepares and serves the site."""

import signal
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import preparation, server, site_address
from config.management.reporting import account_lines


class Command(BaseCommand):
    """Prepares and serves the site for `./run serve`; skips up-to-date steps."""

    help = "Prepares database, translations and static files, then serves the site until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="The port to listen on (8000).")
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on (127.0.0.1).")
        parser.add_argument("--no-worker", action="store_true", help="Leave the tasks to ./run manage work elsewhere.")

    def handle(self, *args: Any, port: int, host: str, no_worker: bool, **options: Any) -> None:
        """Prepare and serve; raise CommandError before any work if a step cannot succeed."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stops a preparation like Ctrl-C does
        server.share_one_arena()  # before the threads of the preparation
        with server.figures_folder():
            self._serve(host, port, no_worker=no_worker)

    def _serve(self, host: str, port: int, *, no_worker: bool) -> None:
        try:
            number = server.free_address(host, port)
            preparation.writable_data_dir()
            server.set_address(host, port)  # before the first start, which writes the address into files
            server.admit(host)
            preparation.reachable_database()
            self.check(databases=["default"])
            preparation.reachable_storage(self.say)
            passwords = preparation.prepare(self.say)
            self.announce(host, port, passwords)
            with nullcontext() if no_worker else server.worker():
                server.serve(number, port)
        except KeyboardInterrupt:
            self.stderr.write("Stopped before the site was ready; the next start goes on from here.")
            raise SystemExit(130) from None
        self.say("Stopped.")

    def announce(self, host: str, port: int, passwords: Mapping[str, str]) -> None:
        """Print the addresses of the site and how to sign in."""
        address = f"{site_address.listening_at(host, port)}/"
        lines = ["Plenary is ready.", f"  Site          {address}", f"  Admin         {address}admin/"]
        lines += account_lines(passwords)
        if host in site_address.EVERY_ADDRESS:
            names = ",".join(settings.ALLOWED_HOSTS)
            lines.append(f"  Host names    {names} (others: PLENARY_ALLOWED_HOSTS={names},plenary.example)")
        lines.append("Ctrl-C stops it.")
        for line in lines:
            self.say(line)

    def say(self, line: str) -> None:
        """Print a line and flush it: each forked worker would print buffered text again."""
        self.stdout.write(line)
        self.stdout.flush()
