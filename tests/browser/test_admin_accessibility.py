"""The accessibility of the admin's main pages in both languages and schemes.

What axe finds in Django's own pages, and the stock admin cannot be made to fix, is listed with its reason.
"""

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, probes
from tests.browser.admin_forms import open_settled
from tests.browser.full_site import FullSite
from tests.browser.planting import EDITOR

PAGES: Final = (
    "",
    "search/?q=Berlin",
    "meetings/meeting/",
    "meetings/meeting/1/change/",
    "meetings/meeting/1/history/",
    "meetings/session/1/change/",
    "meetings/session/1/members/",
    "meetings/session/1/copy/?from=2",
    "meetings/session/1/paste/",
    "partners/appointment/add/",
    "meetings/statement/1/change/",
    "meetings/statementedition/1/change/",
    "meetings/statementedition/add/?corrects=1",
    "meetings/articleedition/add/?document=1",
    "photos/gallery/1/change/",
    "photos/gallery/1/photo-table/",
    "photos/gallery/1/photos/",
    "photos/photo/1/change/",
    "photos/photo/recover/",
    "publishing/page/add/",
    "publishing/page/1/verb/withdraw/",
    "publishing/page/1/verb/change_slug/",
    "publishing/page/1/preview/",
    "meetings/topic/1/delete/",
    "publishing/auditlogentry/",
    "password_change/",
)


# Of a table or list whose rows are made alike, what is behind the eighth.
FURTHER_ROWS: Final = "#content tbody > tr:nth-child(n+9):not(.empty-form, .add-row), li.line:nth-child(n+9)"


@pytest.fixture(scope="module", params=[("en-GB", "light", 1280), ("de-DE", "dark", 390)], ids=["en", "de"])
def editor(request: pytest.FixtureRequest, browser: Browser, full_site: FullSite) -> Any:
    """An editor's browser, signed in."""
    locale, scheme, width = request.param
    context = browser.new_context(
        base_url=full_site.server.url,
        locale=locale,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    page.goto("/admin/")
    for field, value in zip(("username", "password"), EDITOR, strict=True):
        page.locator(f"#id_{field}").fill(value)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def test_axe_finds_nothing_that_is_ours(editor: Page) -> None:
    """Axe looks at all rows in English and only the first eight in German."""
    found = []
    for path in PAGES:
        open_settled(editor, path)
        if editor.locator("html").get_attribute("lang") == "de":
            editor.locator(FURTHER_ROWS).evaluate_all("(rows) => rows.forEach((row) => row.remove())")
        found += [(path, finding) for finding in axe.findings(editor, but=axe.OF_DJANGO)]
    assert found == []


def test_a_form_that_comes_back_ties_its_errors_to_their_fields(editor: Page) -> None:
    editor.goto("/admin/publishing/page/add/")
    editor.locator("[name=_save]").click()
    expect(editor.locator("#id_slug")).to_have_attribute("aria-invalid", "true")

    untied = editor.locator("ul.errorlist").evaluate_all(
        """(lists) => lists.map((list) => list.id)
          .filter((id) => !document.querySelector(`[aria-invalid=true][aria-describedby~="${id}"]`))"""
    )

    assert untied == []
    assert axe.findings(editor, but=axe.OF_DJANGO) == []


def test_an_editor_of_rich_texts_is_never_without_its_name(editor: Page) -> None:
    """The editor is never found without its name, even before the page has settled."""
    editor.goto("/admin/publishing/page/1/change/", wait_until="commit")
    unnamed = editor.evaluate(
        """() => new Promise((done) => {
          const unnamed = [];
          const look = () => unnamed.push(
            ...document.querySelectorAll(".prose-editor [contenteditable]:not([aria-labelledby])"),
          );
          new MutationObserver(() => setTimeout(look)).observe(document, { childList: true, subtree: true });
          setTimeout(() => done(unnamed.length), 2000);
        })"""
    )
    assert unnamed == 0
    assert editor.locator(".prose-editor [contenteditable]").count() == 2


def test_the_admins_front_page_is_reached_by_the_keyboard_alone(editor: Page) -> None:
    editor.goto("/admin/")
    editor.evaluate(probes.OPERATED)
    editor.evaluate(probes.WATCH_THE_FOCUS)
    for _ in range(editor.evaluate("operated().length")):
        editor.keyboard.press("Tab")
    assert editor.evaluate(probes.MISSED) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_signing_in_asks_nothing_that_a_password_manager_cannot_answer(readers: Page, scheme: Any, width: int) -> None:
    """3.3.8: the browser may fill in both fields, and what is copied may be pasted."""
    readers.emulate_media(color_scheme=scheme)
    readers.set_viewport_size({"width": width, "height": 700})
    readers.goto("/admin/")

    expect(readers.get_by_label("Username")).to_have_attribute("autocomplete", "username")
    expect(readers.get_by_label("Password")).to_have_attribute("autocomplete", "current-password")
    assert axe.findings(readers) == []
    readers.get_by_label("Username").fill(EDITOR[0])
    readers.get_by_role("button", name="Log in").click()
    readers.get_by_label("Password").evaluate(
        "(field) => field.addEventListener('paste', (event) => (window.refused = event.defaultPrevented))"
    )
    readers.get_by_label("Username").press("ControlOrMeta+a")
    readers.get_by_label("Username").press("ControlOrMeta+c")
    readers.get_by_label("Password").press("ControlOrMeta+v")
    assert readers.evaluate("window.refused") is False
    expect(readers.get_by_label("Password")).to_have_value(EDITOR[0])
