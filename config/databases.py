"""The database: PLENARY_DATABASE_URL as an entry of Django's DATABASES."""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from environs import Env

VARIABLE: Final = "PLENARY_DATABASE_URL"
REPLICA_VARIABLE: Final = "PLENARY_READ_DATABASE_URL"
POSTGRESQL: Final = ("postgres", "postgresql", "pgsql")
EXAMPLE: Final = "postgres://user:password@host/name"
SECONDS_FOR_A_LOCK: Final = 10  # a request that waits longer is answered with 503
SECONDS_TO_CONNECT: Final = 5
SECONDS_FOR_THE_REPLICA: Final = 2  # until pages are made without it
SECONDS_FOR_A_CONNECTION: Final = 3  # of the pool, which connects again meanwhile: a restart of PostgreSQL may take two
# Connections of one process. Each thread uses one while it answers; a process of the server has eight (decision 41).
POOL: Final = 16
LARGEST_POOL: Final = 100


def read(env: Env, data_dir: Path) -> dict[str, Any]:
    """Return the entry for DATABASES, or raise ImproperlyConfigured."""
    return from_address(env.str("DATABASE_URL", f"sqlite:///{data_dir / 'plenary.sqlite3'}"))


def read_replica(env: Env) -> dict[str, Any] | None:
    """Return the entry of the replica that visitors read from; None without one."""
    address = env.str("READ_DATABASE_URL", None)
    if address is None:
        return None
    entry = from_address(address, REPLICA_VARIABLE)
    if entry["ENGINE"] != "config.postgresql" or not env.str("DATABASE_URL", "").startswith(POSTGRESQL):
        raise ImproperlyConfigured(
            f"{REPLICA_VARIABLE} names a replica of the PostgreSQL database that {VARIABLE} names: set both, or unset "
            f"{REPLICA_VARIABLE}."
        )
    entry["OPTIONS"]["pool"]["timeout"] = SECONDS_FOR_THE_REPLICA
    return entry


def from_address(address: str, variable: str = VARIABLE) -> dict[str, Any]:
    """Return the entry for the variable's address; errors leave out the password."""
    url = address.strip()
    if not url:
        raise ImproperlyConfigured(f"{variable} is empty. Give it a value, or unset it.")
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return _sqlite(_parsed(url, variable))
    if scheme in POSTGRESQL:
        return _postgresql(url, variable)
    raise ImproperlyConfigured(
        f"{variable} begins with “{scheme}”, which is no database that Plenary knows. "
        f"Write it like “{EXAMPLE}”, or unset it for SQLite in the data folder."
    )


def _parsed(url: str, variable: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except ValueError:
        raise ImproperlyConfigured(
            f"{variable} cannot be read. Write it like “{EXAMPLE}”; in user and password, "
            "write “@” as %40, “:” as %3A, “/” as %2F, “#” as %23, “?” as %3F, “%” as %25."
        ) from None


def let_like_ignore_case(connection: BaseDatabaseWrapper, **more: Any) -> None:
    """Let LIKE on SQLite ignore case beyond ASCII, as on PostgreSQL: “ö” finds “Ö”."""
    if connection.vendor == "sqlite":
        for arguments in (2, 3):  # without and with ESCAPE
            connection.connection.create_function("like", arguments, _like, deterministic=True)


def _like(pattern: str | None, value: object, escape: str = "") -> bool | None:
    if pattern is None or value is None:
        return None
    return _matcher(str(pattern), escape).fullmatch(str(value).lower()) is not None


@lru_cache(maxsize=64)
def _matcher(pattern: str, escape: str) -> re.Pattern[str]:
    """Return the pattern of LIKE as a regular expression for text in lower case."""
    parts, letters = [], iter(pattern.lower())
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.DOTALL)


def reach(connection: BaseDatabaseWrapper) -> None:
    """Open the database; raise django.db.Error at once, without the pool's retries."""
    with connection.wrap_database_errors:
        driver: Any = connection.Database  # type: ignore[attr-defined]  # of every kind of connection
        driver.connect(**connection.get_connection_params()).close()
    connection.ensure_connection()


def first_line(error: BaseException) -> str:
    """Return the first line of an error, for a sentence about it."""
    return str(error).strip().partition("\n")[0] or "no more is known"


def close() -> None:
    """Close this thread's connections, and the pool, which forks cannot share."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # of this database's connection alone


def _sqlite(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {
        "ENGINE": "config.sqlite",
        "CONN_MAX_AGE": None,  # opening and configuring the file costs more than the queries of a page
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a transaction that writes later would fail if another has written
            "timeout": SECONDS_FOR_A_LOCK,
            # Each thread has a connection. A cache of 256 kB and 16 statements, not 2 MB and 128, costs no time that
            # can be measured, since the system holds the file in its memory too. See decision 41.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-256;",
            "cached_statements": 16,
        },
    }


def _postgresql(url: str, variable: str) -> dict[str, Any]:
    """Return the entry, with a pool of connections."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise ImproperlyConfigured(
            f"{variable} asks for PostgreSQL, whose driver is not installed. Start with ./run, which installs it, "
            "or install requirements-postgres.txt."
        )
    entry = _parsed(url, variable)
    options: dict[str, Any] = entry.pop("OPTIONS", {})
    if not entry["NAME"] and "service" not in options:
        raise ImproperlyConfigured(f"{variable} names no database. Write it like “{EXAMPLE}”.")
    pool = {"min_size": 1, "max_size": _size_of_pool(options, variable), "timeout": SECONDS_FOR_A_CONNECTION}
    # The pool gives up after that, and begins at once when it is asked again: else its pauses grow to minutes.
    pool["reconnect_timeout"] = SECONDS_FOR_A_CONNECTION
    # Without compiling queries, which takes seconds for the long conditions of visibility.
    settings = f"-c lock_timeout={SECONDS_FOR_A_LOCK}s -c jit=off"
    options = {"connect_timeout": SECONDS_TO_CONNECT} | options
    options["options"] = " ".join(filter(None, [settings, str(options.get("options", ""))]))
    _refuse_unknown(options, variable)
    return entry | {
        "ENGINE": "config.postgresql",
        "CONN_MAX_AGE": 0,  # a connection returns to the pool after each request
        "CONN_HEALTH_CHECKS": True,  # so that a restart of PostgreSQL costs no request
        "OPTIONS": options | {"pool": pool},
    }


def _size_of_pool(options: dict[str, Any], variable: str) -> int:
    size = options.pop("pool", POOL)
    if isinstance(size, int) and not isinstance(size, bool) and 1 < size <= LARGEST_POOL:
        return size
    raise ImproperlyConfigured(
        f"{variable} has the option “pool={size}”. It is the number of connections of each process, "
        f"from 2 to {LARGEST_POOL}, such as “{EXAMPLE}?pool={POOL}”."
    )


def _refuse_unknown(options: dict[str, Any], variable: str) -> None:
    """Raise ImproperlyConfigured for an option that libpq does not know."""
    from psycopg import ProgrammingError, conninfo  # noqa: PLC0415  # installed for PostgreSQL alone

    for name, value in options.items():
        try:
            conninfo.make_conninfo(**{name: value})
        except ProgrammingError:
            raise ImproperlyConfigured(
                f"{variable} has the option “{name}”, which PostgreSQL does not know. Known are “pool” and those of "
                "its connections, such as “sslmode”."
            ) from None
