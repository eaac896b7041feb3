"""A start leaves alone what another version, or another site, has stored."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import preparation


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own, without stored files."""
    settings.DATA_DIR = tmp_path
    options = {"location": tmp_path / "media", "base_url": None}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    }
    return tmp_path


def store_photo(storage: Path) -> Path:
    photo = storage / "media" / "photos" / "ab" / ("ab" * 32) / "original.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"of another site")
    return photo


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused_with_what_to_do() -> None:
    MigrationRecorder(connection).record_applied("meetings", "0003_roles")
    tables = connection.introspection.table_names()

    with pytest.raises(CommandError) as refusal:
        preparation.migrate(pytest.fail)

    assert "was made by another version of Plenary: it has the migration meetings.0003_roles" in str(refusal.value)
    assert "Nothing in it was changed. Let PLENARY_DATA_DIR" in str(refusal.value)
    assert connection.introspection.table_names() == tables


@pytest.mark.django_db
def test_migrations_of_packages_are_their_own_affair() -> None:
    MigrationRecorder(connection).record_applied("auth", "0099_of_a_later_release")

    preparation.migrate(pytest.fail)


@pytest.mark.django_db
def test_an_empty_database_beside_stored_photos_is_refused(storage: Path) -> None:
    photo = store_photo(storage)

    with pytest.raises(CommandError, match="is empty, but"):
        preparation.begin(pytest.fail)

    assert not User.objects.exists()
    assert photo.exists()


@pytest.mark.django_db
def test_a_first_start_that_was_interrupted_goes_on(storage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_names: Any) -> None:
        store_photo(storage)
        raise KeyboardInterrupt

    monkeypatch.setattr(preparation, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        preparation.begin(pytest.fail)
    assert not User.objects.exists()

    monkeypatch.setattr(preparation, "call_command", lambda *_names: None)

    assert set(preparation.begin(pytest.fail)) == set(preparation.FIRST_ACCOUNTS)
