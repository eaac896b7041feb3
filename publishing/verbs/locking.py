"""Locks all that a verb reads or writes, so that verbs and saves take turns."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from publishing.locks import lock_rows
from publishing.models import Child, Document, Edition, Item, Publishable
from publishing.verbs import checks
from publishing.windows import BEFORE_ALL


def lock(*targets: Item) -> None:
    """Lock the targets, all above and below, and what they need, in a transaction.

    What that is may change while one waits for a lock. Then those taken are released, so that all are taken in order.
    """
    if not connection.features.has_select_for_update:
        return
    known: set[Model] = set()
    savepoint = transaction.savepoint_create()
    while not (wanted := {row for target in targets for row in _touched(target)}) <= known:
        transaction.savepoint_rollback(savepoint)
        known |= wanted
        savepoint = transaction.savepoint_create()
        lock_rows(known)
    transaction.savepoint_commit(savepoint)


def _touched(target: Item) -> Iterator[Model]:
    """Yield the rows as they are stored now; none where the target was deleted."""
    stored: Any = type(target)._default_manager.filter(pk=target.pk).first()
    if stored is None:
        return
    document = stored.document if isinstance(stored, Edition) else stored
    if isinstance(document, Document):
        rows = [document, *document.editions.all()]
    else:
        rows = [stored, *checks.descendants(stored)]
    for row in rows:
        yield from _with_ancestors(row)
    for row in rows:
        for obstacle in row.obstacles_at(BEFORE_ALL) if isinstance(row, Publishable) else ():
            yield from _with_ancestors(obstacle.target)  # each that has to be public for the row to be


def _with_ancestors(row: Model) -> Iterator[Model]:
    yield row
    if isinstance(row, Child):
        for above in row.public_dependencies():
            yield from _with_ancestors(above)
