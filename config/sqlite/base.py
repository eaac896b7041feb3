"""Django's connection to SQLite, which also sends a signal on each commit."""

import os
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as Operations

from publishing.commits import SendsCommits


class DatabaseOperations(Operations):
    """Takes the year and the month of a day by SQLite's own function.

    Django's is written in Python, so a list of the admin with 5,000 days would take 50 ms to find its years.
    """

    def date_trunc_sql(
        self, lookup_type: str, sql: str, params: Any, tzname: str | None = None
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL of the first day of the year or month, as text `YYYY-MM-DD`."""
        if tzname is None and lookup_type in {"year", "month"}:
            return f"date({sql}, %s)", (*params, f"start of {lookup_type}")
        return super().date_trunc_sql(lookup_type, sql, params, tzname)


class DatabaseWrapper(SendsCommits, base.DatabaseWrapper):
    """See publishing/commits.py.

    A connection to a file that is read only would stay so when the file may be written again: it lasts one request.
    """

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        self._may_write = os.access(conn_params["database"], os.W_OK)
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        if self.connection is not None and not self._may_write:
            self.close()
        super().close_if_unusable_or_obsolete()
