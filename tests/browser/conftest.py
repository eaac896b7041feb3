"""The real browser with the real server; a complaint of the browser is a failure.

`page` is a page of a reader, `admin_page` one that is signed in, `readers` one in front of `full_site`; the contexts
of these are shared. `new_context` makes contexts with options of their own, such as no JavaScript. Each but `readers`
is watched: a request to another host, an error in the console or a violation of the Content Security Policy fails the
test, unless the test has named it in `expected_complaints`.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    WebError,
    sync_playwright,
)

from tests.browser.full_site import FullSite
from tests.browser.running import COLLECTED, Server, copy_data, manage, start

TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Policy violated: ${event.violatedDirective} by ${event.blockedURI}`);
});
"""

SIGN_IN_THE_EDITOR = """
from django.contrib.auth.models import User
from django.test import Client
editor = User.objects.get(username="editor")
for _ in range(40):
    browser = Client()
    browser.force_login(editor)
    print(browser.session.session_key)
"""

# The first start makes 200 AVIF files: it encodes them quicker than ./run serve, and does all else as that does.
QUICK_SIZES = """
from photos.files import renditions
renditions.AVIF_SPEED = 10
"""

SECONDS_FOR_AN_ANSWER = 60  # of a test that asks without the browser; a server that does not answer fails it
# No compilers that optimise and no thread beside the page's, which cost more than they save where a page is open for a
# second: axe takes a fifth less.
ARGUMENTS = ["--js-flags=--no-opt --no-maglev --single-threaded"]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # as ./run has them

NewContext = Callable[..., BrowserContext]
Screen = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: Django refuses its database beside an event loop.

    Of them the tests of a start come first: they compare the data, which the worker changes for minutes after a
    test has uploaded photos.
    """
    here = Path(__file__).parent
    starts = here / "test_start.py"
    items.sort(key=lambda test: (here in test.path.parents, test.path != starts))


@pytest.fixture(scope="session", autouse=True)
def _timeout() -> Iterator[None]:
    socket.setdefaulttimeout(SECONDS_FOR_AN_ANSWER)
    yield
    socket.setdefaulttimeout(None)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site as ./run serve starts it, with data of its own."""
    started = start(tmp_path_factory.mktemp("site"), before=QUICK_SIZES)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def server(demonstration: Server) -> Server:
    """Return the site under test: the demonstration, unless the module overrides it."""
    return demonstration


@pytest.fixture(scope="session")
def full_site(demonstration: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullSite]:
    """Start a copy of the demonstration with one of every page (planting.py)."""
    folder = tmp_path_factory.mktemp("full")
    copy_data(demonstration.data_dir, folder)
    facts = manage(folder, "shell", "-v0", "-c", "from tests.browser.planting import plant; plant()")
    started = start(folder)
    yield FullSite(started, **json.loads(facts))
    started.stop()


@pytest.fixture
def site(full_site: FullSite) -> Server:
    """Return a copy of the demonstration, accounts too, that no test compares."""
    return full_site.server


@pytest.fixture(scope="session")
def empty_data(demonstration: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    shutil.copytree(demonstration.data_dir / "static", folder / "static")
    shutil.copy(demonstration.data_dir / COLLECTED, folder)
    manage(folder, "migrate", "-v0")
    return folder


@pytest.fixture(scope="session")
def sessions(server: Server) -> Iterator[str]:
    """Return keys of the editor's sessions, each for one test, which may end it."""

    def made() -> Iterator[str]:
        while True:
            yield from manage(server.data_dir, "shell", "-v0", "-c", SIGN_IN_THE_EDITOR).split()

    return made()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start this machine's Chromium in its sandbox, without it if root runs it."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    started = playwright.chromium.launch(executable_path=_chromium(), args=[*ARGUMENTS, *arguments])
    yield started
    started.close()


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM"), *BROWSERS):
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
def complaints(expected_complaints: list[str]) -> Iterator[list[str]]:
    """Collect complaints of the watched contexts; only expected ones may occur."""
    found: list[str] = []
    yield found
    assert [each for each in found if not any(part in each for part in expected_complaints)] == []


@pytest.fixture
def new_context(browser: Browser, server: Server, complaints: list[str]) -> Iterator[NewContext]:
    """Make watched contexts; addresses without a host are the server's."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=server.url, **options)
        contexts.append(context)
        Watch(context, server, complaints)
        return context

    yield make
    for context in contexts:
        context.close()


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


class Shared:
    """A context that tests share in turn, since a new one takes a second.

    Each test gets a page of its own, and finds no other, no cookie and nothing stored. One page always stays open:
    with it the process of the pages does, and what it has compiled and decoded.
    """

    def __init__(self, browser: Browser, server: Server, **options: Any) -> None:
        self.context = browser.new_context(base_url=server.url, locale="en-GB", **options)
        self.watch = Watch(self.context, server, [])
        self.staying = self.context.new_page()
        self.staying.goto("/robots.txt")

    def page(self, complaints: list[str]) -> Iterator[Page]:
        """Yield a page whose complaints are added to the list."""
        self.watch.complaints = complaints
        yield self.context.new_page()
        for page in self.context.pages:
            if page != self.staying:
                page.close()
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.staying.evaluate("localStorage.clear()")


@pytest.fixture(scope="session")
def shared_by_readers(browser: Browser, server: Server) -> Iterator[Shared]:
    shared = Shared(browser, server)
    yield shared
    shared.context.close()


@pytest.fixture(scope="session")
def shared_by_editors(browser: Browser, server: Server) -> Iterator[Shared]:
    shared = Shared(browser, server, viewport={"width": 1280, "height": 900})
    yield shared
    shared.context.close()


@pytest.fixture(scope="session")
def shared_before_the_full_site(browser: Browser, full_site: FullSite) -> Iterator[Shared]:
    shared = Shared(browser, full_site.server, viewport={"width": 1280, "height": 900})
    yield shared
    shared.context.close()


@pytest.fixture
def page(shared_by_readers: Shared, complaints: list[str]) -> Iterator[Page]:
    """A page of a reader, in English."""
    yield from shared_by_readers.page(complaints)


@pytest.fixture
def screen(page: Page) -> Screen:
    """Set the screen of the reader's page and empty its cache."""
    protocol = page.context.new_cdp_session(page)

    def give(width: int, density: int = 1, height: int = 800) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": density, "mobile": False}
        protocol.send("Emulation.setDeviceMetricsOverride", size)
        for disabled in (False, True):  # also what is decoded already is fetched again
            protocol.send("Network.setCacheDisabled", {"cacheDisabled": disabled})
        assert page.evaluate("[innerWidth, devicePixelRatio]") == [width, density]

    return give


@pytest.fixture
def admin_page(
    shared_by_editors: Shared, server: Server, sessions: Iterator[str], complaints: list[str]
) -> Iterator[Page]:
    """Open an empty English page in a browser in which the editor is signed in."""
    shared_by_editors.context.add_cookies(
        [{"name": "sessionid", "value": next(sessions), "url": f"{server.url}/admin/"}]
    )
    yield from shared_by_editors.page(complaints)


@pytest.fixture
def readers(shared_before_the_full_site: Shared) -> Iterator[Page]:
    """Open a page for walks through the full site; its complaints are findings."""
    yield from shared_before_the_full_site.page([])


def rich_text(page: Page, name: str) -> Locator:
    """Return the editor with the name, not the field that it replaces meanwhile."""
    return page.get_by_role("textbox", name=name).and_(page.locator(".ProseMirror"))


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in on the admin's own page, and wait for its first one."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: url.endswith("/admin/") and "?" not in url)  # not of the sign-in page with its `next`
