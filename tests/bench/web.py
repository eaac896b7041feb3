"""Measures each kind of page, cold, at 4x slower processor and 1.6 Mbit/s.

Run it on a quiet machine, after the first `./run serve`, with `./run bench web`, and kinds of pages as arguments for
these alone. It starts the site on a port of its own, with the data that it has. Bytes are those on the wire, headers
included; times are medians in milliseconds. What misses LCP < 1800, TBT < 50 or CLS 0 is marked with "!", and the
status is then 1.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import django
from django.conf import settings
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

django.setup()

from tests.browser.running import start  # noqa: E402  # with Django set up
from tests.pages import NAMES, address  # noqa: E402

SLOWER: Final = 4
BITS_A_SECOND: Final = 1_600_000
MILLISECONDS_OF_LATENCY: Final = 150
TELEPHONE: Final = {"width": 390, "height": 844}
DENSITY: Final = 2
ROUNDS: Final = 3
LIMITS: Final = {"LCP": 1800, "TBT": 50, "CLS": 0.0005}

# The types of resources of the DevTools protocol, as they are shown.
TYPES: Final = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "fonts", "Image": "images"}
TIMES: Final = ("FCP", "LCP", "TBT", "CLS")

OBSERVE: Final = """
window.measured = { FCP: 0, LCP: 0, CLS: 0, tasks: [], largest: "" };
const observe = (type, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
observe("paint", (entry) => { if (entry.name === "first-contentful-paint") measured.FCP = entry.startTime; });
observe("largest-contentful-paint", (entry) => {
  measured.LCP = entry.startTime;
  measured.largest = entry.element ? entry.element.tagName.toLowerCase() : "";
});
observe("layout-shift", (entry) => { measured.CLS += entry.value; });
observe("longtask", (entry) => { measured.tasks.push([entry.startTime, entry.startTime + entry.duration]); });
"""


def main() -> None:
    """Print a line for each kind of page; exit with 1 if one misses a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*NAMES, []], metavar="kind")
    parser.add_argument("--language", default="en")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder,
        served(Path(folder)) as url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=_chromium(), args=arguments) as browser,
    ):
        missed = measure(browser, url, options)
    if missed:
        raise SystemExit(f"Too slow or unsteady: {', '.join(missed)}.")


def measure(browser: Browser, site: str, options: argparse.Namespace) -> list[str]:
    """Print the figures of each kind of page; return the kinds that miss the limits."""
    columns = [*TYPES.values(), "requests", *TIMES]
    print(f"{'page':<20}" + "".join(f"{column:>9}" for column in columns) + "  largest")
    missed = []
    for kind in options.kinds or NAMES:
        url = f"{site}{address(kind, options.language)}"
        view(browser, url)  # what the server loads once does not count
        rounds = [view(browser, url) for _round in range(options.rounds)]
        figures = {column: statistics.median(each[column] for each in rounds) for column in columns}
        over = [column for column, limit in LIMITS.items() if figures[column] >= limit]
        missed += [kind] if over else []
        cells = "".join(_cell(figures[column], column, over) for column in columns)
        print(f"{kind:<20}{cells}  {rounds[0]['largest']}", flush=True)
    return missed


def view(browser: Browser, url: str) -> dict[str, Any]:
    """Return what one cold view of a page takes."""
    context = browser.new_context(viewport=TELEPHONE, device_scale_factor=DENSITY)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    counted = _slowed(page, context.new_cdp_session(page))
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(300)
    measured = page.evaluate("measured")
    context.close()
    # What keeps a reader waiting who sees something already: of each task after the first paint what is over 50 ms.
    after = [end - max(start, measured["FCP"]) for start, end in measured["tasks"]]
    blocked = sum(length - 50 for length in after if length > 50)
    return {column: counted[column] for column in (*TYPES.values(), "requests")} | measured | {"TBT": blocked}


def _slowed(page: Page, session: CDPSession) -> Counter[str]:
    """Slow down a page's processor and network; return the bytes as they come."""
    counted: Counter[str] = Counter()
    types: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        types[event["requestId"]] = TYPES.get(event["type"], event["type"])

    def finished(event: dict[str, Any]) -> None:
        counted[types.get(event["requestId"], "")] += int(event["encodedDataLength"])
        counted["requests"] += 1

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    throughput = BITS_A_SECOND / 8
    conditions = {"offline": False, "latency": MILLISECONDS_OF_LATENCY}
    speeds = {"downloadThroughput": throughput, "uploadThroughput": throughput}
    session.send("Network.emulateNetworkConditions", conditions | speeds)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return counted


def _cell(figure: float, column: str, over: list[str]) -> str:
    shown = f"{figure:.3f}" if column == "CLS" else f"{figure:,.0f}"
    return f"{shown + ('!' if column in over else ''):>9}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the site with its data at the yielded address; its log is in the folder."""
    if not (settings.DATA_DIR / "media" / "photos").is_dir():
        raise SystemExit("There is no demonstration to be measured: load it with ./run serve first.")
    data = folder / "data"
    data.symlink_to(settings.DATA_DIR.resolve())
    server = start(data)
    try:
        yield server.url
    finally:
        server.stop()


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    sys.exit("There is no browser: install Chromium, or name it in CHROMIUM.")


if __name__ == "__main__":
    main()
