"""Reads public pages from a replica that has the content stamp of the database.

The stamp tells of every change of content. A replica is never ahead: if it has the stamp that the database has, it has
what readers are to see. If it lags, or does not answer, the page is made of the database's own rows. See decision 52.
"""

import logging
import time
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.middleware import GetResponse
from publishing import stamps
from publishing.languages import LANGUAGES
from publishing.reading import REPLICA, from_replica

SECONDS_OF_REST: Final = 30  # after which a replica that did not answer is asked again
NAMED: Final = ("/media/", "/id/", "/sitemap", "/api/")  # addresses without a language

logger = logging.getLogger("plenary.replica")


class ReplicaMiddleware:
    """Chooses the database of each visitor's request; admin and previews never lag."""

    def __init__(self, get_response: GetResponse) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._prefixes = (*(f"/{code}/" for code in LANGUAGES), *NAMED)
        self._rests_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_public(request) and self._is_up_to_date():
            with from_replica():
                return self.get_response(request)
        return self.get_response(request)

    def _is_public(self, request: HttpRequest) -> bool:
        return request.method in ("GET", "HEAD") and request.path_info.startswith(self._prefixes)

    def _is_up_to_date(self) -> bool:
        if time.monotonic() < self._rests_until:
            return False
        wanted = stamps.current()  # the request may have waited since another was read
        try:
            return wanted is not None and stamps.stored(connections[REPLICA]) == wanted
        except DatabaseError as error:
            self._rests_until = time.monotonic() + SECONDS_OF_REST
            logger.warning("The replica does not answer, so it is not asked for %s s: %s", SECONDS_OF_REST, error)
            return False
