"""A filter with many choices in the browser shows those with the typed letters."""

from playwright.sync_api import Page, expect


def test_letters_that_are_typed_show_the_choices_that_have_them(admin_page: Page) -> None:
    admin_page.goto("/admin/publishing/auditlogentry/")
    part = admin_page.locator("details[data-filter-title='action']")
    expect(part.get_by_role("link")).to_have_text(["All"])

    part.get_by_role("searchbox").press_sequentially("signed in")

    expect(part.get_by_role("link", name="signed in", exact=True)).to_be_visible()
    expect(part.get_by_role("link")).to_have_count(2)
    part.get_by_role("link", name="signed in", exact=True).click()
    expect(part.locator("li.selected")).to_have_text("signed in")
    expect(admin_page.locator("#result_list tbody tr")).not_to_have_count(0)
