"""The real server, started and stopped as ./run does it."""

import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from config import site_address

BASE_DIR = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 300  # the sizes of 55 pictures are made
SECONDS_TO_STOP = 20
SECONDS_OF_A_COMMAND = 120
COLLECTED = "static-collected"  # beside the static files: of which files they were made
SECRET = secrets.token_urlsafe(50)
# Root writes where no one may, unless it gives that up: a folder that is read only is so for the site as well.
BOUND_BY_MODES = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
ACCOUNT = re.compile(r"Account +(\S+)\n +Password +(\S+)\n")


@dataclass(frozen=True)
class Server:
    """A running site: its address without the last slash, data, process and log."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return self.log.read_text()

    @property
    def accounts(self) -> dict[str, str]:
        """The passwords of the accounts that this start has made, by their names."""
        found = dict(ACCOUNT.findall(self.said))
        assert found, self.said
        return found

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it, if it still runs, and return its exit code."""
        self.process.send_signal(by)
        return self.process.wait(SECONDS_TO_STOP)

    def has_orphans(self) -> bool:
        """Whether a process of the group has outlived the first."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


def start(data_dir: Path, *options: str, ready: str = "/healthz", before: str = "", **variables: str) -> Server:
    """Start the site on a free port and wait for it; fail with its output if not.

    `options` are those of the command, `variables` are set in its environment also, and `ready` is asked for.
    `before` is code that the process of the server runs first.
    """
    port = free_port()
    command = ["serve", "--port", str(port), *options]
    if before:
        code = f"{before}\nfrom django.core.management import call_command\ncall_command(*{command})"
        command = ["shell", "-v0", "-c", code]
    log = data_dir.parent / f"{data_dir.name}-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*BOUND_BY_MODES, sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=environment(data_dir) | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", data_dir, process, log)
    _wait_for(server, ready)
    return server


def copy_data(source: Path, folder: Path) -> None:
    """Copy the data of a site, which may be running, into an empty folder.

    The static files come along: collecting and compressing them takes six seconds.
    """
    name = "plenary.sqlite3"
    with closing(sqlite3.connect(source / name)) as original, closing(sqlite3.connect(folder / name)) as copy:
        original.backup(copy)
    for path in source.iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        elif path.name in (site_address.FILE, COLLECTED):
            shutil.copy(path, folder)


def manage(data_dir: Path, *command: str, seconds: int = SECONDS_OF_A_COMMAND, **variables: str) -> str:
    """Run a command of manage.py with further variables and return its output."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR,
        env=environment(data_dir) | variables,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=seconds,
    )
    return ran.stdout


def sql(server: Server, statement: str) -> None:
    """Change the database of a running site from outside."""
    with closing(sqlite3.connect(server.data_dir / "plenary.sqlite3", timeout=10)) as database, database:
        database.execute(statement)


def environment(data_dir: Path) -> dict[str, str]:
    """Return this environment with nothing set for Plenary but what the server needs.

    A second start on the same data keeps the address of the first: files of photos carry it, and would be made again.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    derived = data_dir / site_address.FILE
    return (
        kept
        | ({"PLENARY_ADDRESS": derived.read_text().strip()} if derived.exists() else {})
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PLENARY_DATA_DIR": str(data_dir),
            "PLENARY_SECRET_KEY": SECRET,
        }
    )


def try_to_sign_in(url: str, name: str, password: str, **headers: str) -> int:
    """Send the sign-in form as a browser does on new connections; return the status."""
    page = f"{url}/admin/login/"
    with urllib.request.urlopen(page, timeout=30) as answer:  # noqa: S310  # our own
        token = SimpleCookie(answer.headers["Set-Cookie"])["csrftoken"].value
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token}
    sent = {"Cookie": f"csrftoken={token}"} | {key.replace("_", "-"): value for key, value in headers.items()}
    request = urllib.request.Request(page, urlencode(form).encode(), sent)  # noqa: S310
    try:
        with urllib.request.build_opener(_Unled).open(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


class _Unled(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def children(pid: int) -> list[int]:
    """Return the processes that any thread of the process has started."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
            found += map(int, thread.read_text().split())
    return found


def servers(server: Server, beside: Collection[int] = ()) -> list[int]:
    """Return the processes that answer requests, without those that are known."""
    return [pid for pid in children(server.process.pid) if pid not in (*beside, *workers(server))]


def workers(server: Server) -> list[int]:
    """Return the processes that watch over those that do the tasks."""
    return [pid for pid in children(server.process.pid) if b"\0work\0" in command_line(pid)]


def is_running(pid: int) -> bool:
    """Return True if the process has not ended; a zombie has no command line."""
    return command_line(pid) != b""


def command_line(pid: int) -> bytes:
    """Return the command of the process; nothing when it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def free_port() -> int:
    """Return a port on which no one listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _wait_for(server: Server, path: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}{path}", timeout=5):  # noqa: S310  # our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    server.process.kill()
    raise AssertionError(f"The server did not start. It said:\n{server.said}")
