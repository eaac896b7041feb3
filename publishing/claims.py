"""Claims: what only one process may do at a time, on any number of machines.

A claim ends with the process that holds it, however that ends. On PostgreSQL it is an advisory lock of the connection;
SQLite's processes are on one machine, where it is the lock of a file in the data folder.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

FOLDER: Final = "claims"
SECONDS_BETWEEN_TRIES: Final = 0.2


class Waited(TimeoutError):
    """The process that holds the claim has not given it back in time."""


@contextmanager
def claim(name: str, *, seconds: float = 0) -> Iterator[bool]:
    """Hold the claim while the block runs; yield whether it had to be waited for.

    Raises Waited where it is not free within the seconds.
    """
    end, waited = time.monotonic() + seconds, False
    on_postgresql = connection.vendor == "postgresql"
    while not (held := _lock_number(name) if on_postgresql else _lock_file(name)):
        if time.monotonic() >= end:
            raise Waited(name)
        waited = True
        time.sleep(SECONDS_BETWEEN_TRIES)
    try:
        yield waited
    finally:
        if on_postgresql:
            _unlock_number(name)
        else:
            _path(name).unlink(missing_ok=True)
            os.close(held)


def _lock_number(name: str) -> int:
    """Return 1 if the lock is this connection's now, else 0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
        return int(cursor.fetchone()[0])


def _unlock_number(name: str) -> None:
    """Give the lock back; one of a connection that was lost is given back already."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(name)])
    except DatabaseError:
        connection.close()


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _lock_file(name: str) -> int:
    """Return the descriptor of the file if its lock is this process's now, else 0."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    with suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(descriptor).st_ino:  # who held it before may have deleted it
            return descriptor
    os.close(descriptor)
    return 0


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR, FOLDER, name.replace("/", "-"))
