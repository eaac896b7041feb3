"""The server: granian, which loads the site once and forks its worker processes."""

import ctypes
import gc
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
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config import databases, heartbeat, site_address
from config.environment import BASE_DIR
from config.logs import server_logging
from config.restarts import Restarts
from config.site_address import EVERY_ADDRESS
from publishing.streams import LARGE_ANSWERS

WORKERS = 2
# Threads that send large files mostly wait for the client. See decision 41.
THREADS_OF_A_WORKER = settings.PAGES_AT_ONCE + LARGE_ANSWERS
M_ARENA_MAX = -8  # of glibc's mallopt
PR_SET_PDEATHSIG = 1  # of Linux's prctl
SECONDS_TO_FINISH = 10  # for requests under way when the server is stopped
PORTS = 2**16
FOLDER_OF_FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # the variable of prometheus-client
logger = logging.getLogger("plenary.server")


def free_address(host: str, port: int) -> str:
    """Return the host's IP address to listen on, or raise CommandError if not free."""
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
    """Return another port that needs no privilege."""
    return port + 1 if 1024 <= port < PORTS - 1 else 8080


def admit(host: str) -> None:
    """Add the host to the allowed hosts of this process and its children."""
    name = f"[{host}]" if ":" in host else host
    if host not in EVERY_ADDRESS and name not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS.append(name)
    os.environ["PLENARY_ALLOWED_HOSTS"] = ",".join(settings.ALLOWED_HOSTS)


def set_address(host: str, port: int) -> None:
    """Set the site's address from host and port, for this process and its children.

    An address from the environment, or one derived from the allowed hosts or HTTPS, takes precedence.
    """
    implied = site_address.implied(settings.ALLOWED_HOSTS, https=settings.SECURE_SSL_REDIRECT)
    if "PLENARY_ADDRESS" in os.environ or implied:
        return
    settings.SITE_ADDRESS = site_address.listening_at(host, port)
    os.environ["PLENARY_ADDRESS"] = settings.SITE_ADDRESS
    site_address.keep(settings.SITE_ADDRESS, settings.DATA_DIR)


@contextmanager
def worker() -> Iterator[None]:
    """Run the worker in a process of its own during the block; restart it if it ends."""
    heartbeat.report(heartbeat.STARTING)  # the worker's first report may take a while
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
            _kill_group(process)  # the next worker resumes its tasks
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
        _kill_group(running[0])  # the child that runs the tasks may have outlived its parent
        pause = restarts.pause()
        logger.error("The worker ended with the exit code %s. It is started again in %s s.", code, pause)
        if stopping.wait(pause):
            return
        running[0] = _start_worker()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def figures_folder() -> Iterator[None]:
    """Give the server's processes a folder for /metrics while the block runs.

    It is in memory if possible: a figure that could not be written for a full disk would end its process. It has to be
    named before prometheus-client is imported.
    """
    if not settings.METRICS_TOKEN or FOLDER_OF_FIGURES in os.environ:
        yield
        return
    memory = Path("/dev/shm")  # noqa: S108  # the folder in it has a name of its own
    within = memory if os.access(memory, os.W_OK) else None
    with TemporaryDirectory(prefix=f"plenary-figures-{os.getpid()}-", dir=within) as folder:
        os.environ[FOLDER_OF_FIGURES] = folder
        yield


class Server(Granian):  # type: ignore[misc,valid-type]  # an alias of one class a platform
    """Granian, which waits longer instead of stopping if a worker dies twice at once."""

    restarts: Restarts

    def _respawn_workers(self, workers: Any, *args: Any, **options: Any) -> None:
        pause = self.restarts.pause()
        logger.error("A process of the server ended. Another one is started in %s s.", pause)
        end = time.monotonic() + pause
        while not self.interrupt_signal and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 1))
        if not self.interrupt_signal:
            super()._respawn_workers(workers, *args, **options)
        self.respawned_wrks.clear()  # granian's record of workers that died


def share_one_arena() -> bool:
    """Let all threads share one arena of memory; return whether the C library can.

    Otherwise glibc gives each an arena of its own, and keeps what a page took in each of them.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1))
    except (AttributeError, OSError):
        return False


def end_with_the_server() -> None:
    """Let this forked process be killed with its parent: else it would hold the port."""
    with suppress(AttributeError, OSError):  # not on Linux
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def serve(number: str, port: int) -> None:
    """Serve at an IP address until SIGINT, SIGTERM or SIGHUP and the workers' end."""
    application = settings.WSGI_APPLICATION.replace(".application", ":application")
    importlib.import_module(application.partition(":")[0])  # before the workers are forked
    databases.close()  # a connection cannot be shared with them
    os.register_at_fork(after_in_child=end_with_the_server)
    gc.collect()  # what the preparation has left would be in each of them
    gc.freeze()  # what stays is not looked at again, so that it stays shared
    processors = os.cpu_count() or 1
    # Granian would warn about the number of threads at every start.
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
        log_dictconfig=server_logging(settings.LOGGING),
    )
    server.restarts = Restarts()
    # Granian restarts its workers on SIGHUP, but they would run the old code. A closed terminal should stop the server.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt) and None)
    server.serve()
