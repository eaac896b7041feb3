"""The register of decisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Prefetch, Q, QuerySet

from meetings.models import Outcome
from partners.models import Format

BY_WEIGHT: Final = {verb: weight for weight, verb in enumerate(Outcome.Verb.values)}
DISCUSSION_VERBS: Final = frozenset({Outcome.Verb.THANKED, Outcome.Verb.DISCUSSED})


def outcomes(at: datetime) -> QuerySet[Outcome]:
    """Return all outcomes with session, meeting and statement; the latest meeting first, each in its own order."""
    return (
        Outcome.objects.public(at)
        .select_related("session__meeting", "statement")
        .order_by(
            "-session__meeting__starts_on",
            "session__meeting",
            "session__day",
            F("session__starts_at").asc(nulls_last=True),
            "session__position",
            "session",
            "position",
            "id",
        )
    )


def register(at: datetime) -> QuerySet[Outcome]:
    """Return all outcomes, and of each the formats that sat as `session.public_formats`."""
    formats = Prefetch("session__formats", Format.objects.public(at), "public_formats")
    return outcomes(at).prefetch_related(formats)


def on_topic(topic: Any, lookup: str = "") -> Q:
    """Return what holds of outcomes on the topic: one without topics of its own takes over those of its session.

    It joins several rows of one outcome: ask for distinct ones.
    """
    return Q(**{f"topics{lookup}": topic}) | Q(topics=None, **{f"session__topics{lookup}": topic})


def of_body(body: Any, lookup: str = "") -> Q:
    """Return what holds of outcomes of the body: of its sessions, save texts that only others are named as adopting.

    It joins several rows of one outcome: ask for distinct ones.
    """
    adopted = Q(**{f"statement__adopted_by{lookup}": body})
    not_named = Q(statement__adopted_by=None, statement__adopted_by_partners=None)
    return adopted | (not_named & Q(**{f"session__formats{lookup}": body}))


def by_weight(found: Iterable[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Return what was decided, what was adopted first; and apart from it what was only talked about."""
    ordered = sorted(found, key=lambda outcome: BY_WEIGHT[outcome.verb])
    decided = [outcome for outcome in ordered if outcome.verb not in DISCUSSION_VERBS]
    return decided, ordered[len(decided) :]
