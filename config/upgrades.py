"""Migrates the database of a new version; backs it up, and undoes what fails."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.backups import dumps
from config.backups.manifest import TIME
from config.backups.versions import unknown_migrations
from config.databases import first_line

FOLDER: Final = "backups"  # in the data folder
BEGUN: Final = "migrating"  # a file of the data folder, there as long as migrations are not completed
KEPT: Final = 5  # backups before upgrades

Say = Callable[[str], None]


class OneTransaction(django_migrate.Command):
    """Django's migrate in one PostgreSQL transaction; triggers end after each step."""

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:  # noqa: FBT002  # Django's
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success":  # a table with triggers that have yet to run cannot be altered
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class NotPutBackError(Exception):
    """The SQLite database could not be put back as it was before its migrations."""


def migrate(say: Say) -> None:
    """Run missing migrations, or raise CommandError with the database as it was."""
    executor = MigrationExecutor(connection)
    _refuse_another_version(executor)
    latest = executor.loader.graph.leaf_nodes()
    begun = Path(settings.DATA_DIR, BEGUN)
    if plan := executor.migration_plan(latest):
        begun.touch()
        _upgrade(say, plan, is_new=not executor.loader.applied_migrations)
    elif begun.exists():
        # Killed after the last migration: Django sends the signal only once, and what it starts was not done.
        say("Completing what brought the database up to date.")
        plan = executor.migration_plan(latest, clean_start=True)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan)
    begun.unlink(missing_ok=True)


def _upgrade(say: Say, plan: Iterable[tuple[Migration, bool]], *, is_new: bool) -> None:
    if is_new:
        say("Bringing the database up to date.")
        call_command("migrate", interactive=False, verbosity=0)
        return
    backup = _back_up()
    say(f"Backed up the database to {backup}.")
    say("Bringing the database up to date:")
    for migration, _backwards in plan:
        say(f"  {migration}")
    try:
        _run_migrations()
    except NotPutBackError as error:
        raise CommandError(
            f"The database could not be brought up to date, nor put back as it was ({first_line(error)}). Look "
            f"whether the disk is full. Then start this version again, or unpack {backup} in its place."
        ) from error
    except Exception as error:
        Path(settings.DATA_DIR, BEGUN).unlink(missing_ok=True)
        raise CommandError(
            f"The database could not be brought up to date ({type(error).__name__}: {first_line(error)}). It is as it "
            f"was before, and there is a copy of it in {backup}. Start the version that you had, and report this."
        ) from error


def _run_migrations() -> None:
    if connection.vendor == "sqlite":  # whose tables are altered outside of a transaction
        with _put_back_on_failure():
            call_command("migrate", interactive=False, verbosity=0)
        return
    with transaction.atomic():
        call_command(OneTransaction(), interactive=False, verbosity=0)


@contextmanager
def _put_back_on_failure() -> Iterator[None]:
    """Put SQLite's database back on failure, with its sessions, which no backup has."""
    copy = Path(settings.DATA_DIR, FOLDER, "undo.sqlite3")  # of one that was killed, it is written over
    try:
        dumps.copy_sqlite(copy)
        try:
            yield
        except Exception as failure:
            try:
                dumps.put_back_sqlite(copy)
            except (sqlite3.Error, DatabaseError) as error:
                raise NotPutBackError(str(error)) from failure
            raise
    finally:
        dumps.delete_sqlite(copy)


def _back_up() -> Path:
    """Back up the database in the data folder; return the file or raise CommandError."""
    folder = Path(settings.DATA_DIR, FOLDER)
    folder.mkdir(mode=0o700, exist_ok=True)
    ending = dumps.NAMES[connection.vendor].removeprefix("database")
    target = folder / f"before-upgrade-{timezone.now().astimezone(UTC).strftime(TIME)}{ending}"
    try:
        with dumps.dumped(target):
            pass
    except OSError as error:
        target.unlink(missing_ok=True)
        raise CommandError(
            f"The database could not be backed up ({error.strerror or error}: {target}), so nothing in it was changed. "
            "Give this user the right to write there, and look whether the disk is full."
        ) from error
    for old in sorted(folder.glob("before-upgrade-*.zst"))[:-KEPT]:
        old.unlink()
    return target


def _refuse_another_version(executor: MigrationExecutor) -> None:
    """Raise CommandError if the database has migrations that this version lacks."""
    if unknown := unknown_migrations(".".join(key) for key in executor.loader.applied_migrations):
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} was made by another version of Plenary: it has the "
            f"migration {unknown[0]}, which this version does not have. Nothing in it was changed. Let "
            "PLENARY_DATA_DIR, or PLENARY_DATABASE_URL, name another place for a new database, or start the version "
            "that made this one."
        )
