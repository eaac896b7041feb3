"""The desk in a browser: its policy with the editor of rich texts, and the switch of languages."""

import pytest
from playwright.sync_api import Page, expect

from config.admin import EDITOR_STYLE

PAGE_FORM = "/admin/publishing/page/add/"
MEETING_LIST = "/admin/meetings/meeting/"


def open_berlin(desk: Page) -> None:
    desk.goto(MEETING_LIST)
    desk.locator("#result_list tbody th a").first.click()


def test_the_editor_of_rich_texts_works_under_the_policy(desk: Page) -> None:
    desk.goto(PAGE_FORM)
    editor = desk.get_by_role("textbox", name="Text [en]")

    editor.fill("A bold word")
    editor.press("ControlOrMeta+a")
    desk.locator(".prose-menubar").first.get_by_title("bold").click()

    expect(desk.locator("textarea[name=body_en]")).to_have_value("<p><strong>A bold word</strong></p>")


def test_the_editors_style_sheet_is_the_one_that_the_policy_names(desk: Page) -> None:
    """With another version of the editor this fails: write the hash that is told into config/admin.py."""
    desk.goto(PAGE_FORM)
    desk.get_by_role("textbox", name="Text [en]").wait_for()

    hashes = desk.evaluate(
        """async () => Promise.all([...document.querySelectorAll("head style:not([nonce])")].map(async (style) => {
          const bytes = new TextEncoder().encode(style.textContent);
          const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
          return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
        }))"""
    )

    assert hashes == [EDITOR_STYLE]


def test_one_language_shows_at_a_time_or_all(desk: Page) -> None:
    desk.goto(PAGE_FORM)
    english, german = desk.get_by_label("Title [en]"), desk.get_by_label("Title [de]")
    switch = desk.get_by_role("group", name="Language of the texts")

    expect(english).to_be_visible()
    expect(german).to_be_hidden()

    english.fill("Accessibility")  # what is required is not hidden while it is empty
    switch.get_by_role("button", name="German").click()
    expect(english).to_be_hidden()
    expect(german).to_be_visible()
    expect(switch.get_by_role("button", name="German")).to_have_attribute("aria-pressed", "true")

    switch.get_by_role("button", name="All").click()
    expect(english).to_be_visible()
    expect(german).to_be_visible()


def test_the_language_stays_while_the_browser_is_open(desk: Page) -> None:
    desk.goto(PAGE_FORM)
    desk.get_by_role("button", name="German").click()

    open_berlin(desk)

    expect(desk.get_by_role("button", name="German")).to_have_attribute("aria-pressed", "true")
    expect(desk.get_by_label("Title [de]").first).to_be_visible()


def test_a_language_without_its_text_is_marked(desk: Page) -> None:
    desk.goto(PAGE_FORM)
    german = desk.get_by_role("group", name="Language of the texts").get_by_role("button", name="German")
    expect(german).to_have_text("German")

    desk.get_by_label("Title [en]").fill("Accessibility")
    expect(german).to_have_text("Germantexts missing: 1")

    german.click()
    desk.get_by_label("Title [de]").fill("Barrierefreiheit")
    expect(german).to_have_text("German")


def test_a_form_that_comes_back_opens_the_language_with_the_error(desk: Page) -> None:
    desk.goto(PAGE_FORM)
    desk.get_by_role("button", name="German").click()
    desk.get_by_label("Title [de]").fill("Barrierefreiheit")

    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.get_by_label("Title [en]")).to_be_visible()
    expect(desk.get_by_role("button", name="English with errors")).to_have_attribute("aria-pressed", "true")


def test_an_address_that_names_a_field_opens_its_language(desk: Page) -> None:
    desk.goto(f"{PAGE_FORM}#id_title_de")

    expect(desk.get_by_label("Title [de]")).to_be_focused()
    expect(desk.get_by_role("button", name="German")).to_have_attribute("aria-pressed", "true")


def test_rows_that_are_added_follow_the_switch(desk: Page) -> None:
    open_berlin(desk)
    desk.get_by_role("button", name="German").click()

    desk.get_by_role("button", name="Add another Figure").click()

    new = desk.locator("tr.dynamic-figures").last
    expect(new.locator("[name$=label_de]")).to_be_visible()
    new.locator("[name$=value_en]").fill("28")
    new.locator("[name$=label_en]").fill("Allies")
    desk.get_by_role("button", name="German").click()
    expect(new.locator("[name$=label_en]")).to_be_hidden()
    expect(desk.locator("#figures-group thead .column-label_en")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "de"])
def test_without_scripts_every_language_shows(desk: Page, new_context: object, language: str) -> None:
    state = desk.context.storage_state()
    plain = new_context(java_script_enabled=False, storage_state=state).new_page()  # type: ignore[operator]
    plain.goto(PAGE_FORM)

    expect(plain.get_by_label(f"Title [{language}]")).to_be_visible()
