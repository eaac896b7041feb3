"""The keyboard reaches all of a page in its order, with a visible focus."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import probes
from tests.browser.full_site import FullSite
from tests.pages import BERLIN, KINDS


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_tab_goes_through_all_of_a_page_in_its_order_and_the_focus_is_seen(
    readers: Page, full_site: FullSite, scheme: Any, width: int
) -> None:
    readers.emulate_media(color_scheme=scheme)
    readers.set_viewport_size({"width": width, "height": 600})
    found = []
    for kind in KINDS:
        readers.goto(f"/en/{kind.path.format(photo=full_site.photo)}")
        readers.evaluate(probes.OPERATED)
        readers.evaluate(probes.WATCH_THE_FOCUS)
        for _ in range(readers.evaluate("operated().length")):
            readers.keyboard.press("Tab")
        found += [(kind.path, complaint) for complaint in readers.evaluate(probes.MISSED)]
    assert found == []


def test_the_first_tab_offers_to_skip_to_the_content(readers: Page, full_site: FullSite) -> None:
    readers.goto("/en/statements/")
    readers.keyboard.press("Tab")
    expect(readers.get_by_role("link", name="Skip to the content")).to_be_in_viewport()

    readers.keyboard.press("Enter")
    readers.keyboard.press("Tab")

    assert readers.evaluate("document.activeElement.closest('main').id") == "content"


def test_the_bar_of_the_download_page_gives_way_where_the_screen_is_low(readers: Page, full_site: FullSite) -> None:
    readers.set_viewport_size({"width": 320, "height": 256})
    readers.goto(f"/en/galleries/{BERLIN}/download/")
    assert readers.locator(".take").evaluate("(bar) => getComputedStyle(bar).position") == "static"
