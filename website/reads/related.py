"""The public rows that rows are related to, for all relations in one query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value

from publishing.languages import LANGUAGES, columns_of
from publishing.windows import within
from publishing.wording import name_field


@dataclass(frozen=True)
class Related:
    """A public row with its names by language; documents and photos have none."""

    public_id: str
    names: Mapping[str, str]


type Relations = Mapping[tuple[int, str], list[Related]]  # by the key of a row and the path of the relation


def related(rows: Sequence[Model], paths: Iterable[str], at: datetime) -> Relations:
    """Return what paths lead to from rows of one kind, by name, via public rows only."""
    found: dict[tuple[int, str], list[Related]] = defaultdict(list)
    asked = [_related(type(rows[0]), path, [row.pk for row in rows], at) for path in paths] if rows else []
    if asked:
        for key, path, public_id, *names in asked[0].union(*asked[1:], all=True).order_by():
            named = {code: name for code, name in zip(LANGUAGES, names, strict=True) if name}
            found[key, path].append(Related(public_id, named))
    for listed in found.values():
        listed.sort(key=lambda each: (*each.names.values(), each.public_id))
    return found


def _related(model: Any, path: str, keys: list[int], at: datetime) -> QuerySet[Model, Any]:
    """Return the key, the path, the permanent id and the names of each."""
    public, prefix, target = Q(), "", model
    for name in path.split("__"):
        prefix, target = f"{prefix}{name}__", target._meta.get_field(name).related_model
        if hasattr(target, "required_relations"):
            public &= within(target, at, prefix)
    called = name_field(target)
    names = [F(f"{prefix}{column}") for column in columns_of(called)] if called else []
    # A plain QuerySet: modeltranslation reorders columns, but a union needs the same order.
    rows: QuerySet[Model] = QuerySet(model).filter(public, pk__in=keys).order_by()
    empty = [Value("", output_field=CharField())] * len(LANGUAGES)
    return rows.values_list("pk", Value(path, output_field=CharField()), f"{prefix}public_id", *(names or empty))
