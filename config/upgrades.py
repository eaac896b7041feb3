"""Migrates the database of a new version: it is backed up first, and left as it was where a migration fails."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import zstandard
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.backups import dumps
from config.backups.manifest import TIME
from config.backups.versions import unknown_migrations

FOLDER: Final = "backups"  # in the data folder
BEGUN: Final = "migrating"  # a file of the data folder, there as long as migrations are not completed
KEPT: Final = 5  # backups before upgrades

Say = Callable[[str], None]


class OneTransaction(django_migrate.Command):
    """Django's command for a PostgreSQL transaction around all migrations: triggers of one end before the next."""

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:  # noqa: FBT002  # Django's
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success":  # a table with triggers that have yet to run cannot be altered
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def migrate(say: Say) -> None:
    """Run the migrations that are not applied. Raises CommandError; then the database is as it was."""
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
    except Exception as error:
        if connection.vendor == "sqlite":
            _put_back(backup)
        Path(settings.DATA_DIR, BEGUN).unlink(missing_ok=True)
        raise CommandError(
            f"The database could not be brought up to date ({type(error).__name__}: {_first_line(error)}). It is as it "
            f"was before, and there is a copy of it in {backup}. Start the version that you had, and report this."
        ) from error


def _run_migrations() -> None:
    if connection.vendor == "sqlite":  # whose tables are altered outside of a transaction
        call_command("migrate", interactive=False, verbosity=0)
        return
    with transaction.atomic():
        call_command(OneTransaction(), interactive=False, verbosity=0)


def _back_up() -> Path:
    """Copy the database into the data folder, thinned, and return the file. Raises CommandError."""
    folder = Path(settings.DATA_DIR, FOLDER)
    folder.mkdir(mode=0o700, exist_ok=True)
    ending = dumps.NAMES[connection.vendor].removeprefix("database")
    target = folder / f"before-upgrade-{timezone.now().astimezone(UTC).strftime(TIME)}{ending}"
    with dumps.dumped(target):
        pass
    for old in sorted(folder.glob("before-upgrade-*.zst"))[:-KEPT]:
        old.unlink()
    return target


def _put_back(backup: Path) -> None:
    with tempfile.TemporaryDirectory(dir=backup.parent) as folder:
        copy = Path(folder, "database.sqlite3")
        with backup.open("rb") as compressed, copy.open("wb") as file:
            shutil.copyfileobj(zstandard.ZstdDecompressor().stream_reader(compressed), file)
        dumps.put_back_sqlite(copy)


def _refuse_another_version(executor: MigrationExecutor) -> None:
    """Raise CommandError where the database has migrations of our apps that this version does not have."""
    if unknown := unknown_migrations(".".join(key) for key in executor.loader.applied_migrations):
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} was made by another version of Plenary: it has the "
            f"migration {unknown[0]}, which this version does not have. Nothing in it was changed. Let "
            "PLENARY_DATA_DIR, or PLENARY_DATABASE_URL, name another place for a new database, or start the version "
            "that made this one."
        )


def _first_line(error: BaseException) -> Any:
    return str(error).strip().partition("\n")[0] or "no more is known"
