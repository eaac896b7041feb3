"""Measures each kind of page on sites of several sizes, and the server's memory.

Run it with `./run bench pages`, with `--meetings 1,100,1000` for other sizes, and with kinds of pages as arguments for
these alone. The sites are synthetic; they are made on the first run, and kept in var/bench. `--profile` prints where
the time of the named kinds goes. docs/performance.md explains the figures.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.bench import _load as load
from tests.bench._sites import FOLDER, site
from tests.browser.running import BASE_DIR, Server, environment, free_port, start

ADDRESS: Final = {"PLENARY_ADDRESS": "http://127.0.0.1"}  # the files of photos carry it: others would be made again
KEEPS_NOTHING: Final = {"PLENARY_KEPT_PAGES_MB": "0"}
KEPT: Final = ("home", "meeting", "statement", "page")  # whose requests per second are measured
ADMIN: Final = "admin "
SECONDS: Final = 3.0
ROUNDS: Final = 3

Figures = dict[str, Any]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="the kinds of pages to measure (all)")
    parser.add_argument("--meetings", default="1,100", help="the sizes of the sites, separated by commas (1,100)")
    parser.add_argument("--profile", action="store_true", help="print where the time of the named kinds goes")
    parser.add_argument("--requests-only", action="store_true", help="start no server")
    parser.add_argument("--times", type=int, default=20, help="requests of each kind before memory is read again (20)")
    options = parser.parse_args()
    sizes = [int(size) for size in options.meetings.split(",")]
    if options.profile:
        _run_requests(site(sizes[-1]), ["--profile", *options.kinds])
        return
    smaller: dict[str, Figures] = {}
    for size in sizes:
        smaller = print_requests(size, options.kinds, smaller)
    if not options.requests_only:
        addresses = {kind: figures["address"] for kind, figures in smaller.items()}
        print_rates(site(sizes[-1]), addresses)
        print_memory(site(sizes[-1]), addresses, options.times)


def print_requests(size: int, kinds: list[str], smaller: dict[str, Figures]) -> dict[str, Figures]:
    """Print the cost of requests without kept pages; return the figures by kind.

    `smaller` has the figures of a smaller site: growth is that of calls and steps since then.
    """
    columns = (
        f"{'calls':>11}{'growth':>8}{'CPU ms':>9}{'queries':>9}{'bytes':>9}{'brotli':>8}{'steps':>13}{'growth':>8}"
    )
    print(f"\n{f'{size:,} meetings':<24}{columns}", flush=True)
    found: dict[str, Figures] = {}
    for figures in _measured(site(size), kinds):
        kind = figures["kind"]
        found[kind] = figures
        before = smaller.get(kind, {})
        calls, steps = (_growth(figures[name], before.get(name)) for name in ("calls", "steps"))
        print(
            f"{kind:<24}{figures['calls']:>11,}{calls:>8}{figures['cpu']:>9.1f}{figures['queries']:>9}"
            f"{figures['bytes']:>9,}{figures['packed']:>8,}{figures['steps'] or 0:>13,}{steps:>8}",
            flush=True,
        )
    return found


def print_rates(folder: Path, addresses: dict[str, str]) -> None:
    """Print the requests per second for pages that may be kept, and an empty view."""
    print(f"\n{'requests per second':<24}{'page':>11}{'empty':>9}{'ratio':>8}{'CPU ms':>9}{'empty':>9}")
    with served(folder) as server, empty_site() as (empty_port, empty):
        port = int(server.url.rpartition(":")[2])
        processes = load.server_processes_of(server.process.pid)
        for kind in (kind for kind in KEPT if kind in addresses):
            load.repeat(port, addresses[kind], times=4 * load.CONNECTIONS)
            pairs = [
                (
                    load.rate(port, addresses[kind], processes, seconds=SECONDS),
                    load.rate(empty_port, "/", empty, seconds=SECONDS),
                )
                for _round in range(ROUNDS)
            ]
            page, nothing = (statistics.median(pair[which].per_second for pair in pairs) for which in (0, 1))
            cpu, empty_cpu = (statistics.median(pair[which].cpu for pair in pairs) for which in (0, 1))
            ratio = f"{100 * page / nothing:.0f} %"
            print(f"{kind:<24}{page:>11,.0f}{nothing:>9,.0f}{ratio:>8}{cpu:>9.2f}{empty_cpu:>9.2f}", flush=True)


def print_memory(folder: Path, addresses: dict[str, str], times: int) -> None:
    """Print the memory of the server's processes before and after all public pages."""
    with served(folder, **KEEPS_NOTHING) as server:
        port = int(server.url.rpartition(":")[2])
        processes = load.settled(server.process.pid)
        answering = len(load.server_processes_of(server.process.pid))
        before = {name: load.memory_of(process) for name, process in processes.items()}
        for kind, path in addresses.items():
            if not kind.startswith(ADMIN):
                load.repeat(port, path, times=times * answering)
        title = "MiB: RSS (PSS)"
        print(f"\n{title:<24}{'at start':>14}{f'after {times} of each':>20}")
        for name, process in processes.items():
            print(f"{name:<24}{before[name]!s:>14}{load.memory_of(process)!s:>20}")


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[Server]:
    """Serve a site as `./run serve` does."""
    server = start(folder, **ADDRESS, **variables)
    try:
        yield server
    finally:
        server.stop()
    server.log.unlink()  # stays where something failed


@contextmanager
def empty_site() -> Iterator[tuple[int, list[int]]]:
    """Serve an empty view; yield the port and the processes that answer."""
    port = free_port()
    variables = environment(FOLDER) | {"DJANGO_SETTINGS_MODULE": "tests.bench._empty_site"}
    command = [sys.executable, "-m", "tests.bench._empty_site", str(port)]
    with subprocess.Popen(command, cwd=BASE_DIR, env=variables) as process:
        try:
            load.wait_for(port)
            yield port, load.server_processes_of(process.pid)
        finally:
            process.terminate()


def _measured(folder: Path, kinds: list[str]) -> Iterator[Figures]:
    process = _requests(folder, kinds, stdout=subprocess.PIPE)
    yield from map(json.loads, process.stdout or ())
    if process.wait():
        raise SystemExit("The measurement ended early.")


def _run_requests(folder: Path, arguments: list[str]) -> None:
    _requests(folder, arguments).wait()


def _requests(folder: Path, arguments: list[str], **options: Any) -> subprocess.Popen[str]:
    """Start the measuring process; its seed of hashes gives the same number of calls."""
    variables = environment(folder) | ADDRESS | KEEPS_NOTHING | {"PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "tests.bench._requests", *arguments]
    return subprocess.Popen(command, cwd=BASE_DIR, env=os.environ | variables, text=True, **options)


def _growth(figure: int | None, before: int | None) -> str:
    return f"{100 * (figure - before) / before:+.0f} %" if figure and before else ""


if __name__ == "__main__":
    main()
