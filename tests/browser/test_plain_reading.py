"""What a page says without its looks, and the ways of readers without a script."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.full_site import FullSite
from tests.pages import BERLIN


def test_without_its_looks_a_page_reads_from_title_to_foot(readers: Page, full_site: FullSite) -> None:
    readers.goto(f"/en/meetings/{BERLIN}/")
    readers.evaluate("document.querySelectorAll('style, link[rel=stylesheet]').forEach((style) => style.remove())")

    tops = [
        readers.locator(part).first.bounding_box()["y"]
        for part in (".skip", ".wordmark", ".menu", ".languages", "h1", "#who-met-whom", ".footer")
    ]
    assert tops == sorted(tops)


def test_a_reader_without_javascript_gets_everywhere(new_context: NewContext) -> None:
    page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("link", name="Treffen", exact=True)).to_be_visible()
    page.get_by_role("link", name="English").click()

    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Outcomes").click()
    page.get_by_label("Type of outcome").select_option("adopted")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_have_text("2 outcomes")
    page.locator("main a[href*='/statements/']").first.click()
    expect(page.get_by_role("link", name="Send by e-mail")).to_be_visible()


def test_photos_are_leafed_through_and_taken_without_javascript(new_context: NewContext) -> None:
    page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(f"/en/galleries/{BERLIN}/")
    page.locator(".justified a").first.click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("main")).to_contain_text("Picture 2 of 55")

    with page.expect_download() as started:
        page.get_by_role("link", name="Download the original size").click()

    assert started.value.suggested_filename.endswith(".jpg")
