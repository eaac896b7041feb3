"""A real nginx with a configuration of deploy/nginx, on a free loopback port."""

import grp
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.running import BASE_DIR, free_port

LISTEN = {"plenary.conf": "listen 8080;", "plenary-s3.conf": "listen 8080;", "cache.conf": "listen 8081;"}


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for an address as it is; `headers` have underscores for hyphens."""
    request = urllib.request.Request(  # noqa: S310  # our own
        address, headers={name.replace("_", "-"): each for name, each in headers.items()}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


class Nginx:
    """A process that leads the group of all that it starts."""

    def __init__(self, command: Sequence[str | Path], address: str) -> None:
        self.command, self.address = command, address

    def start(self) -> None:
        """Start it, and wait until Plenary answers through it."""
        self.process = subprocess.Popen(self.command, start_new_session=True)
        _wait_for(self.address)

    def kill(self) -> None:
        """End all of its processes at once, without a chance to finish anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def nginx(
    name: str, folder: Path, replaced: Mapping[str, str], *, port: int = 0, wrapper: Sequence[str] = ()
) -> Iterator[Nginx]:
    """Run nginx with the configuration of that name, in which texts are replaced."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail("There is no nginx: install it (for example: apt-get install nginx-light).")
    for place in (folder, *folder.parents[:-2]):
        place.chmod(place.stat().st_mode | 0o011)  # nginx's workers run as another account
    port = port or free_port()
    text = (BASE_DIR / "deploy" / "nginx" / name).read_text()
    for theirs, ours in {LISTEN[name]: f"listen 127.0.0.1:{port};", **replaced}.items():
        assert theirs in text, theirs
        text = text.replace(theirs, ours)
    configuration = folder / "nginx.conf"
    configuration.write_text(f"{_around(folder)}\n{text}\n}}\n")
    command = [*wrapper, program, "-c", configuration, "-e", folder / "error.log"]
    server = Nginx(command, f"http://127.0.0.1:{port}")
    try:
        server.start()
        yield server
    finally:
        os.killpg(server.process.pid, signal.SIGTERM)  # a wrapper passes no signal on
        server.process.wait(10)


def _around(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    types = "include /etc/nginx/mime.types; access_log off;"
    account = f"user nobody {grp.getgrgid(os.getegid()).gr_name};" if os.geteuid() == 0 else ""
    return f"daemon off; {account} pid {folder}/pid; events {{}} http {{ {types} {temporary}"


def _wait_for(address: str) -> None:
    for _try in range(100):
        try:
            ask(f"{address}/healthz")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not start.")
