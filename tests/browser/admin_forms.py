"""Forms of the admin, opened with all that can be filled in."""

from typing import Final

from playwright.sync_api import Page

NEW_ROW: Final = ".inline-group .add-row a, .inline-group .add-row button"


def open_every_part(admin_page: Page, path: str) -> None:
    """Open the form with a new row in each inline, in the parts that are closed too."""
    admin_page.goto(f"/admin/{path}", wait_until="networkidle")
    admin_page.locator("details").evaluate_all("(parts) => parts.forEach((part) => (part.open = true))")
    for button in admin_page.locator(NEW_ROW).all():
        button.click()
