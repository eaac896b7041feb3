"""The rows that a revision holds beside the saved one, fetched together."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import FETCH_PEERS, Model, Prefetch, prefetch_related_objects
from reversion.revisions import _get_options as history_options  # the only way to what a model follows


@contextmanager
def followed_rows(row: Model) -> Iterator[None]:
    """Hold the rows below the row in its cache while a revision takes them."""
    lookups = list(_lookups(type(row)))
    prefetch_related_objects([row], *lookups)
    try:
        yield
    finally:
        held = getattr(row, "_prefetched_objects_cache", {})
        for name in history_options(type(row)).follow:
            held.pop(name, None)


def _lookups(model: type[Model], before: str = "") -> Iterator[Prefetch | str]:
    related: dict[str | None, Any] = {
        each.get_accessor_name(): each.related_model for each in model._meta.related_objects
    }
    for name in history_options(model).follow:
        if name not in related:  # a row that it belongs to
            continue
        below, path = related[name], f"{before}{name}"
        yield Prefetch(path, below._default_manager.fetch_mode(FETCH_PEERS))
        yield from (f"{path}__{field.name}" for field in below._meta.many_to_many)
        yield from _lookups(below, f"{path}__")
