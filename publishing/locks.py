"""Locks rows so that two people who write them do so one after the other.

SQLite locks all of the database when a transaction begins (`transaction_mode` in config/databases.py), so there is
nothing to do. On PostgreSQL every transaction that locks several rows takes them in one order, so that no two wait for
each other: parents before what belongs to them, which is the order of the models, then by primary key.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest


def lock_rows(rows: Iterable[Model]) -> None:
    """Lock the rows as stored in the database until the transaction ends."""
    if not connection.features.has_select_for_update:
        return
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for row in rows:
        keys[type(row)].add(row.pk)
    for model in apps.get_models():
        if model in keys:
            stored = model._default_manager.filter(pk__in=keys[model]).order_by("pk")
            # Rows that refer to them may still be added.
            list(stored.select_for_update(of=("self",), no_key=True).values_list("pk"))


def in_one_transaction[View: Callable[..., Any]](view: View) -> View:
    """Run the POST of an admin view in one transaction, so that its locks hold."""

    @wraps(view)
    def answer(pages: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(pages, request, *args, **kwargs)
        with transaction.atomic():
            return view(pages, request, *args, **kwargs)

    return cast(View, answer)
