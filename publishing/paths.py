"""Paths of relations from a row, as in a query: "sessions__topics"."""

from typing import Any

from django.db.models import Model


def rows_at(row: Model, path: str) -> list[Any]:
    """Return the rows to which a path of relations leads; the row itself for no path."""
    rows: list[Any] = [row]
    for name in filter(None, path.split("__")):
        found = [getattr(each, name) for each in rows]
        rows = [one for each in found if each for one in (each.all() if hasattr(each, "all") else [each])]
    return rows
