"""The database in a backup, of one moment: by SQLite's online backup or pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

import zstandard
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from config import programs
from config.backups.manifest import CHUNK
from publishing.unavailable import DAMAGE

NAMES: Final = {"sqlite": "database.sqlite3.zst", "postgresql": "database.sql.zst"}
COPY: Final = "copy"  # the alias of the copy of an SQLite database
# The key of a session is enough to be signed in, so a backup must not hold one.
SESSIONS: Final = tuple(model._meta.db_table for model in (Session, UserSession))
NEEDED: Final = "Install PostgreSQL's client programs (for example: apt-get install postgresql-client)."


@contextmanager
def dumped(target: Path) -> Iterator[str]:
    """Write the database, compressed; give an alias that reads it as it is in there.

    Readers and editors go on meanwhile. Raises CommandError.
    """
    with {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](target) as alias:
        yield alias


@contextmanager
def _sqlite(target: Path) -> Iterator[str]:
    copy = target.with_suffix("")
    try:
        copy_sqlite(copy)
        with _explained():
            _without_sessions(copy)
        with copy.open("rb") as source, target.open("wb") as compressed:
            zstandard.ZstdCompressor().copy_stream(source, compressed)
        connections.settings[COPY] = connections.settings[DEFAULT_DB_ALIAS] | {"NAME": str(copy)}
        try:
            yield COPY
        finally:
            connections[COPY].close()
            del connections[COPY], connections.settings[COPY]
    finally:
        delete_sqlite(copy)


def copy_sqlite(copy: Path) -> None:
    """Copy the database, even in use, and check the copy, or raise CommandError."""
    delete_sqlite(copy)
    connection.ensure_connection()
    with _explained(), closing(sqlite3.connect(copy)) as file:
        connection.connection.backup(file)
        found = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise _damaged(found)


@contextmanager
def _explained() -> Iterator[None]:
    """Raise SQLite's errors of copying, such as for a full disk, as CommandError."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(DAMAGE):
            raise _damaged(error) from error
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} could not be copied ({error}), so it was not backed up. "
            "Give this user the right to write where the backup is made, and look whether the disk is full."
        ) from error


def _damaged(found: object) -> CommandError:
    return CommandError(
        f"The database {connection.settings_dict['NAME']} is damaged ({found}), so it was not backed up. "
        "Restore the last backup, or repair it with SQLite's own program: sqlite3 FILE .recover"
    )


def delete_sqlite(copy: Path) -> None:
    """Delete a copy, whole or partial, with the files that SQLite keeps beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        Path(f"{copy}{end}").unlink(missing_ok=True)


def _without_sessions(copy: Path) -> None:
    """Delete the sessions from the copy, and their traces in the pages of the file."""
    tables = {*connection.introspection.table_names()} & {*SESSIONS}
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute("PRAGMA secure_delete = ON")
        for table in tables:
            file.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours


def put_back_sqlite(copy: Path) -> None:
    """Replace the database by the copy in one transaction, or raise sqlite3.Error."""
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as file:
        file.backup(connection.connection)
    connection.close()


@contextmanager
def _postgresql(target: Path) -> Iterator[str]:
    """Let pg_dump read the same snapshot as the caller's transaction."""
    program = _program("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        options = ["--no-owner", "--no-privileges", "--encoding=UTF8", f"--snapshot={cursor.fetchone()[0]}"]
        options += [f"--exclude-table-data={table}" for table in SESSIONS]
        command, env = _command(program, options)
        with (
            target.open("wb") as file,
            subprocess.Popen(  # noqa: S603  # PostgreSQL's own
                command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            ) as running,
        ):
            zstandard.ZstdCompressor().copy_stream(running.stdout, file)  # type: ignore[arg-type]  # a pipe
            said = running.stderr.read() if running.stderr else b""
        if running.returncode:
            raise CommandError(f"pg_dump could not copy the database ({_first_line(said)}).")
        yield DEFAULT_DB_ALIAS


def is_empty() -> bool:
    """Whether the database has no tables."""
    return not connection.introspection.table_names()


def load(source: IO[bytes]) -> None:
    """Load the compressed copy into the empty database, or raise CommandError."""
    try:
        {"sqlite": _load_sqlite, "postgresql": _load_postgresql}[connection.vendor](source)
    except zstandard.ZstdError as error:
        raise CommandError(f"The database of the backup cannot be unpacked ({error}): use another backup.") from error


def _load_sqlite(source: IO[bytes]) -> None:
    name = str(connection.settings_dict["NAME"])
    connection.close()
    coming = Path(f"{name}.restoring")
    with coming.open("wb") as file:
        shutil.copyfileobj(zstandard.ZstdDecompressor().stream_reader(source), file, CHUNK)
        file.flush()
        os.fsync(file.fileno())
    for end in ("-wal", "-shm"):  # of an earlier database, which SQLite would write into this one
        Path(f"{name}{end}").unlink(missing_ok=True)
    coming.replace(name)


def _load_postgresql(source: IO[bytes]) -> None:
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    command, env = _command(_program("psql"), options)
    with subprocess.Popen(  # noqa: S603  # PostgreSQL's own
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        with suppress(BrokenPipeError), running.stdin as commands:  # type: ignore[union-attr]  # a pipe, as asked for
            # Not --single-transaction, which stores what has come when this process ends in the middle.
            commands.write(b"BEGIN;\n")
            shutil.copyfileobj(zstandard.ZstdDecompressor().stream_reader(source), commands, CHUNK)
            commands.write(b"COMMIT;\n")
        said = running.stderr.read() if running.stderr else b""
    if running.returncode:
        raise CommandError(f"psql could not restore the database, which is still empty ({_first_line(said)}).")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # until its autovacuum has seen them, PostgreSQL would plan for empty tables


def _program(name: str) -> str:
    found = programs.find(name)
    if found is None:
        raise CommandError(f"A backup of PostgreSQL needs its program {name}. {NEEDED}")
    return found


def _command(program: str, options: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the command for our database, and the environment with its password."""
    client: Any = connection.client
    (_psql, *arguments), env = client.settings_to_cmd_args_env(connection.settings_dict, options)
    return [program, *arguments], os.environ | (env or {})


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "it did not say why"
