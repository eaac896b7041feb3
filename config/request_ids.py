"""The id of a thread's request: in a header of the answer, the log, error pages."""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings

HEADER: Final = "X-Request-ID"
SENT: Final = "HTTP_X_REQUEST_ID"
WELL_FORMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
LETTERS: Final = "bcdfghjkmnpqrstvwxz23456789"  # none that looks like another: an id is read out on the telephone
GROUPS, LENGTH = 3, 4  # such as k7m2-x9qd-4rtw

_current: ContextVar[str] = ContextVar("request_id", default="")


def begin(environ: Mapping[str, Any]) -> str:
    """Give the request an id, which holds in this thread until its next request.

    A proxy's is taken over if proxies are trusted: a stranger could write anything into the log.
    """
    sent = environ.get(SENT, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    request_id = sent if WELL_FORMED.fullmatch(sent) else made()
    _current.set(request_id)
    return request_id


def current() -> str:
    """Return the id of the request; empty outside of one."""
    return _current.get()


def made() -> str:
    """Return a new id."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(LENGTH)) for _group in range(GROUPS))
