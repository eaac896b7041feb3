"""A PostgreSQL server for tests: `python -m tests.postgres command` runs on it.

It listens on a free port of the loopback address, keeps nothing, and ends with the process that has started it. Tests
read its address from TEST_DATABASE_URL (tests/settings.py), which may as well name another server.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from config import programs

VARIABLE = "TEST_DATABASE_URL"
IS_USED = VARIABLE in os.environ  # by the tests that run now
ACCOUNT = "postgres"  # as which it runs where the tests run as root, whom PostgreSQL refuses
SECONDS_TO_START = 30
# What is off: nothing has to outlive the tests. To an autovacuum the tables of a test, which are never committed, are
# empty, and the server would plan for no rows from then on.
OFF = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class Server:
    """A server, and how to reach it while it runs."""

    def __init__(self, folder: Path, port: int, password: str) -> None:
        self.folder, self.port, self.password = folder, port, password
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [f"{name}=off" for name in OFF] + ["listen_addresses=127.0.0.1"]
        serving = [program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder)]
        for setting in settings:
            serving += ["-c", setting]
        with (self.folder / "log").open("a") as log:
            self.running = subprocess.Popen(
                _unprivileged(*serving), cwd=self.folder, stdin=subprocess.DEVNULL, stderr=log, start_new_session=True
            )
        _wait_for(self.running, self.port, self.folder / "log")

    def stop(self) -> None:
        """Stop it, if it runs, and end its connections."""
        if self.running:
            self.running.send_signal(signal.SIGINT)  # its fast shutdown
            self.running.wait()
            self.running = None

    def url(self, name: str = "postgres", *, user: str = "plenary", password: str = "") -> str:
        """Return the address of a database, as PLENARY_DATABASE_URL names it."""
        return f"postgres://{user}:{password or self.password}@127.0.0.1:{self.port}/{name}"


def beside(environment: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the environment for tests beside these, with their own PostgreSQL data."""
    found = dict(environment)
    if url := found.get(VARIABLE):
        found[VARIABLE] = f"{url.rpartition('/')[0]}/{name}"
    return found


def program(name: str) -> str:
    """Return the path of PostgreSQL's newest program; raise SystemExit without one."""
    if path := programs.find(name):
        return path
    sys.exit("The tests on PostgreSQL need its server: install it (for example: apt-get install postgresql).")


def _unprivileged(*command: str) -> list[str]:
    """Return the command to run without root's rights, and end when tests are killed."""
    account = ("--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups") if os.geteuid() == 0 else ()
    return ["setpriv", *account, "--pdeathsig", "INT", *command]


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with an empty cluster, and stop it when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-postgres-"))
    password, port = secrets.token_hex(8), _free_port()
    try:
        (folder / "password").write_text(password)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, ACCOUNT, ACCOUNT)
        options = ("--username", "plenary", "--auth", "scram-sha-256", "--pwfile", str(folder / "password"))
        making = _unprivileged(program("initdb"), *options, "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8")
        subprocess.run([*making, str(folder / "data")], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        with _running(Server(folder, port, password)) as serving:
            yield serving
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def replica_of(url: str) -> Iterator[Server]:
    """Start a streaming replica of the server, and stop it when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-replica-"))
    address, port = urlsplit(url), _free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        options = ("--write-recovery-conf", "--checkpoint", "fast", "--no-sync", "--pgdata", str(folder / "data"))
        copying = _unprivileged(program("pg_basebackup"), "--dbname", url, *options)
        subprocess.run(copying, check=True, cwd=folder)
        with _running(Server(folder, port, str(address.password))) as serving:
            yield serving
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(serving: Server) -> Iterator[Server]:
    try:
        serving.start()
        yield serving
    finally:
        serving.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while subprocess.run([program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode:
        if running.poll() is not None or time.monotonic() > end:
            sys.exit(f"PostgreSQL does not start for the tests: {log.read_text()}")
        time.sleep(0.05)


def main(command: list[str]) -> int:
    """Run the command with a server's address in the environment; return its status."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # so that the server is stopped
    with server() as serving:
        ran = subprocess.Popen(command, env=os.environ | {VARIABLE: serving.url()})
        try:
            return ran.wait()
        except KeyboardInterrupt:
            ran.terminate()
            ran.wait()
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
