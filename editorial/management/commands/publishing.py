"""The verbs on the command line, with the checks and audit log of the admin."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import reversion
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.text import capfirst

from editorial.status import in_full
from publishing import clock, last_runs, window_check
from publishing.languages import LANGUAGES
from publishing.models import Document, Publishable
from publishing.models.office import office_time_zone
from publishing.obstacles import Obstacle, Refused
from publishing.public_ids import model_of
from publishing.states import Correction, PublicationStatus
from publishing.status import status_of
from publishing.times import moment
from publishing.verbs import checks
from publishing.verbs.joint_publication import use_together
from publishing.verbs.missing_texts import missing_texts
from publishing.verbs.omissions import Omission, omissions
from publishing.verbs.text_warnings import ASKED_BEFORE, warnings_before
from publishing.workflow import MAKES_PUBLIC, TABLE, TRANSITIONS, Transition, WorkflowAction

# The options for the arguments of a verb (see workflow.py): the verb's own argument, and its option.
OPTIONS: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "reason": {"--reason": {"default": "", "help": "The internal reason."}},
    "at": {"--at": {"help": "When it becomes public, like “2026-04-15 18:00”: the office's time, or with an offset."}},
    "correction": {
        "--correction": {
            "default": "",
            "choices": [Correction.MINOR.value, Correction.MAJOR.value],
            "help": "The type of correction, for a version that follows another.",
        },
        "--note": {"default": "", "help": "The correction note of a major correction."},
    },
    "address": {"--slug": {"default": "", "help": "Of a document that is first published: its address."}},
    "explanation": {
        f"--explanation-{code}": {"default": "", "help": f"The public explanation in {name}."}
        for code, name in settings.LANGUAGES
    },
    "slug": {"--slug": {"required": True, "help": "The new last part of its address."}},
}

FOR_OMISSIONS: Final[dict[str, dict[str, Any]]] = {
    "--publish-too": {
        "nargs": "+",
        "default": [],
        "metavar": "public-id",
        "help": "What its pages show, to be published in the same step.",
    },
    "--leave-out": {
        "action": "store_true",
        "help": "Visitors are not to see the rest of what its pages would show.",
    },
}


class Command(BaseCommand):
    """The command `./run manage publishing`, with a verb, `table`, `show` or `check`."""

    help = "Uses a verb on a row with a public id, shows its obstacles, or prints the table of verbs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        actions.add_parser("table", help="Print the states and verbs.")
        windows = actions.add_parser(
            "check", help="Compare what is stored about what is public with the rule of visibility, for all rows."
        )
        windows.add_argument("--repair", action="store_true", help="Store it again.")
        show = actions.add_parser("show", help="Print the status of a row, and the obstacles to each verb.")
        _about_a_row(show)
        for transition in TABLE:
            verb = actions.add_parser(transition.verb, help=f"{transition.label}.")
            _about_a_row(verb)
            for asked in transition.asks:
                for option, how in OPTIONS[asked].items():
                    verb.add_argument(option, **how)
            if transition.verb in ASKED_BEFORE:
                verb.add_argument(
                    "--warnings-read", action="store_true", help="You have read the warnings about the text."
                )
            if transition.verb in MAKES_PUBLIC:
                for option, how in FOR_OMISSIONS.items():
                    verb.add_argument(option, **how)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Carry out the action; raises CommandError with every reason if refused."""
        if action == "table":
            self.say(table())
            return
        if action == "check":
            self.check_windows(repair=options["repair"])
            return
        target, by = row_of(options["public_id"]), account(options["by"])
        with timezone.override(office_time_zone()):
            if action == "show":
                self.say(shown(target, by))
            else:
                verb, values = WorkflowAction(action), asked(TRANSITIONS[WorkflowAction(action)], options)
                raise_for_warnings(verb, target, read=options.get("warnings_read", False))
                too = published_too(verb, target, by, values.get("at"), options)
                self.use(verb, target, by, values, too)

    def check_windows(self, *, repair: bool) -> None:
        """Print the result for each kind; raises CommandError if a row stays wrong."""
        wrong = 0
        for kind, public_ids in window_check.check(repair=repair):
            found = f"{len(public_ids)} differ: {', '.join(public_ids)}" if public_ids else "all agree"
            self.say([f"{capfirst(str(kind._meta.verbose_name_plural))}: {found}"])
            wrong += len(public_ids)
        last_runs.record(last_runs.Job.WINDOWS, found=0 if repair else wrong)
        if wrong and not repair:
            raise CommandError(
                "What is stored differs from the rule. Repair it: ./run manage publishing check --repair"
            )

    def use(self, verb: WorkflowAction, target: Any, by: User, values: dict[str, Any], too: list[Omission]) -> None:
        """Use the verb, keep the revision as the admin does, and print the result."""
        try:
            with reversion.create_revision():
                reversion.set_user(by)
                row = use_together(verb, target, too, by=by, **values)
                if type(row) is type(target):
                    reversion.add_to_revision(row)
        except Refused as refusal:
            raise CommandError(in_lines(TRANSITIONS[verb], refusal.obstacles)) from refusal
        fresh = type(target)._default_manager.get(pk=target.pk)
        if verb == WorkflowAction.SUBMIT:
            self.say(f"- {each}" for each in missing_texts([fresh]))
        self.say([f"“{fresh}”: {verb.label}.", *state(fresh)])

    def say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def raise_for_warnings(verb: WorkflowAction, target: Any, *, read: bool) -> None:
    """Raise CommandError with the warnings about the texts, unless they were read."""
    rows = checks.with_cascading_children(target) if isinstance(target, Publishable) else []
    found = [] if read else warnings_before(verb, rows)
    if found:
        heading = "Read these warnings about the text, then add --warnings-read or correct the text:"
        raise CommandError("\n".join([heading, *(f"- {warning}" for warning in found)]))


def published_too(
    verb: WorkflowAction, target: Any, by: User, at: datetime | None, options: dict[str, Any]
) -> list[Omission]:
    """Return the omissions to publish too; raises CommandError if some are open."""
    if verb not in MAKES_PUBLIC or checks.not_possible(verb, target, by=by, now=clock.now()):
        return []
    found = omissions([target], verb=verb, by=by, at=at or clock.now())
    too = [each for each in found if each.target.public_id in options["publish_too"]]
    rest = [each for each in found if each not in too and (too or not each.is_beyond)]
    if rest and not options["leave_out"]:
        heading = "Add --publish-too with the public ids of what to publish with it, or --leave-out for the rest:"
        raise CommandError("\n".join([heading, *(_in_a_line(each) for each in rest)]))
    return too


def row_of(public_id: str) -> Any:
    """Return the row with the public id; raises CommandError where there is none."""
    model = model_of(public_id)
    found = model and model._default_manager.filter(public_id=public_id).first()
    if not isinstance(found, (Publishable, Document)):
        raise CommandError(f"Nothing has the public id “{public_id}”. It is shown in the form and in the audit log.")
    return found


def account(name: str) -> User:
    """Return the account; raises CommandError if it is missing or not on the staff."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no account “{name}”.")
    if not (found.is_active and found.is_staff):
        raise CommandError(f"The account “{name}” may not use the admin: it is closed, or not on the staff.")
    return found


def asked(transition: Transition, options: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of the verb; raises CommandError for an impossible time."""
    values: dict[str, Any] = {}
    for name in transition.asks:
        match name:
            case "at":
                values["at"] = _moment(options["at"])
            case "address":
                values["slug"] = options["slug"]
            case "explanation":
                values[name] = {code: options[_explanation(code)] for code in LANGUAGES}
            case "correction":
                values |= {"correction": options["correction"], "note": options["note"]}
            case _:
                values[name] = options[name]
    return values


def table() -> Iterator[str]:
    """Yield the lines of the table of verbs, with their states and arguments."""
    heads = ("verb", "to", "asks", "for who may", "only", "from")
    rows = [heads, *(_cells(transition) for transition in TABLE)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def shown(target: Any, by: User) -> Iterator[str]:
    """Yield the status of the row, in lines, and for each verb its obstacles."""
    yield f"{capfirst(target._meta.verbose_name)} “{target}”, {target.public_id}"
    yield from state(target)
    yield f"Now: {in_full(clock.now())}"
    publication_status = status_of(target)
    applying = [row.verb for row in TABLE if checks.applies(row.verb, target, publication_status)]
    yield f"What {by} can do:"
    for verb in applying:
        found = checks.obstacles(verb, target, by=by)
        yield f"  {verb}: " + ("no, because" if found else "yes")
        yield from (f"    - {obstacle}" for obstacle in found)
    yield f"What does not apply: {', '.join(row.verb for row in TABLE if row.verb not in applying)}"


def state(target: Any) -> Iterator[str]:
    yield f"State: {status_of(target).label}"
    if getattr(target, "publish_at", None):
        yield f"Public from: {in_full(target.publish_at)}"


def in_lines(transition: Transition, obstacles: Iterable[Obstacle]) -> str:
    return "\n".join([f"“{transition.label}” is refused:", *(f"- {obstacle}" for obstacle in obstacles)])


def _in_a_line(omission: Omission) -> str:
    against = (str(obstacle) for obstacle in omission.obstacles)
    return " ".join([f"- {omission.target.public_id}", str(omission), *against])


def _cells(transition: Transition) -> tuple[str, ...]:
    every = [publication_status for publication_status in PublicationStatus if publication_status in transition.source]
    asks = ", ".join(transition.asks)
    source = ", ".join(str(publication_status.label) for publication_status in every)
    target = str(transition.target.label) if transition.target else "as it is"
    return (transition.verb, target, asks, transition.permission, transition.only, source)


def _explanation(code: str) -> str:
    return f"explanation_{code}".replace("-", "_")


def _about_a_row(parser: ArgumentParser) -> None:
    parser.add_argument("public_id", metavar="public-id", help="The permanent id, such as “m2b3c4d5e”.")
    parser.add_argument("--by", required=True, metavar="account", help="The name of the account that does it.")


def _moment(typed: str | None) -> Any:
    if typed is None:
        return None
    try:
        return moment(typed)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
