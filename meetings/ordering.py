"""Positions of rows that editors put in order."""

from typing import Any

from django.db.models import QuerySet


def renumber(rows: QuerySet[Any]) -> None:
    """Number the rows 1..n by position; of equal positions the oldest is first."""
    moved = []
    for number, row in enumerate(rows.order_by("position", "id"), start=1):
        if row.position != number:
            row.position = number
            moved.append(row)
    rows.bulk_update(moved, ["position"])
