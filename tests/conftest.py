"""What holds for every test: it starts in English and in UTC, whatever the one before it has left."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from config.kept_pages import PAGES
from website.held import FACTS


@pytest.fixture(autouse=True)
def in_english_and_utc() -> Iterator[None]:
    """Requests activate the language of their address, and it stays active after them."""
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(autouse=True)
def no_moment_is_kept(settings: Settings) -> None:
    """Tests travel in time and share a data folder: none sees the latest moment of another."""
    Path(settings.DATA_DIR, "latest-moment").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def nothing_is_kept_of_another_test() -> None:
    """Tests change settings and templates, which no content stamp knows of."""
    PAGES.clear()
    FACTS.clear()


@pytest.fixture(autouse=True)
def audit_log_emptied_before_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with its own transactions the whole database is emptied, which the audit log's triggers refuse."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    guarding = import_module("publishing.migrations.0002_audit_log_triggers")
    with connection.schema_editor() as editor:
        guarding.unguard(None, editor)
        editor.execute("DELETE FROM publishing_auditlogentry")
        guarding.guard(None, editor)
