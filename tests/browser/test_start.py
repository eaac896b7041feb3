"""./run serve for real: a first start, a second one, and how it stops."""

import os
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.browser.running import Server, children, is_running, servers, start, workers

SECONDS_FOR_THE_WORKER = 300


def content(data_dir: Path) -> list[str]:
    """Return the SQL dump of the database without the reports of workers."""
    with closing(sqlite3.connect(f"file:{data_dir / 'plenary.sqlite3'}?mode=ro", uri=True)) as database:
        return [line for line in database.iterdump() if "publishing_workerreport" not in line]


def content_at_rest(data_dir: Path) -> list[str]:
    """Return the same once the worker has done its tasks, which other tests leave."""
    deadline = time.monotonic() + SECONDS_FOR_THE_WORKER
    open_tasks = (
        "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
        " AND (run_after <= datetime('now') OR run_after > '9998')"  # the latter are for at once
    )
    with closing(sqlite3.connect(f"file:{data_dir / 'plenary.sqlite3'}?mode=ro", uri=True)) as database:
        while database.execute(open_tasks).fetchone() != (0,):
            assert time.monotonic() < deadline, "The worker does not come to rest."
            time.sleep(0.2)
    return content(data_dir)


def test_a_first_start_tells_its_steps_and_how_to_sign_in(server: Server) -> None:
    shown_words = [line for line in server.said.splitlines() if line != "Compiled the translations."]

    assert shown_words[:2] == [
        "Bringing the database up to date.",
        "Collecting and compressing the static files.",
    ]
    passwords = server.accounts
    assert shown_words[-11:] == [
        "Plenary is ready.",
        f"  Site          {server.url}/",
        f"  Admin         {server.url}/admin/",
        "  Account       author",
        f"  Password      {passwords['author']}",
        "  Account       photo-editor",
        f"  Password      {passwords['photo-editor']}",
        "  Account       editor",
        f"  Password      {passwords['editor']}",
        "                Shown this once; another one: ./run manage changepassword author, photo-editor or editor",
        "Ctrl-C stops it.",
    ]
    assert not any(password in row for row in content(server.data_dir) for password in passwords.values())


def test_files_of_a_first_start_name_the_address_with_its_port(server: Server) -> None:
    """The sizes are made before the server listens and have the address in metadata."""
    sizes = list((server.data_dir / "media" / "photos").rglob("640-*.jpg"))

    assert len(sizes) > 50
    assert [path for path in sizes if f"{server.url}/id/p".encode() not in path.read_bytes()] == []


def test_what_is_kept_is_readable_by_the_account_of_the_service_alone(server: Server) -> None:
    kept = [path for path in server.data_dir.rglob("*") if "static" not in path.relative_to(server.data_dir).parts]

    assert {path.suffix for path in kept} >= {".sqlite3", ".jpg", ".avif"}
    assert [path for path in (server.data_dir, *kept) if path.exists() and path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_second_start_changes_nothing_and_every_stop_ends_all_processes(server: Server, by: signal.Signals) -> None:
    before = content_at_rest(server.data_dir)

    second = start(server.data_dir)
    code = second.stop(by)

    assert second.said.splitlines() == [
        "Plenary is ready.",
        f"  Site          {second.url}/",
        f"  Admin         {second.url}/admin/",
        "  Accounts      as before (a new password: ./run manage changepassword author, photo-editor or editor)",
        "Ctrl-C stops it.",
        "Stopped.",
    ]
    assert (code, second.has_orphans()) == (0, False)
    assert content(server.data_dir) == before


def test_all_that_is_killed_is_started_again_and_nothing_outlives_the_server(server: Server) -> None:
    second = start(server.data_dir)
    try:
        (watching,) = workers(second)
        (first,) = eventually(lambda: children(watching))
        os.kill(first, signal.SIGKILL)
        (next_one,) = eventually(lambda: [pid for pid in children(watching) if pid != first])
        os.kill(watching, signal.SIGKILL)
        (next_watching,) = eventually(lambda: [pid for pid in workers(second) if pid != watching])
        (last,) = eventually(lambda: children(next_watching))
        assert not is_running(next_one)
        for _death in range(3):
            pids = eventually(lambda: [*servers(second)])
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            eventually(partial(servers, second, beside=pids))
        eventually(partial(page_of, f"{second.url}/healthz"))
    finally:
        code = second.stop()

    assert code == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in (watching, first, next_one, next_watching, last))
    assert "The worker was killed, perhaps for want of memory." in second.said
    assert "The worker ended with the exit code -9. It is started again in 0 s." in second.said
    assert "Another one is started in 0 s." in second.said
    assert "Another one is started in 2 s." in second.said


def page_of(address: str) -> list[int]:
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own
        return list(answer.read())


def eventually(look: Callable[[], list[int]]) -> list[int]:
    """Return what there is to see as soon as there is anything."""
    deadline = time.monotonic() + SECONDS_FOR_THE_WORKER
    while True:
        # It has just ended, or does not listen yet.
        with suppress(FileNotFoundError, TimeoutError, urllib.error.URLError):
            if found := look():
                return found
        assert time.monotonic() < deadline
        time.sleep(0.1)
