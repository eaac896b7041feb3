"""The latest rows of a list, and the number of all, for another object's page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Model, QuerySet

from publishing.querysets import number_of
from website.listings import Hold, with_keys

SHOWN: Final = 20


@dataclass(frozen=True)
class Latest[M: Model]:
    """The first rows of a list, and the number of all."""

    rows: list[M]
    total: int

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_more(self) -> bool:
        return self.total > SHOWN


type Chosen = Callable[[], QuerySet[Model]]  # asks for the rows, in order; none may occur twice


def latest[M: Model](shown: QuerySet[M], chosen: Chosen, hold: Hold) -> Latest[M]:
    """Return the first of the chosen rows, as `shown` reads them."""
    keys, total = first_of(shown.model, chosen, hold)
    return Latest(with_keys(shown, keys) if keys else [], total)


def first_of(model: type[Model], chosen: Chosen, hold: Hold) -> tuple[list[int], int]:
    """Return the first chosen rows' keys and the number of all, from memory if held.

    A page asks once for each model.
    """

    def find() -> tuple[list[int], int]:
        rows = chosen()
        return keys_and_number(rows[:SHOWN], rows)

    found: tuple[list[int], int] = hold(model.__name__, find)
    return found


def latest_with[M: Model](shown: QuerySet[M], parts: Chosen, field: str, chosen: Chosen, hold: Hold) -> Latest[M]:
    """Return the parts of the first chosen rows, and the number of all chosen rows."""

    def find() -> tuple[list[int], int]:
        rows = chosen()
        return keys_and_number(parts().filter(**{f"{field}__in": rows.values("pk")[:SHOWN]}), rows)

    keys, total = hold(shown.model.__name__, find)
    return Latest(with_keys(shown, keys) if keys else [], total)


def keys_and_number(shown: QuerySet[Model], rows: QuerySet[Model]) -> tuple[list[int], int]:
    """Return the keys of what is shown, and the number of the rows, in one query.

    The number is a subquery that the database evaluates once, since it depends on no row.
    """
    found = list(shown.annotate(total=number_of(rows)).values_list("pk", "total"))
    return [key for key, _total in found], found[0][1] if found else 0
