"""Outcomes, and the register of all outcomes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Prefetch, Q, QuerySet

from meetings.models import Outcome
from partners.models import Format
from publishing.languages import columns_of

BY_WEIGHT: Final = {verb: weight for weight, verb in enumerate(Outcome.Verb.values)}
WITHIN_MEETING: Final = (
    "session__day",
    F("session__starts_at").asc(nulls_last=True),
    "session__position",
    "session_id",
    "position",
    "id",
)
# What is shown of an outcome beside its session, and what is in the addresses.
SHOWN: Final = ("public_id", "verb", "text", "session__slug", "statement__slug")
# What the register shows of the sessions and the meetings.
AROUND: Final = (
    *("session__day", "session__day_is_inferred", *columns_of("session__title")),
    *("session__meeting__slug", *columns_of("session__meeting__title")),
)
DISCUSSION_VERBS: Final = frozenset({Outcome.Verb.THANKED, Outcome.Verb.DISCUSSED})


def outcomes(at: datetime) -> QuerySet[Outcome]:
    """Return all outcomes with session, meeting and statement, latest meeting first, then in order."""
    return (
        Outcome.objects.public(at)
        .select_related("session__meeting", "statement")
        .order_by("-session__meeting__starts_on", "-session__meeting_id", *WITHIN_MEETING)
    )


def register(at: datetime) -> QuerySet[Outcome]:
    """Return all outcomes, each with the bodies of its session as `session.public_formats`."""
    formats = Prefetch("session__formats", Format.objects.public(at), "public_formats")
    return outcomes(at).only(*SHOWN, *AROUND).prefetch_related(formats)


def on_topic(topic: Any, lookup: str = "") -> Q:
    """Return the condition for outcomes on the topic. One without topics has those of its session.

    The joins repeat rows: use `distinct()`.
    """
    return Q(**{f"topics{lookup}": topic}) | Q(topics=None, **{f"session__topics{lookup}": topic})


def of_body(body: Any, lookup: str = "") -> Q:
    """Return the condition for outcomes of the body's sessions, without texts that only others adopted.

    The joins repeat rows: use `distinct()`.
    """
    adopted = Q(**{f"statement__adopted_by{lookup}": body})
    not_named = Q(statement__adopted_by=None, statement__adopted_by_partners=None)
    return adopted | (not_named & Q(**{f"session__formats{lookup}": body}))


def by_weight(found: Iterable[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Return the decisions, adopted texts first, and separately the items that were only discussed."""
    ordered = sorted(found, key=lambda outcome: BY_WEIGHT[outcome.verb])
    decided = [outcome for outcome in ordered if outcome.verb not in DISCUSSION_VERBS]
    return decided, ordered[len(decided) :]
