"""Moves a SQLite database to PostgreSQL in one transaction; hashes are compared.

The old database is only read. It cannot be written to meanwhile: requests that store something get the page for a busy
site, and readers notice nothing. The search index, which each database keeps in its own way, is written again.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, QuerySet

from config import databases
from config.databases import first_line
from config.environment import BASE_DIR
from meetings.models import Meeting
from publishing.models import AuditLogEntry

TARGET: Final = "target"
BATCH: Final = 2_000  # rows that are in memory at once
NOT_COPIED: Final = {
    "publishing.ContentStamp",  # its triggers write a new one
    *(f"website.{name}" for name in ("Entry", "EntryFacet", "KnownWord", "Trigram")),  # the search index
}
TABLES_WITHOUT_MODELS: Final = {"django_migrations", "django_cache"}  # tries to sign in are counted from the start

Say = Callable[[str], None]
Report = Callable[[int, int], None]  # gets the number of rows that are done, and of all


@dataclass(frozen=True)
class Table:
    """A table that is moved: its model, the columns in order, and its number of rows."""

    model: type[Model]
    rows: int

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def fields(self) -> list[Any]:
        return [each for each in self.model._meta.concrete_fields if not each.generated]

    def values(self, alias: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows by key, as values of Python, which are equal on both databases."""
        names = [each.attname for each in self.fields]
        rows: QuerySet[Any, Any] = QuerySet(self.model).using(alias).order_by("pk").values_list(*names)
        yield from rows.iterator(chunk_size=BATCH)


def move(url: str, *, say: Say, report: Report) -> None:
    """Copy all rows to PostgreSQL at the address, or none and raise CommandError."""
    source = connections[DEFAULT_DB_ALIAS]
    if source.vendor != "sqlite":
        raise CommandError("This site uses PostgreSQL already: only an SQLite database can be moved.")
    if MigrationExecutor(source).migration_plan(MigrationExecutor(source).loader.graph.leaf_nodes()):
        raise CommandError("The database is of an earlier version. Bring it up to date first: ./run manage prepare")
    connections.settings[TARGET] = _entry(url)
    try:
        _refuse_filled()
        say("Making the tables.")
        _manage(url, "migrate", "--verbosity", "0")  # checks the database, too
        _manage(url, "createcachetable", "--verbosity", "0")
        with _held(source):
            tables = [Table(model, QuerySet(model).count()) for model in _models()]
            _copy(tables, report)
        say(f"Copied {sum(each.rows for each in tables):,} rows of {len(tables)} tables; all are the same.")
    finally:
        connections[TARGET].close()
        connections[TARGET].close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's connections
        del connections[TARGET], connections.settings[TARGET]
    say("Writing the search index.")
    _manage(url, "search", "rebuild")
    for check in ("search", "publishing"):
        _manage(url, check, "check")


def _entry(url: str) -> dict[str, Any]:
    """Return the target's settings; raise CommandError if it is not PostgreSQL."""
    try:
        entry = databases.from_address(url, "--to")
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None
    if entry["ENGINE"] != "config.postgresql":
        raise CommandError(f"--to has to name a PostgreSQL database, such as {databases.EXAMPLE}.")
    return connections.settings[DEFAULT_DB_ALIAS] | entry


def _models() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model._meta.label not in NOT_COPIED]


def _refuse_filled() -> None:
    """Raise CommandError if the target has tables, except Plenary's without content."""
    target = connections[TARGET]
    try:
        databases.reach(target)
        names = {*target.introspection.table_names()}
        ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | TABLES_WITHOUT_MODELS
        filled = [
            model._meta.db_table
            for model in (User, Meeting, AuditLogEntry)
            if model._meta.db_table in names and QuerySet(model).using(TARGET).exists()
        ]
    except DatabaseError as error:
        raise CommandError(f"The database of --to cannot be opened ({first_line(error)}).") from error
    if found := [*sorted(names - ours), *filled]:
        raise CommandError(
            f"The database {target.settings_dict['NAME']} is not empty: it has the table {found[0]}. It was left as "
            "it is. Let --to name an empty database."
        )


@contextmanager
def _held(source: BaseDatabaseWrapper) -> Iterator[None]:
    """Keep other processes from writing to SQLite: a transaction locks it at once."""
    try:
        with transaction.atomic(using=source.alias):
            yield
    except OperationalError as error:
        raise CommandError(f"The SQLite database cannot be read ({first_line(error)}). Try again.") from error


def _copy(tables: list[Table], report: Report) -> None:
    """Copy all rows in one transaction and compare them in it, or raise CommandError."""
    target = connections[TARGET]
    total, done, table = 2 * sum(each.rows for each in tables), 0, tables[0]
    try:
        with transaction.atomic(using=TARGET), target.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in reversed(tables):  # what migrations have written
                if QuerySet(table.model).using(TARGET).exists():
                    cursor.execute(f"DELETE FROM {target.ops.quote_name(table.name)}")  # noqa: S608  # a name of ours
            hashes = []
            for table in tables:
                hashes.append(_copy_table(table, target, lambda rows: report(done + rows, total)))  # noqa: B023
                done += table.rows
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in target.ops.sequence_reset_sql(no_style(), [each.model for each in tables]):
                cursor.execute(statement)
            for table, expected in zip(tables, hashes, strict=True):
                if _hash(table.values(TARGET)) != expected:
                    raise CommandError(f"The table {table.name} is not the same after copying. Nothing was moved.")
                done += table.rows
                report(done, total)
            cursor.execute("ANALYZE")  # until its autovacuum has seen them, PostgreSQL would plan for empty tables
    except (DatabaseError, ValueError) as error:
        raise CommandError(
            f"The table {table.name} cannot be moved ({first_line(error)}). Nothing was moved; the target is empty."
        ) from error


def _copy_table(table: Table, target: BaseDatabaseWrapper, report: Callable[[int], None]) -> str:
    """Copy the rows of one table, and return their hash."""
    digest = hashlib.sha256()
    columns = ", ".join(target.ops.quote_name(field.column) for field in table.fields)
    statement = f"COPY {target.ops.quote_name(table.name)} ({columns}) FROM STDIN"
    with target.wrap_database_errors, target.connection.cursor() as cursor, cursor.copy(statement) as copying:
        for number, row in enumerate(table.values(DEFAULT_DB_ALIAS), 1):
            digest.update(_canonical(row))
            values = zip(table.fields, row, strict=True)
            copying.write_row([field.get_db_prep_save(value, target) for field, value in values])
            if number % BATCH == 0:
                report(number)
    return digest.hexdigest()


def _hash(rows: Iterator[tuple[Any, ...]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(_canonical(row))
    return digest.hexdigest()


def _canonical(row: tuple[Any, ...]) -> bytes:
    """Return the row as bytes, equal on both databases: PostgreSQL sorts JSON's keys."""
    return json.dumps(row, sort_keys=True, default=repr).encode() + b"\n"


def _manage(url: str, *command: str) -> None:
    """Run a command with the new database. Raises CommandError with what it said."""
    env = os.environ | {databases.VARIABLE: url}
    env.pop(databases.REPLICA_VARIABLE, None)
    ran = subprocess.run(  # noqa: S603  # our own
        [sys.executable, str(BASE_DIR / "manage.py"), *command],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        said = ran.stderr.strip().splitlines() or ["it did not say why"]
        raise CommandError(f"With the new database, “{' '.join(command)}” failed: {said[-1]}")
