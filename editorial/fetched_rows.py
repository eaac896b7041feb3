"""Querysets that know some rows, so that a formset fetches its choices once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

from django.db.models import FETCH_PEERS, Model, QuerySet

from editorial.requests import is_id

Rows = Mapping[str, Model]


class FetchedRows(QuerySet[Any]):
    """Mixin of a queryset that answers from the rows it was given, by id.

    A value that is no id has no row: a refused form asks for any value that was sent.
    """

    fetched: Rows = {}

    def all(self) -> Self:
        return _with_rows(super().all(), self.fetched)

    def using(self, alias: str | None) -> Self:
        return _with_rows(super().using(alias), self.fetched)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        asked = [str(value) for name, value in kwargs.items() if name in ("pk", self.model._meta.pk.name)]
        if not args and len(asked) == len(kwargs) == 1 and asked[0] in self.fetched:
            return self.fetched[asked[0]]
        return super().get(*args, **kwargs)

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        asked = [ids for name, ids in kwargs.items() if name in ("pk__in", f"{self.model._meta.pk.name}__in")]
        if args or len(kwargs) != 1 or not asked or not isinstance(asked[0], (set, frozenset)):
            return super().filter(*args, **kwargs)
        wanted = _ids_among(asked[0])
        found: Any = super().filter(pk__in=wanted)
        if wanted <= self.fetched.keys():
            rows = [row for key, row in self.fetched.items() if key in wanted]
            found._result_cache = rows  # noqa: SLF001  # as if it had been asked
        return found


def knowing(queryset: QuerySet[Model], rows: Rows) -> QuerySet[Model]:
    """Return the queryset as one that knows the rows, which have to be its own."""
    found = queryset.all()
    found.__class__ = _class_of(type(queryset))
    return _with_rows(found, rows)


def rows_by_id(queryset: QuerySet[Model], ids: Iterable[object]) -> Rows:
    """Return the rows of the queryset with one of the ids, in at most one query.

    What is no id is left out, as it was sent by a form.
    """
    wanted = _ids_among(ids)
    return {str(row.pk): row for row in queryset.filter(pk__in=wanted).fetch_mode(FETCH_PEERS)} if wanted else {}


def _ids_among(values: Iterable[object]) -> set[str]:
    return {text for each in values if is_id(text := str(each))}


def _with_rows(queryset: Any, rows: Rows) -> Any:
    queryset.fetched = rows
    return queryset


@cache
def _class_of(queryset: type[QuerySet[Model]]) -> type[QuerySet[Model]]:
    return queryset if issubclass(queryset, FetchedRows) else type(queryset.__name__, (FetchedRows, queryset), {})
