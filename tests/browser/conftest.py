"""The real browser before the real server. A test fails with whatever the browser had to complain about.

`page` is a page of a fresh context, `desk` one that is signed in; `new_context` makes contexts with options of
their own, such as no JavaScript; `readers` is in front of `full_site`. Each but
the last is watched: a request to another host, an error in the console or a violation
of the Content Security Policy fails the test, unless the test has named it in `expected_complaints`.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    sync_playwright,
)

from tests.browser.full_site import FullSite
from tests.browser.running import Server, copy_data, manage, start

TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Policy violated: ${event.violatedDirective} by ${event.blockedURI}`);
});
"""

NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: its event loop stays, and Django refuses its database next to one.

    Of them the tests of a start come first: they compare the data, which the worker changes for minutes after a
    test has uploaded photos.
    """
    here = Path(__file__).parent
    starts = here / "test_start.py"
    items.sort(key=lambda test: (here in test.path.parents, test.path != starts))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site as ./run serve starts it, with data of its own."""
    started = start(tmp_path_factory.mktemp("site"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def full_site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullSite]:
    """A copy of the demonstration with one of everything that a page can look like (planting.py)."""
    folder = tmp_path_factory.mktemp("full")
    copy_data(server, folder)
    facts = manage(folder, "shell", "-v0", "-c", "from tests.browser.planting import plant; plant()")
    started = start(folder)
    yield FullSite(started, **json.loads(facts))
    started.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of this machine, in its sandbox unless root runs it, which Chromium refuses."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    started = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
    yield started
    started.close()


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail(
        "There is no browser: install one (for example: sudo apt-get install chromium), name it in CHROMIUM, "
        "or leave these tests out with ./run test --no-browser."
    )


@pytest.fixture
def expected_complaints() -> list[str]:
    """Parts of messages that the test provokes on purpose, such as "status of 404"."""
    return []


@pytest.fixture
def new_context(browser: Browser, server: Server, expected_complaints: list[str]) -> Iterator[NewContext]:
    """Make watched contexts; addresses without a host are the server's."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=server.url, **options)
        contexts.append(context)
        Watch(context, server, complaints)
        return context

    yield make
    for context in contexts:
        context.close()
    unexpected = [each for each in complaints if not any(part in each for part in expected_complaints)]
    assert unexpected == []


class Watch:
    """Collects what a context's pages do that they should not."""

    def __init__(self, context: BrowserContext, server: Server, complaints: list[str]) -> None:
        self.own = (f"{server.url}/", "data:", "blob:", "about:")
        self.complaints = complaints
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", self.script)

    def request(self, request: Request) -> None:
        if not request.url.startswith(self.own):
            self.complaints.append(f"Request to another host: {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"Console: {message.text} ({message.location['url']})")

    def script(self, error: WebError) -> None:
        self.complaints.append(f"Script: {error.error}")


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page of a reader, in English."""
    return new_context(locale="en-GB").new_page()


@pytest.fixture
def admin_page(new_context: NewContext, server: Server) -> Page:
    """The desk's first page, in English, with the demonstration's editor signed in."""
    page = new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, "editor", server.accounts["editor"])
    return page


@pytest.fixture
def readers(full_site: FullSite, browser: Browser) -> Iterator[Page]:
    """A page in front of the full site, for tests that go through all of it. What it cannot show is a finding."""
    context = browser.new_context(base_url=full_site.server.url, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in on the desk's own page, and wait for its first one."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
