"""Chooses the database for reading: the site's own or its replica (decision 52)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

REPLICA: Final = "replica"
_alias: Final = ContextVar("alias", default=DEFAULT_DB_ALIAS)


class Router:
    """Reads where the request reads, and writes to the site's own database."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA


@contextmanager
def from_replica() -> Iterator[None]:
    """Let all queries of this thread read from the replica while the block runs."""
    token = _alias.set(REPLICA)
    try:
        yield
    finally:
        _alias.reset(token)


def reading_connection() -> BaseDatabaseWrapper:
    """Return the connection from which this request reads, for statements in SQL."""
    return connections[_alias.get()]
