"""The server: granian, with the site loaded once and shared by its worker processes."""

import importlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config import heartbeat, site_address
from config.environment import BASE_DIR
from config.restarts import Restarts
from config.site_address import EVERY_ADDRESS
from publishing.streams import LARGE_ANSWERS

WORKERS = 2
# A page is computing more than waiting, so more would only take turns; large answers wait for whoever reads them.
THREADS_OF_A_WORKER = 4 + LARGE_ANSWERS
SECONDS_TO_FINISH = 10  # for requests under way when the server is stopped
PORTS = 2**16
logger = logging.getLogger("plenary.server")


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


def set_address(host: str, port: int) -> None:
    """Let the site name itself by its host and port, in this process and those that it starts.

    An address that is set in the environment counts instead, and so does one that the allowed hosts or HTTPS imply.
    """
    implied = site_address.implied(settings.ALLOWED_HOSTS, https=settings.SECURE_SSL_REDIRECT)
    if "PLENARY_ADDRESS" in os.environ or implied:
        return
    settings.SITE_ADDRESS = site_address.listening_at(host, port)
    os.environ["PLENARY_ADDRESS"] = settings.SITE_ADDRESS
    site_address.keep(settings.SITE_ADDRESS, settings.DATA_DIR)


@contextmanager
def worker() -> Iterator[None]:
    """Let a process beside the server do what the site puts off, while the block runs; start it again if it ends."""
    heartbeat.report()  # the first report of its own may take a while
    stopping = threading.Event()
    running = [_start_worker()]
    keeper = threading.Thread(target=_keep_worker, args=(running, stopping), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        process = running[0]
        process.terminate()
        try:
            process.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            _kill_group(process)  # what it was at is taken up by the next one
        keeper.join()


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, str(BASE_DIR / "manage.py"), "work", "--server", str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  # our own


def _keep_worker(running: list[subprocess.Popen[bytes]], stopping: threading.Event) -> None:
    restarts = Restarts()
    while True:
        code = running[0].wait()
        if stopping.is_set():
            return
        _kill_group(
            running[0]
        )  # the process that does the work may have outlived the one that watches over it
        pause = restarts.pause()
        logger.error("The worker ended with the exit code %s. It is started again in %s s.", code, pause)
        if stopping.wait(pause):
            return
        running[0] = _start_worker()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Server(Granian):  # type: ignore[misc,valid-type]  # an alias of one class a platform
    """Granian, which would end where a worker process dies twice within seconds; here it waits longer each time."""

    restarts: Restarts

    def _respawn_workers(self, workers: Any, *args: Any, **options: Any) -> None:
        pause = self.restarts.pause()
        logger.error("A process of the server ended. Another one is started in %s s.", pause)
        end = time.monotonic() + pause
        while not self.interrupt_signal and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 1))
        if not self.interrupt_signal:
            super()._respawn_workers(workers, *args, **options)
        self.respawned_wrks.clear()  # by which granian would know that one died twice


def serve(number: str, port: int) -> None:
    """Serve at the number of a host until SIGINT, SIGTERM or SIGHUP; return when the workers have ended."""
    application = settings.WSGI_APPLICATION.replace(".application", ":application")
    importlib.import_module(application.partition(":")[0])  # before the workers are forked off
    connections.close_all()  # a connection cannot be shared with them
    processors = os.cpu_count() or 1
    # That is more threads than granian finds usual, and it would say so at every start.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    server = Server(
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
    server.restarts = Restarts()
    # For granian SIGHUP means new workers; ours would hold the code of old, and a closed terminal means stop.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt) and None)
    server.serve()
