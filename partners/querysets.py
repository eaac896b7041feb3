"""Querysets of memberships and appointments, which hold for a span of time."""

from datetime import date
from typing import Self

from django.db.models import Q

from publishing.querysets import JoinRowQuerySet


class SpanQuerySet(JoinRowQuerySet):
    """Rows that hold from `since` to `until`, each a year, a month or a day."""

    def on(self, day: date) -> Self:
        """Return the rows that may hold on the day; a span may be known to the year."""
        iso = day.isoformat()
        begun = Q(since="") | Q(since__lte=iso)
        not_ended = Q(until="") | Q(until__gte=iso) | Q(until__in=[iso[:4], iso[:7]])
        return self.filter(begun, not_ended)
