"""Upgrades back up first; a failed migration leaves the database as it was."""

import os
import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError
from django.db import connection
from pytest_django.fixtures import Settings

from config import preparation
from config.backups import dumps
from partners import migrations as of_this_version
from tests import factories as make
from tests import postgres
from tests.config.stored_sites import StoredSite, stored_copy, within

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("every_database")]

LATER = "partners_of_a_later_version"
# Rows are written, whose triggers have to run before the table can be altered; and then something fails.
MIGRATIONS = {
    "0005_names": "migrations.RunSQL(\"UPDATE partners_partner SET slug = slug || '-renamed'\")",
    "0006_motto": 'migrations.AddField("partner", "motto", models.TextField(default="none"))',
    "0007_last": 'migrations.RunSQL("UPDATE partners_nowhere SET slug = 1")',
}
KEY = "k" * 32  # of a session
WORKING = 'migrations.RunSQL("UPDATE partners_partner SET motto = slug")'


@pytest.fixture
def later_version(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Add three later migrations to those of the partners; yield their folder."""
    folder = tmp_path / LATER
    shutil.copytree(Path(str(of_this_version.__file__)).parent, folder)
    before = max(path.stem for path in folder.glob("0*.py"))
    for name, operation in MIGRATIONS.items():
        write(folder, name, before, operation)
        before = name
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {"partners": LATER}
    yield folder
    for name in [name for name in sys.modules if name.startswith(LATER)]:
        del sys.modules[name]


def write(folder: Path, name: str, before: str, operation: str) -> None:
    (folder / f"{name}.py").write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("partners", "{before}")]\n    operations = [{operation}]\n'
    )


@pytest.fixture
def site(tmp_path: Path) -> StoredSite:
    make.make_partner(slug="malta")
    return stored_copy(tmp_path / "site")


def content(folder: Path) -> list[str]:
    """Return the whole database as statements."""
    target = folder / dumps.NAMES[connection.vendor]
    with dumps.dumped(target):
        if connection.vendor == "sqlite":
            return [*connection.connection.iterdump()]
        with target.open("rb") as file:
            plain = zstandard.ZstdDecompressor().stream_reader(file).read().decode().splitlines()
        # Sequences are never rolled back, and the dump has a new secret each time.
        return [
            line for line in plain if not line.startswith(("\\restrict", "\\unrestrict", "SELECT pg_catalog.setval"))
        ]


def partners() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, motto FROM partners_partner")
        return cursor.fetchall()


def test_a_migration_that_fails_leaves_the_database_as_it_was_and_names_the_backup(
    site: StoredSite, settings: Settings, tmp_path: Path, later_version: Path
) -> None:
    said: list[str] = []
    within(site, settings, lambda: SessionStore(KEY).save(must_create=True))
    before = within(site, settings, lambda: content(tmp_path))

    with pytest.raises(CommandError) as refusal:
        within(site, settings, lambda: preparation.migrate(said.append))

    (backup,) = (site.data_dir / "backups").iterdir()
    assert within(site, settings, lambda: SessionStore().exists(KEY))  # who was signed in still is
    assert "The database could not be brought up to date (OperationalError: no such table" in str(refusal.value) or (
        'ProgrammingError: relation "partners_nowhere" does not exist' in str(refusal.value)
    )
    assert f"It is as it was before, and there is a copy of it in {backup}." in str(refusal.value)
    assert within(site, settings, lambda: content(tmp_path)) == before


def refusal_on_a_full_disk(site: StoredSite, settings: Settings, room: int) -> str:
    """Return what a migration says where no file may become larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(CommandError) as refusal:
            within(site, settings, lambda: preparation.migrate(lambda _line: None))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    return str(refusal.value)


def test_without_room_for_the_backup_nothing_is_changed(
    site: StoredSite, settings: Settings, tmp_path: Path, later_version: Path
) -> None:
    before = within(site, settings, lambda: content(tmp_path))

    is_sqlite = connection.vendor == "sqlite"  # which needs a file of 32 kB to read a database
    said = refusal_on_a_full_disk(site, settings, room=40_000 if is_sqlite else 1_000)

    assert ("could not be copied (disk I/O error)" if is_sqlite else "could not be backed up (File too large: ") in said
    assert "look whether the disk is full" in said
    assert [*(site.data_dir / "backups").iterdir()] == []
    assert within(site, settings, lambda: content(tmp_path)) == before


@pytest.mark.skipif(postgres.VARIABLE in os.environ, reason="PostgreSQL rolls back: nothing has to be put back.")
def test_without_room_to_put_the_database_back_the_refusal_says_so(
    site: StoredSite, settings: Settings, later_version: Path
) -> None:
    said = refusal_on_a_full_disk(site, settings, room=Path(site.database).stat().st_size + 4096)

    (backup,) = (site.data_dir / "backups").iterdir()
    assert "could not be brought up to date, nor put back as it was (disk I/O error)." in said
    assert str(backup) in said


def test_an_upgrade_says_what_it_does_and_keeps_the_last_five_backups(
    site: StoredSite, settings: Settings, later_version: Path
) -> None:
    write(later_version, "0007_last", "0006_motto", WORKING)
    folder = site.data_dir / "backups"
    folder.mkdir()
    old = [folder / f"before-upgrade-2026-01-0{day}T000000Z.sqlite3.zst" for day in range(1, 7)]
    for path in old:
        path.touch()
    said: list[str] = []

    within(site, settings, lambda: preparation.migrate(said.append))

    assert within(site, settings, partners) == [("malta-renamed", "malta-renamed")]
    assert said[1:] == [
        "Bringing the database up to date:",
        *(f"  partners.{name}" for name in MIGRATIONS),
    ]
    assert said[0].startswith(f"Backed up the database to {folder}/before-upgrade-")
    kept = sorted(folder.iterdir())
    assert (kept[:4], len(kept)) == (old[2:], 5)
    within(site, settings, lambda: preparation.migrate(pytest.fail))
