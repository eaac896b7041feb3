"""The condition that photos add to the rule of visibility."""

from datetime import datetime
from typing import Self

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from publishing.querysets import ChildQuerySet


class PhotoQuerySet(ChildQuerySet):
    """Photos: one without a file, or whose sizes are not made, has nothing to show."""

    def with_file(self) -> Self:
        """Fetch each photo's current file along with it, in the same query."""
        current = FilteredRelation("files", condition=Q(files__replaced_at=None))
        return self.annotate(current_file=current).select_related("current_file")

    def by_rule(self, at: datetime) -> Self:
        return super().by_rule(at).filter(self.model.has_something_to_show())

    def ever_public(self, at: datetime | None = None) -> Self:
        files = self.model._meta.get_field("files").related_model._default_manager
        return super().ever_public(at).filter(Exists(files.filter(photo=OuterRef("pk"), status="ready")))
