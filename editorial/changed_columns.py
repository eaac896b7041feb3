"""Forms of stored rows that ask the database only about changed fields."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import BaseConstraint, Model

from editorial.field_permissions import POSITION


class ValidatesChanges(forms.ModelForm):
    """Mixin of a form that validates only changes, but calls `clean()` of every row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = dict(vars(self.instance))  # as they are stored

    @property
    def is_stored(self) -> bool:
        return bool(self.instance.pk and not self.instance._state.adding)

    @property
    def is_as_stored(self) -> bool:
        """Whether it is a row of a formset in which nothing but its place has changed."""
        return bool(self.prefix) and self.is_stored and {*self.changed_data} <= {POSITION}

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        if self.is_as_stored:
            excluded |= {field.name for field in self.instance._meta.fields} - {*self.changed_data}
        return excluded

    def _post_clean(self) -> None:
        row: Any = self.instance
        row.is_as_stored = self.is_as_stored
        super()._post_clean()  # type: ignore[misc]  # Django's own
        row.is_as_stored = False

    def validate_constraints(self) -> None:
        """Ask about the constraints of a stored row in which a column has changed."""
        row: Any = self.instance
        if self.is_stored:
            kept = [(model, [*self._of_what_changed(model, found)]) for model, found in row.get_constraints()]
            row.get_constraints = lambda: kept
        try:
            super().validate_constraints()
        finally:
            vars(row).pop("get_constraints", None)

    def _of_what_changed(self, model: type[Model], constraints: Iterable[BaseConstraint]) -> Iterator[BaseConstraint]:
        now, columns = vars(self.instance), self.instance._meta.concrete_fields
        changed = [each for each in columns if now.get(each.attname) != self.columns.get(each.attname)]
        names = {name for each in changed for name in (each.name, each.attname)}
        return (each for each in constraints if names & _columns_of(each, model))


def _columns_of(constraint: BaseConstraint, model: Any) -> set[str]:
    """Return the names of the columns of which a constraint speaks."""
    expressions = [*getattr(constraint, "expressions", ()), getattr(constraint, "condition", None)]
    names_in = model._get_expr_references  # noqa: SLF001  # as Django's own checks of constraints
    references = [each for expression in expressions if expression for each in names_in(expression)]
    return {*getattr(constraint, "fields", ()), *(name for name, *_lookups in references)}
