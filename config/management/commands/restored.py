"""Shows whether a restored site is closed to visitors, or opens it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from publishing import restorations


class Command(BaseCommand):
    help = "Says whether the site is closed to visitors since a backup was restored, or opens it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("show", help="Say whether the site is closed.")
        opening = actions.add_parser("open", help="Open it to visitors.")
        opening.add_argument("--by", default="", metavar="NAME", help="The account that the audit log names.")

    def handle(self, *args: Any, action: str, by: str = "", **options: Any) -> None:
        """Show or open. Raises CommandError for an unknown account."""
        if action == "open" and restorations.open_site(by=_account(by), by_name="" if by else "./run manage"):
            self.stdout.write("The site is open to visitors.")
            return
        found = restorations.waiting()
        self.stdout.write(
            f"The site is closed to visitors: the backup of {found.backup_made_at:%Y-%m-%d %H:%M} UTC was restored on "
            f"{found.restored_at:%Y-%m-%d %H:%M} UTC. Open it: ./run manage restored open"
            if found
            else "The site is open to visitors: there is no restored backup to confirm."
        )


def _account(name: str) -> User | None:
    if not name:
        return None
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no account {name}.")
    return found
