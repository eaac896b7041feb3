"""What holds for every test: it starts in English and in UTC, whatever the one before it has left."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone, translation
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def in_english_and_utc() -> Iterator[None]:
    """Requests activate the language of their address, and it stays active after them."""
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(autouse=True, scope="session")
def transaction_of_a_test_stays_open() -> None:
    """What ends a request or a task closes its connection. In a test's own transaction that would end the test.

    SQLite's database in memory ignores it for the same reason.
    """
    wrapper = connections["default"]  # of this thread alone
    close = wrapper.close
    wrapper.close = lambda: None if wrapper.in_atomic_block else close()  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_moment_is_kept(settings: Settings) -> None:
    """Tests travel in time and share a data folder: none sees the latest moment of another."""
    Path(settings.DATA_DIR, "latest-moment").unlink(missing_ok=True)


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
