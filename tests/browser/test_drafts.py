"""Drafts of forms survive a closed tab, an ended session and a refusal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser import axe
from tests.browser.conftest import NewContext, rich_text, sign_in
from tests.browser.running import Server, copy_data, start

SESSION: Final = "/admin/meetings/session/1/change/"
NEW_PAGE: Final = "/admin/publishing/page/add/"
NEW_TOPIC: Final = "/admin/meetings/topic/add/"
PHOTO_TABLE: Final = "/admin/photos/gallery/1/photo-table/"
PAUSE_TO_KEEP: Final = 3_000  # ms; the script keeps a draft one second after the last change
KEPT: Final = "Object.keys(localStorage).filter((key) => key.startsWith('plenary-draft:'))"
AGE: Final = f"""(days) => {{
  for (const key of {KEPT}) {{
    const draft = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({{ ...draft, at: Date.now() - days * 24 * 60 * 60 * 1000 }});
  }}
}}"""
SENT: Final = """() => [...new FormData(document.querySelector("#content-main > form"))]
    .filter(([name]) => !["csrfmiddlewaretoken", "_base"].includes(name))
    .map(([name, value]) => `${name}=${value.name ?? value}`)"""


@pytest.fixture
def asked(admin_page: Page) -> Iterator[list[str]]:
    """The kinds of dialogs that pages of the admin have opened; each is accepted."""
    kinds: list[str] = []

    def accept(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    def watch(page: Page) -> None:
        page.on("dialog", accept)

    admin_page.context.on("page", watch)
    watch(admin_page)
    yield kinds
    admin_page.context.remove_listener("page", watch)


def offer(page: Page) -> Locator:
    return page.get_by_role("region", name="Unsaved draft")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def wait_until_kept(page: Page, words: str) -> None:
    """Wait until a draft holds the words."""
    page.wait_for_function(
        f"(words) => {KEPT}.some((key) => localStorage[key].includes(words))",
        arg=words,
        timeout=PAUSE_TO_KEEP,
    )


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT)
    return found


def close(page: Page) -> Page:
    """Close the tab as a hand does, and open another."""
    context = page.context
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    return context.new_page()


def choose(page: Page, field: Locator, word: str) -> None:
    """Choose the first match in a field that searches."""
    box = field.locator("xpath=following-sibling::span[contains(@class,'select2')]").first
    if field.get_attribute("multiple") is None:
        box.click()
        box = page.locator(".select2-container--open").last
    box.locator(".select2-search__field").fill(word)
    page.locator(".select2-results__option--highlighted").filter(has_text=word).click()


def test_every_kind_of_field_and_added_rows_come_back_after_the_tab_was_closed(
    admin_page: Page, asked: list[str]
) -> None:
    admin_page.goto(SESSION)
    admin_page.get_by_label("Title [en]").first.fill("Working dinner of the ministers")
    admin_page.locator("[name=participations-3-role]").select_option(index=1)
    admin_page.locator("[name=precision]").last.check()
    admin_page.locator("[name=day]").fill("2011-04-15")
    choose(admin_page, admin_page.locator("[name=topics]"), "Piracy")
    admin_page.locator("[name=participations-0-chairs]").click()
    admin_page.locator("[name=participations-1-DELETE]").check()
    for _ in range(2):
        admin_page.locator("#participations-group .add-row a").click()
    rows = admin_page.locator("tr.dynamic-participations")
    admin_page.locator("tr.dynamic-participations a.inline-deletelink").first.click()
    choose(admin_page, rows.last.locator("[name$=-partner]"), "Ukraine")
    rows.last.locator("[name$=-role]").select_option("partner")
    wait_until_kept(admin_page, "Ukraine")
    sent = admin_page.evaluate(SENT)

    again = close(admin_page)
    assert asked == ["beforeunload"]
    again.goto(SESSION)
    assert again.evaluate(SENT) != sent
    offer(again).get_by_role("button", name="Show the differences").click()
    expect(offer(again).locator("dt")).to_have_text(
        [
            "Title [en]",
            "Topics",
            "Day",
            "only the day is known",
            "exact",
            "Participants 1: Chaired the session",
            "Participants 2: Delete?",
            "Participants 4: Role",
            "Participants 29: Country or organisation",
            "Participants 29: Role",
        ]
    )
    expect(offer(again).locator("ins").first).to_have_text("[added:] Working dinner of the ministers")
    again.set_viewport_size({"width": 1280, "height": 6000})  # so that neither tabs nor buttons cover a field
    assert axe.findings(again, but=axe.OF_DJANGO) == []
    offer(again).get_by_role("button", name="Use the draft").click()

    expect(again.get_by_text("The draft is in the form now. Save to store it.")).to_be_focused()
    assert again.evaluate(SENT) == sent
    save(again)
    again.wait_for_url("**/admin/meetings/session/")
    assert kept(again) == []
    assert asked == ["beforeunload"]
    again.goto(SESSION)
    expect(again.get_by_label("Title [en]").first).to_have_value("Working dinner of the ministers")
    expect(offer(again)).to_have_count(0)


def test_a_long_text_is_offered_after_the_session_has_ended_and_gone_after_saving(
    admin_page: Page, server: Server, asked: list[str]
) -> None:
    admin_page.goto(NEW_PAGE)
    admin_page.get_by_label("Title [en]").fill("On working here")
    editor = rich_text(admin_page, "Text [en]")
    editor.fill("A bold word about the press office")
    editor.press("ControlOrMeta+a")
    admin_page.locator(".prose-menubar").first.get_by_title("bold").click()
    admin_page.context.clear_cookies(name="sessionid")

    save(admin_page)  # at once: before the pause after which a draft is kept
    admin_page.wait_for_url("**/admin/login/**")
    admin_page.get_by_label("Username").fill("editor")
    admin_page.get_by_label("Password").fill(server.accounts["editor"])
    admin_page.get_by_role("button", name="Log in").click()
    offer(admin_page).get_by_role("button", name="Use the draft").click()

    expect(editor).to_have_text("A bold word about the press office")
    body = admin_page.locator("textarea[name=body_en]")
    expect(body).to_have_value("<p><strong>A bold word about the press office</strong></p>")
    slug = admin_page.locator("[name=slug]")
    slug.fill("")
    save(admin_page)  # refused: the form comes back with what was typed, and the draft stays
    expect(admin_page.locator(".errornote")).to_be_visible()
    expect(offer(admin_page)).to_have_count(0)
    expect(editor).to_have_text("A bold word about the press office")
    assert len(kept(admin_page)) == 1
    slug.fill("on-working-here")
    save(admin_page)
    admin_page.wait_for_url("**/admin/publishing/page/")
    assert (kept(admin_page), asked) == ([], [])


def test_an_undecided_draft_stays_beside_what_is_typed_until_it_is_discarded(
    admin_page: Page, asked: list[str]
) -> None:
    admin_page.goto(PHOTO_TABLE)
    captions = admin_page.locator("[name$=-caption_en]")
    stored = captions.nth(3).input_value()
    captions.nth(3).fill(f"{stored} and the others")
    wait_until_kept(admin_page, "and the others")
    again = close(admin_page)
    again.goto(PHOTO_TABLE)
    alt = again.locator("[name$=-alt_en]").nth(4)
    alt.fill("Two people at a table")
    save(again)
    expect(again.locator(".messagelist")).to_contain_text("1 photo is changed.")

    offer(again).get_by_role("button", name="Show the differences").click()
    expect(offer(again).locator("ins")).to_contain_text("and the others")
    expect(offer(again).locator("dt")).to_have_count(1)
    offer(again).get_by_role("button", name="Discard the draft").click()

    expect(again.get_by_text("The draft is deleted.")).to_be_focused()
    assert kept(again) == []
    again.reload()
    expect(again.locator("[name$=-caption_en]").nth(3)).to_have_value(stored)
    assert asked == ["beforeunload"]


def test_drafts_end_with_signing_out_with_another_account_and_after_three_days(
    admin_page: Page, server: Server, asked: list[str]
) -> None:
    def keep(title: str) -> None:
        admin_page.goto(NEW_TOPIC)
        admin_page.get_by_label("Name [en]").fill(title)
        wait_until_kept(admin_page, title)

    keep("of three days")
    admin_page.goto("/admin/")
    admin_page.evaluate(AGE, 2.9)
    admin_page.goto("/admin/")
    assert len(kept(admin_page)) == 1
    admin_page.evaluate(AGE, 3.1)
    admin_page.goto("/admin/")
    assert kept(admin_page) == []

    keep("of another account")
    admin_page.context.clear_cookies(name="sessionid")
    admin_page.goto("/admin/")
    assert len(kept(admin_page)) == 1  # the session has ended, nothing more
    sign_in(admin_page, "author", server.accounts["author"])
    assert kept(admin_page) == []

    keep("of an account that signs out")
    admin_page.get_by_role("button", name="Log out").click()
    admin_page.wait_for_load_state()
    assert kept(admin_page) == []
    assert asked == ["beforeunload"] * 3


def test_the_setting_switches_drafts_off_but_not_the_question(
    new_context: NewContext, server: Server, tmp_path: Path, browser: Any
) -> None:
    copy_data(server.data_dir, tmp_path)
    without = start(tmp_path, "--no-worker", PLENARY_BROWSER_DRAFTS="off")
    try:
        context = browser.new_context(base_url=without.url, locale="en-GB")
        page = context.new_page()
        sign_in(page, "editor", server.accounts["editor"])
        page.goto(NEW_TOPIC)
        page.get_by_label("Name [en]").fill("Not kept")
        page.wait_for_timeout(PAUSE_TO_KEEP)
        assert kept(page) == []
        with page.expect_event("dialog") as dialog:
            page.close(run_before_unload=True)
        assert dialog.value.type == "beforeunload"
        dialog.value.accept()
        context.close()
    finally:
        without.stop()


def test_a_full_store_is_said_in_a_line_and_drafts_go_on_when_there_is_space(
    admin_page: Page, asked: list[str]
) -> None:
    admin_page.goto(NEW_TOPIC)
    admin_page.evaluate(
        """() => {
          for (let length = 2 ** 23; length >= 1; length /= 2) {
            try { localStorage.other = (localStorage.other ?? "") + "x".repeat(length); } catch { /* less, then */ }
          }
        }"""
    )
    line = admin_page.get_by_text("The browser cannot keep a draft of this form")

    admin_page.get_by_label("Name [en]").fill("Energy")
    expect(line).to_be_visible()
    admin_page.evaluate("localStorage.removeItem('other')")
    admin_page.get_by_label("Name [en]").fill("Energy supply")

    wait_until_kept(admin_page, "Energy supply")
    expect(line).to_have_count(0)
    close(admin_page)
    assert asked == ["beforeunload"]
