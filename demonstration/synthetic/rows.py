"""Collects rows, which know their ids before they are stored, for bulk writing."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model, QuerySet

from publishing.kinds import write_all_windows
from publishing.public_ids import ALPHABET, LENGTH, PublicIdField

PUBLIC_IDS: Final = len(ALPHABET) ** LENGTH
# Has no factor in common with PUBLIC_IDS, so that no two numbers below PUBLIC_IDS give the same id.
STRIDE: Final = 412_653_977_281
BATCH: Final = 500


def public_id(letter: str, number: int, seed: int) -> str:
    """Return the public id for a number; those of successive numbers look random."""
    rest = (number * STRIDE + seed * 7_919) % PUBLIC_IDS
    characters = []
    for _place in range(LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return letter + "".join(characters)


class Rows:
    """The rows that are not written yet, by their model."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._waiting: dict[type[Model], list[Model]] = defaultdict(list)
        self._ids: dict[type[Model], count[int]] = {}
        self._letters: dict[type[Model], str] = {}

    def add[M: Model](self, model: type[M], **values: Any) -> M:
        """Return a row with an id, and a public id where its kind has one."""
        if model not in self._ids:
            last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
            self._ids[model] = count(last + 1)
            fields = [field for field in model._meta.local_fields if isinstance(field, PublicIdField)]
            self._letters[model] = fields[0].letter if fields else ""
        pk = next(self._ids[model])
        if letter := self._letters[model]:
            values["public_id"] = public_id(letter, pk, self._seed)
        row = model(pk=pk, **values)
        self._waiting[model].append(row)
        return row

    def link(self, row: Model, relation: str, others: Iterable[Model]) -> None:
        """Join a row to others by a many-to-many relation."""
        field: Any = row._meta.get_field(relation)
        through, here, there = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
        for other in others:
            self._waiting[through].append(through(**{here: row.pk, there: other.pk}))

    def write(self) -> None:
        """Store waiting rows, in any order: keys are checked as the transaction ends.

        Without the windows of visibility, which `finish` writes at once for all rows.
        """
        for model, rows in self._waiting.items():
            plain: QuerySet[Any] = QuerySet(model)
            plain.bulk_create(rows, batch_size=BATCH)
        self._waiting.clear()

    def finish(self) -> None:
        """Write the rest and the windows; let the database count on from the given ids."""
        self.write()
        write_all_windows()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._ids)):
                cursor.execute(statement)
