"""The memberships of a body, current ones grouped by capacity, and former ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from partners.models import Membership
from partners.partial_dates import last_day
from website.sorting import alphabetical

CAPACITIES = list(Membership.Capacity)


@dataclass(frozen=True)
class Members:
    """The members in one capacity, by name."""

    capacity: Membership.Capacity
    memberships: list[Membership]


def by_capacity(memberships: Iterable[Membership], day: date) -> list[Members]:
    """Return memberships not ended on the day, by capacity, each sorted by name."""
    lasting = [membership for membership in memberships if not _has_ended(membership, day)]
    ordered = sorted(lasting, key=lambda row: (CAPACITIES.index(Membership.Capacity(row.capacity)), _name(row)))
    return [
        Members(Membership.Capacity(capacity), list(rows))
        for capacity, rows in groupby(ordered, lambda row: row.capacity)
    ]


def former(memberships: Iterable[Membership], day: date) -> list[Membership]:
    """Return the memberships that have ended on the day, latest first."""
    ended = sorted((row for row in memberships if _has_ended(row, day)), key=_name)
    return sorted(ended, key=lambda row: row.until, reverse=True)


def _has_ended(membership: Membership, day: date) -> bool:
    return bool(membership.until) and last_day(membership.until) < day


def _name(membership: Membership) -> str:
    return alphabetical(membership.partner.name)
