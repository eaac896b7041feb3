"""Joins a related row under the rule of visibility, within the row's own query."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from publishing.moments import Moment
from publishing.windows import Windowed, within


def public_join(model: type[Any], field: str, at: datetime, path: str = "") -> FilteredRelation:
    """Return the foreign key as a join that finds only rows public at the moment.

    Annotate it under a name of its own and select that: what is not public never leaves the database. A join
    that finds nothing sets nothing, so the model declares the name as None.
    Raise ValueError for a key that cannot be empty: Django joins it so that the row itself is left out.

        rows.annotate(public_country=public_join(Meeting, "country", at)).select_related("public_country")

    The path, with two underscores at its end, leads from the rows to the model where they are of another one.
    """
    key = model._meta.get_field(field)
    if not key.null:
        raise ValueError(f"{model.__name__}.{field} cannot be empty, so its join would leave out the row itself.")
    related = key.related_model
    if issubclass(related, Windowed) and not related.required_relations() and not isinstance(at, Moment):
        return FilteredRelation(path + field, condition=within(related, at, f"{path}{field}__"))
    public = related._default_manager.public(at).filter(pk=OuterRef(path + field))
    return FilteredRelation(path + field, condition=Q(Exists(public)))
