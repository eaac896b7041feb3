"""Forms of the admin, opened with all that can be filled in."""

from typing import Final

from playwright.sync_api import Page

# Whether each text that has an editor of rich texts is in it, with its name and its tools.
EDITED: Final = """() => [...document.querySelectorAll("textarea[data-django-prose-editor-configurable]")]
  .filter((text) => !text.name.includes("__prefix__"))
  .every((text) => text.closest(".prose-editor")?.querySelector("[contenteditable][aria-labelledby]"))"""
NEW_ROW: Final = ".inline-group .add-row a, .inline-group .add-row button"


def open_settled(admin_page: Page, path: str) -> None:
    """Open a page of the admin and wait until its scripts are done."""
    answer = admin_page.goto(f"/admin/{path}")
    assert answer and answer.status == 200, path
    admin_page.wait_for_function(EDITED)


def open_every_part(admin_page: Page, path: str) -> None:
    """Open the form with a new row in each inline, in the parts that are closed too."""
    open_settled(admin_page, path)
    admin_page.locator("details").evaluate_all("(parts) => parts.forEach((part) => (part.open = true))")
    for button in admin_page.locator(NEW_ROW).all():
        button.click()
