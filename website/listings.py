"""Holds the length of lists and the keys of rows shown, to read only these rows."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

type Hold = Callable[[Hashable, Callable[[], Any]], Any]


class Listing[Row]:
    """A list; `keys` asks for all keys, `read` for the rows with keys, in order.

    Both the number and the keys of a slice depend on the content and the moment alone, so `hold` has them from memory
    where they still hold.
    """

    def __init__(self, keys: Callable[[], Any], read: Callable[[Sequence[Any]], list[Row]], hold: Hold) -> None:
        self._keys = keys
        self._read = read
        self._hold = hold

    def count(self) -> int:
        number: int = self._hold("number", lambda: self._keys().count())
        return number

    def __getitem__(self, shown: slice) -> list[Row]:
        keys = self._hold((shown.start, shown.stop), lambda: list(self._keys()[shown]))
        return self._read(keys) if keys else []


def with_keys[M: Model](rows: QuerySet[M], keys: Sequence[Any]) -> list[M]:
    """Return those of the rows that have the primary keys, in the order of the keys."""
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]
