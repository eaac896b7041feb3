"""The gallery viewer as a reader opens it."""

from playwright.sync_api import Locator, Page, expect

GALLERY = "/en/galleries/nato-foreign-ministers-berlin-2011/"
TOTAL = 55


def opened(page: Page, number: int = 1) -> Locator:
    """Return the viewer, opened by a click on that photo of the gallery."""
    page.goto(GALLERY)
    page.locator(".justified a").nth(number - 1).click()
    expect_photo(page, number)
    return page.locator(".viewer")


def expect_photo(page: Page, number: int) -> None:
    """Wait until the viewer shows that photo, and the address is that of its page."""
    expect(page.locator(".viewer .leaf p")).to_have_text(f"Picture {number} of {TOTAL}")
    address = page.locator(".justified a").nth(number - 1).get_attribute("href")
    page.wait_for_url(f"**{address}")


def expect_gallery(page: Page) -> None:
    expect(page.locator(".viewer")).to_be_hidden()
    page.wait_for_url(f"**{GALLERY}")
