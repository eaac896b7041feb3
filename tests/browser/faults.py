"""Faults of a running site, and a browser without a window that meets them."""

import http.cookiejar
import io
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from PIL import Image

from tests.browser.running import BASE_DIR, Server, children, environment, manage, servers

DATABASE: Final = "plenary.sqlite3"
SECONDS_TO_WAIT: Final = 60
LAST_BYTES: Final = 50_000  # of a form that is not sent to its end


class Client:
    """A browser without a window: it keeps cookies and sends forms with their token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        handlers = (urllib.request.HTTPCookieProcessor(self.cookies), Unmoved())
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(self.url + path))  # noqa: S310  # our own

    def post(self, path: str, **values: str | bytes) -> tuple[int, str, str]:
        """Send a form as a browser does; bytes are a file."""
        return self._ask(self._form(path, values))

    def begin_to_post(self, path: str, **values: str | bytes) -> socket.socket:
        """Send the form but for its last bytes; return the connection."""
        form = self._form(path, values)
        self.cookies.add_cookie_header(form)
        assert isinstance(form.data, bytes)
        form.add_unredirected_header("Content-Length", str(len(form.data)))
        form.add_unredirected_header("Host", form.host)
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in form.header_items())]
        host, port = form.host.split(":")
        connection = socket.create_connection((host, int(port)))
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + form.data[:-LAST_BYTES])
        return connection

    def _form(self, path: str, values: dict[str, str | bytes]) -> urllib.request.Request:
        border = uuid.uuid4().hex
        parts = values | {"csrfmiddlewaretoken": self.token()}
        body = b"".join(_part(border, name, value) for name, value in parts.items())
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Referer": self.url}
        return urllib.request.Request(self.url + path, body + f"--{border}--\r\n".encode(), headers)  # noqa: S310

    def token(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), ""
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers.get("Retry-After", "")


def signed_in(site: Server, accounts: Mapping[str, str]) -> Client:
    """Return a browser in which the demonstration's editor is signed in."""
    client = Client(site.url)
    client.get("/admin/login/")
    assert client.post("/admin/login/", username="editor", password=accounts["editor"], next="/admin/")[0] == 302
    client.get("/admin/")  # whose token the next form needs
    return client


class Unmoved(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """Follow nothing."""


def _part(border: str, name: str, value: str | bytes) -> bytes:
    file = '; filename="photo.jpg"\r\nContent-Type: image/jpeg' if isinstance(value, bytes) else ""
    content = value if isinstance(value, bytes) else value.encode()
    return f'--{border}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"


@contextmanager
def locked(site: Server) -> Iterator[None]:
    """Hold the lock of the database for writing, as a backup that went wrong may."""
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 20000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full_disk(site: Server) -> Iterator[None]:
    """Let no process of the site make a file longer than 32 KB."""
    pids = [site.process.pid, *children(site.process.pid)]
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (32 * 1024, unlimited[1]))
    yield
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


@contextmanager
def read_only(site: Server) -> Iterator[None]:
    """Make the data folder read-only for processes that start during the block."""
    modes = {path: path.stat().st_mode for path in (site.data_dir, *site.data_dir.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        replaced = servers(site)
        kill(replaced)
        wait_until(lambda: not {*servers(site)} & {*replaced} and is_there(site))
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def is_there(site: Server) -> bool:
    """Whether a page is answered."""
    with suppress(OSError, HTTPException):
        return Client(site.url).get("/en/")[0] == 200
    return False


def noise() -> bytes:
    """Return a photo of some 300 KB that no other is like."""
    out = io.BytesIO()
    Image.effect_noise((700, 500), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def files(site: Server) -> list[Path]:
    """Return the stored originals; not what the worker makes of them meanwhile."""
    found = (path for path in (site.data_dir / "media").rglob("*") if path.is_file())
    return sorted(path for path in found if "original" in path.name)


def upload_path(site: Server) -> str:
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3")) as database:
        (gallery,) = database.execute("SELECT MIN(id) FROM photos_gallery").fetchone()
    return f"/admin/photos/gallery/{gallery}/photos/one/"


CHECKS: Final = """
call_command("photos", "check")
call_command("publishing", "check")
call_command("search", "check")
"""


def assert_whole(data_dir: Path, *, after: str = "") -> None:
    """Assert that the checks of files, visibility and search index find nothing.

    `after` is code that runs after a first check, and is followed by another one, in the same process.
    """
    code = "from django.core.management import call_command\n" + CHECKS + (after + CHECKS if after else "")
    manage(data_dir, "shell", "-v0", "-c", code)


def kill(pids: Iterable[int]) -> None:
    """Kill the processes as the system does that has no memory left."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until[T](look: Callable[[], T], *, pause: float = 0.1) -> T:
    """Return what there is to see as soon as there is anything."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not (seen := look()):
        assert time.monotonic() < deadline, look
        time.sleep(pause)
    return seen


def wait_until_writing(data_dir: Path) -> None:
    """Return when a transaction of another process has held the lock for a while."""
    with closing(sqlite3.connect(data_dir / DATABASE, isolation_level=None, timeout=0)) as database:

        def is_writing() -> bool:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            database.execute("ROLLBACK")
            return False

        def is_writing_on() -> bool:
            if not is_writing():
                return False
            time.sleep(0.02)
            return is_writing()

        wait_until(is_writing_on, pause=0.002)


def rows_of(data_dir: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Return what the query finds, without the site."""
    with closing(sqlite3.connect(f"file:{data_dir / DATABASE}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def command(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py that may fail."""
    called = [sys.executable, "manage.py", *words]
    return subprocess.run(called, cwd=BASE_DIR, env=environment(data_dir), capture_output=True, text=True, check=False)
