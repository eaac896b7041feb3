"""Rows sorted by dragging; on saving they are numbered 1, 2, 3."""

from typing import Any

from admin_ordering.admin import OrderableAdmin

from editorial.forms import ProtectedFormSet
from editorial.inlines import PublishableInline
from meetings.ordering import renumber


class SortedFormSet(ProtectedFormSet):
    """Rows with a position."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT002  # Django's
        saved = super().save(commit)
        if self.new_objects or self.changed_objects or self.deleted_objects:
            renumber(self.model._default_manager.filter(**{self.fk.name: self.instance}))
        return saved


class SortedRows(PublishableInline, OrderableAdmin):
    """Mixin of inlines with rows to drag; `position` must be a visible field."""

    formset = SortedFormSet
    ordering_field = "position"
