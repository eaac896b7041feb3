"""A site on many machines: servers, workers, one PostgreSQL, one bucket, nginx."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres
from tests.browser.nginx import nginx
from tests.browser.running import (
    BASE_DIR,
    COLLECTED,
    SECONDS_TO_STOP,
    Server,
    environment,
    free_port,
    manage,
    start,
)
from tests.buckets import BUCKET, KEYS, BucketServer, bucket_server

SECONDS_FOR_ALL_SIZES = 120
TABLES = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
"""


@dataclass(frozen=True)
class Machines:
    """The address of nginx, the servers behind it, and what they share."""

    url: str
    servers: tuple[Server, Server]
    bucket: BucketServer
    database: str
    variables: dict[str, str]

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Run a statement in a transaction of its own; return the rows."""
        with psycopg.connect(self.database) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def manage(self, *command: str) -> str:
        """Run a command of manage.py on the first machine."""
        return manage(self.servers[0].data_dir, *command, **self.variables)

    def wait_for_sizes(self) -> None:
        """Wait until the workers have made the sizes of all photos."""
        end = time.monotonic() + SECONDS_FOR_ALL_SIZES
        waiting = "SELECT status, problem FROM photos_photofile WHERE status <> 'ready'"
        while rows := self.sql(waiting):
            assert time.monotonic() < end, rows
            time.sleep(0.2)

    def stored(self) -> list[str]:
        """Return the names of files sent to the bucket, repeated if sent again."""
        return re.findall(rf'"(?:\x1b\[\w+)?PUT /{BUCKET}/(\S+) HTTP/1.1"', self.bucket.log.read_text())


@contextmanager
def machines(empty: Path, folder: Path, content: str) -> Iterator[Machines]:
    """Start all with an empty site after running the Python code `content` in it."""
    port = free_port()
    with ExitStack() as stack:
        database = stack.enter_context(postgres.server()).url()
        bucket = stack.enter_context(bucket_server(folder))
        variables = KEYS | {
            "PLENARY_ACCEL": "/_media/",
            "PLENARY_ADDRESS": f"http://127.0.0.1:{port}",
            "PLENARY_DATABASE_URL": database,
            "PLENARY_PROXIES": "1",
            "PLENARY_STORAGE": bucket.storage("site"),
        }
        folders = [folder / name for name in ("one", "two")]
        for each in folders:
            shutil.copytree(empty / "static", each / "static")
            shutil.copy(empty / COLLECTED, each)
        manage(folders[0], "shell", "-v0", "-c", f"{TABLES}\n{content}", **variables)
        for each in folders:
            stack.enter_context(_worker(each, variables))
        with ThreadPoolExecutor(len(folders)) as threads:  # at once: one prepares after the other
            servers = list(threads.map(lambda each: start(each, "--no-worker", **variables), folders))
        for server in servers:
            stack.callback(server.stop)
        replaced = {
            "server 10.0.0.11:8000;": f"server {servers[0].url.removeprefix('http://')};",
            "server 10.0.0.12:8000;": f"server {servers[1].url.removeprefix('http://')};",
            f"https://s3.example/{BUCKET}": f"{bucket.url}/{BUCKET}",
        }
        (folder / "nginx").mkdir()
        url = stack.enter_context(nginx("plenary-s3.conf", folder / "nginx", replaced, port=port)).address
        yield Machines(url, (servers[0], servers[1]), bucket, database, variables)


@contextmanager
def _worker(data_dir: Path, variables: dict[str, str]) -> Iterator[None]:
    with (data_dir / "worker.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=BASE_DIR,
            env=environment(data_dir) | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    yield
    process.terminate()
    process.wait(SECONDS_TO_STOP)
