"""Positions of rows that editors put in order."""

from typing import Any

from django.db.models import QuerySet


def renumber(rows: QuerySet[Any]) -> None:
    """Number the rows 1..n in the order of their positions, oldest first where two are equal."""
    moved = []
    for number, row in enumerate(rows.order_by("position", "id"), start=1):
        if row.position != number:
            row.position = number
            moved.append(row)
    rows.bulk_update(moved, ["position"])
