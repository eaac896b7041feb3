"""Sets up a site: asks for press office, languages, administrator and mail."""

import getpass
import os
import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import new_site, preparation
from config.new_site import MAIL, NewSite
from publishing.languages import LANGUAGES
from publishing.models import Office

PASSWORD: Final = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105  # Django's variable
# The answers that are asked for, with the question and the answer that is taken if none is given.
QUESTIONS: Final = {
    **{
        f"name_{code}": (f"Name of the press office in {name}", "")
        for code, name in ((code, str(name)) for code, name in settings.LANGUAGES)
    },
    "languages": ("Languages of statements and articles", Office._meta.get_field("languages").default),
    "time_zone": ("Time zone of the press office", Office._meta.get_field("time_zone").default),
    "administrator": ("User name of the first administrator", ""),
    "email": ("E-mail address of the administrator", ""),
    "mail_url": (f"Mail server, such as submission://user:password@mail.example:587, or nothing ({MAIL})", ""),
}


class Command(BaseCommand):
    """Begin a site without the demonstration; called by `./run new`."""

    help = (
        "Begins a site without the demonstration. On a terminal it asks for what no option gives. The password is "
        f"taken from {PASSWORD} or asked for; where nothing can be asked, it is made and shown once."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, (question, default) in QUESTIONS.items():
            added = f" ({default})" if default else ""
            parser.add_argument(f"--{name.replace('_', '-')}", help=f"{question}{added}.")
        parser.add_argument("--no-input", action="store_true", help="Ask nothing.")

    def handle(self, *args: Any, no_input: bool, **options: Any) -> None:
        """Make the site, or nothing; raise CommandError on content or a wrong answer."""
        preparation.writable_data_dir()
        preparation.reachable_database()
        self.check(databases=["default"])
        preparation.translate(self.stdout.write)
        preparation.migrate(self.stdout.write)
        new_site.refuse_content()
        asks = not no_input and self.is_terminal()
        answers = {name: options[name] for name in QUESTIONS if options[name] is not None}
        site, made_password = self.asked(answers) if asks else self.given(answers)
        new_site.make(site)
        self.stdout.write(f"The site of {next(iter(site.names.values()))} is made. Start it: ./run serve")
        self.stdout.write(f"  Account       {site.administrator}")
        if made_password:
            self.stdout.write(f"  Password      {made_password}")
            self.stdout.write("                Shown this once.")

    def is_terminal(self) -> bool:
        return os.isatty(0)

    def given(self, answers: dict[str, str]) -> tuple[NewSite, str]:
        """Return the site as the options have it, and the password if it was made."""
        made = "" if PASSWORD in os.environ else secrets.token_urlsafe(12)
        site = _site(answers, os.environ.get(PASSWORD, made))
        if problems := [*site.problems()]:
            raise CommandError("Nothing was made:\n" + "\n".join(_in_lines(problems)))
        return site, made

    def asked(self, answers: dict[str, str]) -> tuple[NewSite, str]:
        """Ask for what is missing, and again for what is refused, until all is right."""
        password = os.environ.get(PASSWORD, "")
        while True:
            for name in QUESTIONS:
                if name not in answers:
                    answers[name] = _ask(name)
            password = password or _ask_for_password()
            problems = [*_site(answers, password).problems()]
            if not problems:
                return _site(answers, password), ""
            for line in _in_lines(problems):
                self.stderr.write(line)
            for name, _sentence in problems:
                answers.pop(name, "")
                password = "" if name == "password" else password


def _site(answers: dict[str, str], password: str) -> NewSite:
    found = {name: answers.get(name, default).strip() for name, (_question, default) in QUESTIONS.items()}
    names = {code: found.pop(f"name_{code}") for code in LANGUAGES}
    return NewSite(names=names, password=password, **found)


def _in_lines(problems: list[tuple[str, str]]) -> Iterator[str]:
    for name, sentence in problems:
        yield f"  --{name.replace('_', '-')}: {sentence}" if name in QUESTIONS else f"  {name}: {sentence}"


def _ask(name: str) -> str:
    question, default = QUESTIONS[name]
    added = f" [{default}]" if default else ""
    return input(f"{question}{added}: ").strip() or default


def _ask_for_password() -> str:
    password = getpass.getpass("Password: ")
    return password if getpass.getpass("Password again: ") == password else ""
