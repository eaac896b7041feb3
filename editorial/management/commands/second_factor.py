"""Show or remove the second factors of an account that cannot sign in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from editorial import second_factors


class Command(BaseCommand):
    help = "Show or remove the second factors of an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["show", "remove"],
            help="show: list them. remove: remove all, with the recovery codes, and end the account's sessions.",
        )
        parser.add_argument("name", help="the name of the account")

    def handle(self, *args: Any, what: str, name: str, **options: Any) -> None:
        account = User.objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account “{name}”.")
        if what == "remove":
            second_factors.remove_all(account, by=None, by_name="manage second_factor")
            self.stdout.write(f"{name} has no second factor any more, and signs in with the password.")
            return
        for factor in second_factors.of(account):
            self.stdout.write(f"{second_factors.name_of(factor)}, since {factor.created_at:%Y-%m-%d}")
        if not second_factors.has_one(account):
            self.stdout.write(f"{name} has no second factor.")
