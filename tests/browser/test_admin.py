"""The admin in a browser: its policy, the rich text editor, and languages."""

from playwright.sync_api import Page, expect

from config.admin import EDITOR_STYLE
from tests.browser.conftest import NewContext, rich_text

PAGE_FORM = "/admin/publishing/page/add/"
MEETING_LIST = "/admin/meetings/meeting/"


def open_berlin(admin_page: Page) -> None:
    admin_page.goto(MEETING_LIST)
    admin_page.locator("#result_list tbody th a").first.click()


def test_the_editor_of_rich_texts_works_under_the_policy(admin_page: Page) -> None:
    admin_page.goto(PAGE_FORM)
    editor = rich_text(admin_page, "Text [en]")

    editor.fill("A bold word")
    editor.press("ControlOrMeta+a")
    admin_page.locator(".prose-menubar").first.get_by_title("bold").click()

    expect(admin_page.locator("textarea[name=body_en]")).to_have_value("<p><strong>A bold word</strong></p>")


def test_the_editors_style_sheet_is_the_one_that_the_policy_names(admin_page: Page) -> None:
    """After an upgrade of the editor, write the new hash into config/admin.py."""
    admin_page.goto(PAGE_FORM)
    rich_text(admin_page, "Text [en]").wait_for()

    hashes = admin_page.evaluate(
        """async () => Promise.all([...document.querySelectorAll("head style:not([nonce])")].map(async (style) => {
          const bytes = new TextEncoder().encode(style.textContent);
          const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
          return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
        }))"""
    )

    assert hashes == [EDITOR_STYLE]


def test_one_language_shows_at_a_time_or_all(admin_page: Page) -> None:
    admin_page.goto(PAGE_FORM)
    english, german = admin_page.get_by_label("Title [en]"), admin_page.get_by_label("Title [de]")
    switch = admin_page.get_by_role("group", name="Language of the texts")

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


def test_the_language_stays_while_the_browser_is_open(admin_page: Page) -> None:
    admin_page.goto(PAGE_FORM)
    admin_page.get_by_role("button", name="German").click()

    open_berlin(admin_page)

    expect(admin_page.get_by_role("button", name="German")).to_have_attribute("aria-pressed", "true")
    expect(admin_page.get_by_label("Title [de]").first).to_be_visible()


def test_a_language_without_its_text_is_marked(admin_page: Page) -> None:
    admin_page.goto(PAGE_FORM)
    german = admin_page.get_by_role("group", name="Language of the texts").get_by_role("button", name="German")
    expect(german).to_have_text("German")

    admin_page.get_by_label("Title [en]").fill("Accessibility")
    expect(german).to_have_text("Germantexts missing: 1")

    german.click()
    admin_page.get_by_label("Title [de]").fill("Barrierefreiheit")
    expect(german).to_have_text("German")


def test_a_form_that_comes_back_opens_the_language_with_the_error(admin_page: Page) -> None:
    admin_page.goto(PAGE_FORM)
    admin_page.get_by_role("button", name="German").click()
    admin_page.get_by_label("Title [de]").fill("Barrierefreiheit")

    admin_page.get_by_role("button", name="Save", exact=True).click()

    expect(admin_page.get_by_label("Title [en]")).to_be_visible()
    expect(admin_page.get_by_role("button", name="English with errors")).to_have_attribute("aria-pressed", "true")


def test_an_address_that_names_a_field_opens_its_language(admin_page: Page) -> None:
    admin_page.goto(f"{PAGE_FORM}#id_title_de")

    expect(admin_page.get_by_label("Title [de]")).to_be_focused()
    expect(admin_page.get_by_role("button", name="German")).to_have_attribute("aria-pressed", "true")


def test_rows_that_are_added_follow_the_switch(admin_page: Page) -> None:
    open_berlin(admin_page)
    admin_page.get_by_role("button", name="German").click()

    admin_page.get_by_role("button", name="Add another Figure").click()

    new = admin_page.locator("tr.dynamic-figures").last
    expect(new.locator("[name$=label_de]")).to_be_visible()
    new.locator("[name$=value_en]").fill("28")
    new.locator("[name$=label_en]").fill("Allies")
    admin_page.get_by_role("button", name="German").click()
    expect(new.locator("[name$=label_en]")).to_be_hidden()
    expect(admin_page.locator("#figures-group thead .column-label_en")).to_be_hidden()


def test_without_scripts_every_language_shows(admin_page: Page, new_context: NewContext) -> None:
    state = admin_page.context.storage_state()
    plain = new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto(PAGE_FORM)

    for language in ("en", "de"):
        expect(plain.get_by_label(f"Title [{language}]")).to_be_visible()
