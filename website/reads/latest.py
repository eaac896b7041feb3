"""The latest rows of a list, for the page of something else, with the number of all. The list itself has the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from publishing.querysets import number_of

SHOWN: Final = 20


@dataclass(frozen=True)
class Latest:
    """The first rows of a list, and the number of all."""

    rows: list[Any]
    total: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_more(self) -> bool:
        return self.total > SHOWN


def latest(rows: QuerySet[Any]) -> Latest:
    """Return the first rows, in one query. None may occur twice."""
    return counted(rows[:SHOWN], rows)


def first_of(rows: QuerySet[Any]) -> Any:
    """Return the keys of the first rows, as a subquery of what belongs to them."""
    return rows.values("pk")[:SHOWN]


def counted(shown: QuerySet[Any], rows: QuerySet[Any]) -> Latest:
    """Return what is shown of the rows, with the number of the rows, in one query.

    The number is a subquery that the database evaluates once, since it depends on no row.
    """
    found = list(shown.annotate(total=number_of(rows)))
    return Latest(found, found[0].total if found else 0)
