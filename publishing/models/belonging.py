"""The row that a change counts for: the row itself or the one it belongs to.

Readers see an office with its person and a membership with its format and its partner. The row of an office has no
state and no permanent id, so a change of it is entered in the audit log as a change of the person, and waits for a
second person there.
"""

from collections.abc import Iterable

from django.db.models import Model
from django.forms import ModelForm


class BelongsTo:
    """Mixin of rows without a public id; `belongs_to` names foreign keys to owners."""

    belongs_to: tuple[str, ...] = ()

    def counts_for(self) -> Iterable[Model]:
        """Return the rows whose content changes with this row."""
        return [row for name in self.belongs_to if (row := getattr(self, name)) is not None]


def counted(row: Model) -> list[Model]:
    """Return the rows with a public id that a change of the row counts for."""
    if hasattr(row, "public_id"):
        return [row]
    return list(row.counts_for()) if isinstance(row, BelongsTo) else []


def counted_before(form: ModelForm) -> list[Model]:
    """Return the rows to which the form's row belonged before the form moved it."""
    row = form.instance
    moved = [name for name in getattr(row, "belongs_to", ()) if name in form.changed_data]
    former = {name: form.initial.get(name) for name in moved}
    relations = {name: row._meta.get_field(name).related_model for name in moved}
    found = [relations[name]._default_manager.filter(pk=pk).first() for name, pk in former.items() if pk]
    return [each for each in found if each is not None]
