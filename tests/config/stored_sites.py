"""Stored sites with a data folder and database, for commands in processes.

They begin as a copy of the tests' database, so they have what a test has written; the test runs in transactions.
"""

import hashlib
import os
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from django.test import Client
from pytest_django.fixtures import Settings

from tests import postgres

BASE_DIR: Final = Path(__file__).resolve().parents[2]
SECRET: Final = "x" * 50
STARTS: Final = ("/", "/sitemap.xml", "/robots.txt", "/en/", "/de/", "/api/v1/", "/api/v1/openapi.json", "/nowhere/")
LINK: Final = re.compile(r"""(?:href|src|srcset|content)="([^"]+)"|<loc>([^<]+)</loc>|"(https?://testserver/[^"]+)\"""")
FILES: Final = "media"


@dataclass(frozen=True)
class StoredSite:
    """A data folder and a database, in a file or on the server of the tests."""

    data_dir: Path
    database: str

    @property
    def media(self) -> Path:
        return self.data_dir / FILES

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
        ours = {"SECRET_KEY": SECRET, "DATA_DIR": str(self.data_dir), "ADDRESS": "http://testserver"}
        if connection.vendor == "postgresql":
            ours["DATABASE_URL"] = f"{os.environ[postgres.VARIABLE].rpartition('/')[0]}/{self.database}"
        named = {f"PLENARY_{name}": value for name, value in ours.items()}
        return kept | named | {"DJANGO_SETTINGS_MODULE": "config.settings"}

    def manage(self, *command: str, by: Sequence[str] = (), **options: Any) -> subprocess.CompletedProcess[str]:
        """Run manage.py, by another program if named; the caller checks the result."""
        return subprocess.run(
            [*by, sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **options,
        )

    def killed(self, *command: str, once: Callable[[], bool]) -> None:
        """Run a command of manage.py and kill it with SIGKILL once `once` is true."""
        with self._running(*command, once=once) as process:
            process.kill()
        assert process.returncode == -signal.SIGKILL, f"It ended by itself: {process.returncode}."

    @contextmanager
    def held(self, *command: str, once: Callable[[], bool]) -> Iterator[None]:
        """Run a command of manage.py and stop it for the block once `once` is true."""
        with self._running(*command, once=once) as process:
            process.send_signal(signal.SIGSTOP)
            assert process.poll() is None, f"It ended by itself: {process.returncode}."
            try:
                yield
            finally:
                process.send_signal(signal.SIGCONT)
        assert process.returncode == 0

    @contextmanager
    def _running(self, *command: str, once: Callable[[], bool]) -> Iterator[subprocess.Popen[bytes]]:
        with subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and not once():
                time.sleep(0.001)
            yield process


def written_below(folder: Path, pattern: str) -> int:
    """Return how many bytes the files have."""
    with suppress(FileNotFoundError):  # it has got another name meanwhile
        return sum(path.stat().st_size for path in folder.glob(pattern))
    return 0


def stored_copy(folder: Path) -> StoredSite:
    """Return a site with a copy of the tests' database and files."""
    site = empty_site(folder, with_database=False)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(site.database)) as file:
            connection.connection.backup(file)
    else:
        of_tests = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        _on_server(f'CREATE DATABASE "{site.database}" TEMPLATE "{of_tests}"')
    return site


def empty_site(folder: Path, *, with_database: bool = True) -> StoredSite:
    folder.mkdir(exist_ok=True)
    if connection.vendor == "sqlite":
        return StoredSite(folder, str(folder / "plenary.sqlite3"))
    name = f"site_{secrets.token_hex(6)}"
    if with_database:
        _on_server(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    return StoredSite(folder, name)


def _on_server(statement: str) -> None:
    with psycopg.connect(os.environ[postgres.VARIABLE], autocommit=True) as server:
        server.execute(statement)


@contextmanager
def keeping_files_in(folder: Path, settings: Settings) -> Iterator[None]:
    """Let the site keep its data in the folder, as the settings of a site do."""
    before = settings.STORAGES, settings.DATA_DIR
    options = {"location": folder / FILES, "base_url": None}
    settings.DATA_DIR = folder
    settings.STORAGES = before[0] | {"default": {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}}
    try:
        yield
    finally:
        settings.STORAGES, settings.DATA_DIR = before


def within[T](site: StoredSite, settings: Settings, ask: Callable[[], T]) -> T:
    """Return what the function returns with the site's data and database in use."""

    def answer() -> T:
        try:
            return ask()
        finally:
            connections.close_all()

    before = connections.settings["default"]["NAME"]
    _leave_database()
    connections.settings["default"]["NAME"] = site.database
    try:
        with keeping_files_in(site.data_dir, settings), ThreadPoolExecutor(1) as thread:
            return thread.submit(answer).result()
    finally:
        _leave_database()
        connections.settings["default"]["NAME"] = before


def _leave_database() -> None:
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()


def answers() -> dict[str, str]:
    """Return every public address that links lead to, with a hash of its answer."""
    client, waiting, found = Client(), [*STARTS], dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
        found[address] = hashlib.sha256(f"{answer.status_code}\n{headers}\n".encode() + content).hexdigest()
        if answer.get("Content-Type", "").startswith(("text/html", "application/xml", "application/json")):
            links = (match for groups in LINK.findall(content.decode()) for match in groups if match)
            waiting += [path for link in links for path in _paths(link)]
        if "Location" in answer.headers:
            waiting += _paths(answer["Location"])
    return found


def _paths(link: str) -> Iterator[str]:
    """Yield the addresses of the site in a link or srcset, except those with a query."""
    for each in link.split(", "):
        parts = urlsplit(each.split(" ")[0])
        is_ours = parts.netloc in ("", "testserver") and parts.path.startswith("/") and not parts.query
        if is_ours and not parts.path.startswith(("/admin", "/static", "//")):
            yield parts.path
