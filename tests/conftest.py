"""Fixtures for all tests, which start in English and UTC, and leave no traces."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from config.api import RATES
from config.kept_pages import PAGES
from photos.files import renditions
from publishing.kinds import kinds
from publishing.window_check import both_answers
from tests.queries import of_the_page
from website.held import FACTS

WRITES: Final = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
OF_ALL_KINDS: Final = {"publishing_withdrawal", "photos_photofile"}  # what other rows' windows are made of
MadeOnce = Callable[[], AbstractContextManager[None]]
Question = tuple[str, tuple[Any, ...]]  # a query and its parameters

IN_THE_END: Final = datetime(9000, 1, 1, tzinfo=UTC)  # later than all that tests write, wherever they have travelled


@pytest.fixture(autouse=True)
def in_english_and_utc() -> Iterator[None]:
    """Requests activate the language of their address, which stays active after them."""
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(autouse=True, scope="session")
def transaction_of_a_test_stays_open() -> None:
    """Keep a test's transaction open: ends of requests and tasks close connections.

    SQLite's database in memory ignores that for the same reason.
    """
    wrapper = connections["default"]  # of this thread alone
    close = wrapper.close
    wrapper.close = lambda: None if wrapper.in_atomic_block else close()  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def pictures_are_compressed_quickly() -> Iterator[None]:
    """Spend half the time on AVIF: no test here asks how small a picture becomes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renditions, "AVIF_SPEED", 10)
        yield


@pytest.fixture(autouse=True)
def no_moment_is_kept(settings: Settings) -> None:
    """Tests travel in time and share a folder: none sees another's latest moment."""
    Path(settings.DATA_DIR, "latest-moment").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def nothing_is_kept_of_another_test() -> None:
    """Forget kept pages and rates: tests change settings, which no stamp covers."""
    RATES.clear()
    PAGES.clear()
    FACTS.clear()


@pytest.fixture(scope="session")
def made_once(django_db_setup: None, django_db_blocker: Any) -> MadeOnce:
    """Return a context for rows made once for a module or class, in English."""

    @contextmanager
    def opened() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
            yield
            transaction.set_rollback(True)

    return opened


@pytest.fixture
def every_database(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test open databases beyond the settings: copies, replicas, targets."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[CaptureQueriesContext]]:
    """Count as pytest-django's does, without queries asked once per content stamp."""

    @contextmanager
    def exactly(number: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as captured:
            yield captured
        asked = of_the_page(captured.captured_queries)
        assert len(asked) == number, "\n".join(asked)

    return exactly


@pytest.fixture(autouse=True)
def windows_agree_with_the_rule(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare windows and rule, after each test, for the kinds that it has written."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    written: set[str] = set()

    def note(execute: Any, sql: str, *arguments: Any) -> Any:
        if found := WRITES.match(sql):
            written.add(found[1])
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield
    for kind in kinds() if written and not connection.needs_rollback else ():
        if written & {kind._meta.db_table, *OF_ALL_KINDS}:
            for by_window, by_rule in questions(kind):
                assert answer(by_window) == answer(by_rule)


@cache
def questions(kind: type[Model]) -> list[tuple[Question, Question]]:
    """Return the constant queries of what is public at last, by windows and by rule."""
    return [
        (by_window.query.sql_with_params(), by_rule.query.sql_with_params())
        for by_window, by_rule in both_answers(kind, IN_THE_END)
    ]


def answer(question: Question) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(*question)
        return {public_id for (public_id,) in cursor.fetchall()}


@pytest.fixture(autouse=True)
def audit_log_emptied_before_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the audit log before the database, which its triggers would not allow."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    guarding = import_module("publishing.migrations.0002_audit_log_triggers")
    with connection.schema_editor() as editor:
        guarding.unguard(None, editor)
        editor.execute("DELETE FROM publishing_auditlogentry")
        guarding.guard(None, editor)


def pytest_collection_finish() -> None:
    """Exclude what is there before the tests from garbage collection."""
    gc.collect()
    gc.freeze()
