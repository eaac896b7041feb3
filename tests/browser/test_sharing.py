"""Sharing in the browser: the link is copied, or shown without a script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

PATHS = (
    "/en/meetings/nato-foreign-ministers-berlin-2011/",
    "/en/meetings/nato-foreign-ministers-berlin-2011/libya/",
    "/en/statements/statement-on-libya/",
    "/en/galleries/nato-foreign-ministers-berlin-2011/",
)


def test_the_permanent_address_is_copied_and_data_blocks_break_no_policy(new_context: NewContext) -> None:
    context = new_context(locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for path in PATHS:
        page.goto(path)
        page.get_by_role("button", name="Copy link").click()

        expect(page.get_by_text("Copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(r"http://[\w.:]+/id/[a-z]\w{8}", copied)
        assert copied == page.evaluate("document.querySelector('a.permanent').href")
        assert page.evaluate("document.querySelectorAll('script[type=\"application/ld+json\"]').length") == 1


def test_without_a_script_the_address_is_shown_and_mail_is_a_link(new_context: NewContext) -> None:
    page: Page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(PATHS[0])

    assert page.get_by_role("button", name="Copy link").count() == 0
    expect(page.get_by_text("Permalink")).to_be_visible()
    mail = page.get_by_role("link", name="Send by e-mail").get_attribute("href") or ""
    assert re.fullmatch(r"mailto:\?subject=[\w%.-]+&body=http%3A%2F%2F[\w%.]+", mail)
