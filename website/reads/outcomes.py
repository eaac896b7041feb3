"""Outcomes, and the list of all outcomes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import F, Prefetch, Q, QuerySet

from meetings.models import Outcome, Topic
from partners.models import Format
from publishing.languages import columns_of
from website.listings import Hold
from website.reads.latest import Latest, latest

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
    """Return outcomes with session, meeting and statement, latest meeting first."""
    return (
        Outcome.objects.public(at)
        .select_related("session__meeting", "statement")
        .order_by("-session__meeting__starts_on", "-session__meeting_id", *WITHIN_MEETING)
    )


def latest_outcomes(about: Q, at: datetime, hold: Hold) -> Latest[Outcome]:
    """Return the latest outcomes that meet the condition, which may repeat none."""
    shown = outcomes(at).only(*SHOWN, "session__meeting__slug")
    return latest(shown, lambda: outcomes(at).filter(about), hold)


def register(at: datetime) -> QuerySet[Outcome]:
    """Return outcomes, each with its session's bodies as `session.public_formats`."""
    formats = Prefetch("session__formats", Format.objects.public(at).only("slug", "name"), "public_formats")
    return outcomes(at).only(*SHOWN, *AROUND).prefetch_related(formats)


# The ways to the topics of an outcome, each with its condition. One without topics has those of its session.
WAYS_TO_TOPICS: Final = {"topics": Q(), "session__topics": Q(topics=None)}
# The same to its bodies: those that adopted the text, or, if it names none and no partner, those of its session.
WAYS_TO_BODIES: Final = {
    "statement__adopted_by": Q(),
    "session__formats": Q(statement__adopted_by=None, statement__adopted_by_partners=None),
}


def related_by(ways: Mapping[str, Q], condition: Mapping[str, Any]) -> Q:
    """Return the condition for outcomes with a matching row along one of the ways."""
    return reduce(or_, (Q(pk__in=_led_by(way, rule, condition)) for way, rule in ways.items()))


def _led_by(way: str, rule: Q, condition: Mapping[str, Any]) -> QuerySet[Outcome, dict[str, int]]:
    found = {f"{way}{lookup}": value for lookup, value in condition.items()}
    return Outcome.objects.filter(rule, **found).order_by().values("pk")


def on_topic(topic: Topic) -> Q:
    return related_by(WAYS_TO_TOPICS, {"": topic})


def of_body(body: Format) -> Q:
    return related_by(WAYS_TO_BODIES, {"": body})


def by_weight(found: Iterable[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Return two lists: decisions, adopted texts first, and items only discussed."""
    ordered = sorted(found, key=lambda outcome: BY_WEIGHT[outcome.verb])
    decided = [outcome for outcome in ordered if outcome.verb not in DISCUSSION_VERBS]
    return decided, ordered[len(decided) :]
