"""The condition that outcomes add to the rule of visibility."""

from datetime import datetime
from typing import Self

from django.db.models import Q

from publishing.querysets import ChildQuerySet


class OutcomeQuerySet(ChildQuerySet):
    """Outcomes: one whose statement is not public is not public."""

    def by_rule(self, at: datetime) -> Self:
        statements = self.model._meta.get_field("statement").related_model._default_manager.by_rule(at)
        return super().by_rule(at).filter(Q(statement=None) | Q(statement__in=statements))

    def ever_public(self, at: datetime | None = None) -> Self:
        statement = self.model._meta.get_field("statement").related_model
        known = Q(statement=None) | Q(statement__in=statement._default_manager.ever_public(at))
        return super().ever_public(at).filter(known)
