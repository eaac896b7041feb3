"""The accessibility of the gallery, the page of a photo and the viewer."""

import re
from itertools import product
from typing import Final, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import Screen
from tests.browser.viewing import GALLERY, TOTAL, expect_gallery, expect_photo, opened

STEPS = [320, 640, 1280, 1920]
WIDTHS: Final = (390, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

ADD_UP_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shifts += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


# As WCAG 1.4.12 asks.
TEXT_SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`);
document.adoptedStyleSheets.push(sheet);
"""
SHOWN = """() => [...document.images].filter((img) => img.complete && img.currentSrc.includes("/media/")).map((img) => {
  const ratio = img.getAttribute("width") / img.getAttribute("height");
  return [img.currentSrc, Math.max(img.clientWidth, img.clientHeight * ratio)];
})"""


def test_axe_finds_nothing(page: Page) -> None:
    """The photo over its gallery is tried in all widths, and the pages in all looks."""
    opened(page, 2)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert axe.findings(page) == []
    assert of_all_looks(page) == []
    page.reload()
    assert of_all_looks(page) == []
    page.goto(GALLERY)
    assert of_all_looks(page) == []


def of_all_looks(page: Page) -> list[tuple[int, str, list[str]]]:
    """Return what axe finds in the schemes and widths, where it is anything."""
    found = []
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found.append((width, scheme, axe.findings(page, axe.OF_THE_LOOK)))
    return [each for each in found if each[-1]]


# A window of 1280 by 1024 at 400 %, one at 200 %, and one as it is; with the spacing of text that a reader may set.
SIZES: Final = ((320, 256), (640, 360), (1280, 600))


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_has_to_be_scrolled_sideways(page: Page, language: str) -> None:
    page.goto(GALLERY.replace("/en/", f"/{language}/"))
    page.locator(".justified a").nth(1).click()
    for place in (".viewer[open]", "html"):
        expect(page.locator(f"{place} .leaf p")).to_be_visible()
        page.evaluate(TEXT_SPACING)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            wide = page.locator(place).evaluate("(it) => it.scrollWidth - it.clientWidth")
            assert wide <= 0, (place, width)
            assert overlapping(page, f"{place} .leaf > *, {place} .tools button") == [], width
        page.reload()


def overlapping(page: Page, selector: str) -> list[tuple[str, str]]:
    """Return the pairs of what the selector finds that cover each other."""
    found = [(each.inner_text(), each.bounding_box()) for each in page.locator(selector).all()]
    return [
        (one, other)
        for n, (one, a) in enumerate(found)
        for other, b in found[n + 1 :]
        if a
        and b
        and min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"]) > 1
        and min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]) > 1
    ]


def test_the_photo_stays_in_sight_while_one_reads_on(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 600})
    viewer = opened(page)
    photo = viewer.locator("figure img")
    before = photo.bounding_box()

    viewer.get_by_role("link", name="Verify this photo").scroll_into_view_if_needed()

    assert viewer.evaluate("(it) => it.scrollTop") > 100
    assert photo.bounding_box() == pytest.approx(before, abs=1)


def test_what_can_be_operated_is_24_pixels_large_at_least(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    viewer = opened(page, 2)

    for each in viewer.locator("a.download, button:visible, .leaf a").all():
        box = each.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24, each.inner_text()


@pytest.mark.parametrize("density", [1, 2])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_every_picture_is_fetched_in_a_size_next_to_what_is_shown(
    page: Page, screen: Screen, width: int, density: int
) -> None:
    screen(width, density, 1080)
    opened(page, 5)
    for _ in range(2):  # the viewer over its gallery, then the page of the photo
        page.locator("figure img").evaluate("(img) => img.decode()")
        for address, shown in page.evaluate(SHOWN):
            fetched = re.search(r"-(\d+)\.avif$", address)
            assert fetched, address
            right = next((step for step in STEPS if step >= shown * density), STEPS[-1])
            assert abs(STEPS.index(int(fetched[1])) - STEPS.index(right)) <= 1, (address, shown)
        page.reload()


def test_nothing_moves_when_pictures_come(page: Page, screen: Screen) -> None:
    screen(1280, 1, 900)
    page.add_init_script(ADD_UP_SHIFTS)
    opened(page)
    for key, number in [("ArrowRight", 2), ("End", TOTAL), ("Home", 1)]:
        page.keyboard.press(key)
        expect_photo(page, number)
        page.locator(".viewer figure img").evaluate("(img) => img.decode()")
    page.keyboard.press("Escape")
    expect_gallery(page)
    for _ in range(6):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(50)
    assert page.evaluate("window.shifts") < 0.001  # a picture moves far more, a typeface that comes late less

    page.locator(".justified a").nth(4).click(modifiers=["Alt"])
    page.goto(page.locator(".justified a").nth(4).evaluate("(link) => link.href"))
    page.locator("figure img").evaluate("(img) => img.decode()")
    assert page.evaluate("window.shifts") < 0.001  # a picture moves far more, a typeface that comes late less


@pytest.mark.parametrize("number", [1, 5])
def test_the_room_of_a_photo_is_kept_while_it_is_not_there(
    page: Page, expected_complaints: list[str], number: int
) -> None:
    expected_complaints.append("ERR_FAILED")
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, number)
    loaded = page.locator(".viewer figure img").bounding_box()
    page.reload()
    loaded_on_page = page.locator("figure img").bounding_box()
    assert loaded
    assert loaded_on_page

    page.route("**/media/**", lambda route: route.abort())

    page.reload()
    assert page.locator("figure img").bounding_box() == pytest.approx(loaded_on_page, abs=0.5)
    opened(page, number)
    assert page.locator(".viewer figure img").bounding_box() == pytest.approx(loaded, abs=0.5)
