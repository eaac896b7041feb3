"""Django's connection to PostgreSQL, which also sends a signal on each commit."""

from collections import defaultdict
from threading import Lock
from time import monotonic
from typing import Any, Final

from django.db.backends.postgresql import base

from publishing.commits import SendsCommits

SECONDS_BETWEEN_TRIES: Final = 1


class DatabaseWrapper(SendsCommits, base.DatabaseWrapper):
    """Sends commits; lets one thread alone wait for a connection to an absent server.

    Else all of them would wait, and none would be left for kept pages. See publishing/commits.py.
    """

    # Of all objects, by alias: a replica that is away says nothing of the database.
    _asking: Final[defaultdict[str, Lock]] = defaultdict(Lock)
    _away_since: Final[dict[str, float]] = {}  # when the last thread that has asked for a connection got none

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        since, asking = self._away_since.get(self.alias), self._asking[self.alias]
        if since is None:
            return self._connection(conn_params)
        if monotonic() - since < SECONDS_BETWEEN_TRIES or not asking.acquire(blocking=False):
            raise self.Database.OperationalError("PostgreSQL does not answer. It was asked a moment ago.")
        try:
            return self._connection(conn_params)
        finally:
            asking.release()

    def _connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            connection = super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self._away_since[self.alias] = monotonic()
            raise
        self._away_since.pop(self.alias, None)
        return connection
