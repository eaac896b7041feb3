"""Asks a server for a page over lasting connections, and measures its processes."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser.running import children

CONNECTIONS: Final = 8
ALL_THREADS: Final = 32  # connections with which every thread of two server processes has something to do
BUFFER: Final = 256 * 1024
SECONDS_TO_WAIT: Final = 120
END_OF_HEAD: Final = b"\r\n\r\n"
SECONDS_BETWEEN_LOOKS: Final = 3
ANSWERS: Final = "server process"  # the name of those that answer requests, before their number
IDLE: Final = 0.05  # seconds of CPU between two looks
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Rate:
    """Requests answered a second, and milliseconds of the server's CPU for each."""

    per_second: float
    cpu: float


@dataclass(frozen=True)
class Memory:
    """The memory of a process in MiB: RSS, and PSS with its part of shared pages."""

    rss: float
    pss: float

    def __str__(self) -> str:
        return f"{self.rss:.0f} ({self.pss:.0f})"


class Connection:
    """A connection that is kept open, for one request after the other."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), SECONDS_TO_WAIT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> None:
        """Read a page to its end; raise RuntimeError unless it answers with 200."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode())
        answer = b""
        while END_OF_HEAD not in answer:
            if not (received := self._socket.recv(BUFFER)):
                raise RuntimeError(f"The server closed the connection instead of sending {path}.")
            answer += received
        head_of_answer, _end, body = answer.partition(END_OF_HEAD)
        fields = dict(line.lower().split(b": ", 1) for line in head_of_answer.split(b"\r\n")[1:])
        if not head_of_answer.startswith(b"HTTP/1.1 200") or b"content-length" not in fields:
            raise RuntimeError(f"{path} answers {head_of_answer.decode()}")
        left = int(fields[b"content-length"]) - len(body)
        while left > 0:
            left -= len(self._socket.recv(BUFFER))

    def close(self) -> None:
        self._socket.close()


def rate(port: int, path: str, processes: list[int], *, seconds: float) -> Rate:
    """Ask for a page for some seconds."""
    end = time.monotonic() + seconds
    counts: list[int] = []

    def ask() -> None:
        connection, count = Connection(port), 0
        while time.monotonic() < end:
            connection.get(path)
            count += 1
        connection.close()
        counts.append(count)

    start, before = time.monotonic(), cpu_of(processes)
    _at_once(ask, CONNECTIONS)
    requests, elapsed = sum(counts), time.monotonic() - start
    return Rate(requests / elapsed, 1000 * (cpu_of(processes) - before) / requests)


def repeat(port: int, path: str, *, times: int) -> None:
    """Ask for a page a number of times, over connections that keep all threads busy."""
    left = iter(range(times))
    lock = threading.Lock()

    def ask() -> None:
        connection = Connection(port)
        while True:
            with lock:
                if next(left, None) is None:
                    break
            connection.get(path)
        connection.close()

    _at_once(ask, ALL_THREADS)


def _at_once(ask: Callable[[], None], connections: int) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            ask()
        except (OSError, RuntimeError) as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _connection in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"The server did not answer: {failures[0]}")


def processes_of(server: int) -> dict[str, int]:
    """Return a server's processes by name: the master, those that answer, the worker."""
    found = {"master": server}
    number = 0
    for child in sorted(children(server)):
        if b"\0work\0" in Path(f"/proc/{child}/cmdline").read_bytes():
            found["worker's parent"] = child
            found |= dict(zip(("worker",), children(child), strict=False))
        else:
            number += 1
            found[f"{ANSWERS} {number}"] = child
    return found


def settled(server: int) -> dict[str, int]:
    """Return a server's processes once the worker has come to rest."""
    end, before = time.monotonic() + SECONDS_TO_WAIT, -1.0
    while time.monotonic() < end:
        found = processes_of(server)
        now = cpu_of([found["worker"]]) if "worker" in found else -1.0
        if now >= 0 and now - before < IDLE:
            return found
        before = now
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise SystemExit("The worker has not come to rest.")


def server_processes_of(server: int) -> list[int]:
    """Return the processes that answer requests."""
    return [process for name, process in processes_of(server).items() if name.startswith(ANSWERS)]


def memory_of(process: int) -> Memory:
    """Return what a process holds now."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return Memory(kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024)


def cpu_of(processes: list[int]) -> float:
    """Return the CPU seconds that the processes have taken until now."""
    stats = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS_A_SECOND


def wait_for(port: int) -> None:
    """Wait until something listens on the port."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < end:
        with contextlib.suppress(ConnectionRefusedError):
            Connection(port).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"Nothing listens on port {port}.")
