"""The server: granian, with the site loaded once and shared by its worker processes."""

import importlib
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config.environment import BASE_DIR
from publishing.streams import LARGE_ANSWERS

WORKERS = 2
# A page is computing more than waiting, so more would only take turns; large answers wait for whoever reads them.
THREADS_OF_A_WORKER = 4 + LARGE_ANSWERS
SECONDS_TO_FINISH = 10  # for requests under way when the server is stopped
PORTS = 2**16
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  # recognised here, bound only when the operator says so


def free_address(host: str, port: int) -> str:
    """Return the number of the host, for a server to listen there; raises CommandError when none can."""
    if not 0 < port < PORTS:
        raise CommandError(f"There is no port {port}. Choose one from 1 to {PORTS - 1}, such as 8000.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
            return str(address[0])
    except OSError as error:
        raise CommandError(
            f"Port {port} of {host} cannot be used ({error.strerror}). "
            f"Choose another, such as ./run serve --port {_other(port)}."
        ) from error


def _other(port: int) -> int:
    """Return a port that needs no privilege and is not the given one."""
    return port + 1 if 1024 <= port < PORTS - 1 else 8080


def admit(host: str) -> None:
    """Let the site answer to the name on which it listens, in this process and those that it starts."""
    name = f"[{host}]" if ":" in host else host
    if host not in EVERY_ADDRESS and name not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS.append(name)
    os.environ["PLENARY_ALLOWED_HOSTS"] = ",".join(settings.ALLOWED_HOSTS)


def address(host: str, port: int) -> str:
    """Return the address of the site for a browser on this machine."""
    name = "127.0.0.1" if host in EVERY_ADDRESS else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


@contextmanager
def worker() -> Iterator[None]:
    """Let a process beside the server do what the site puts off, while the block runs."""
    process = subprocess.Popen(  # noqa: S603  # our own
        [sys.executable, BASE_DIR / "manage.py", "work"], stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # what it was at is taken up by the next one
            process.wait()


def serve(number: str, port: int) -> None:
    """Serve at the number of a host until SIGINT, SIGTERM or SIGHUP; return when the workers have ended."""
    application = settings.WSGI_APPLICATION.replace(".application", ":application")
    importlib.import_module(application.partition(":")[0])  # before the workers are forked off
    connections.close_all()  # a connection cannot be shared with them
    processors = os.cpu_count() or 1
    # That is more threads than granian finds usual, and it would say so at every start.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    server = Granian(
        application,
        address=number,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(WORKERS, processors),
        blocking_threads=THREADS_OF_A_WORKER,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
    )
    # For granian SIGHUP means new workers; ours would hold the code of old, and a closed terminal means stop.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt) and None)
    server.serve()
