"""The gallery viewer shows a photo's page over its gallery if scripts run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import NewContext
from tests.browser.viewing import GALLERY, TOTAL, expect_gallery, expect_photo, opened

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "viewer.js"


def test_the_script_is_smaller_than_8_kilobytes() -> None:
    assert SCRIPT.stat().st_size <= 8000


def test_a_photo_opens_over_its_gallery_with_all_that_its_page_says(page: Page) -> None:
    page.goto(GALLERY)
    # Other tests may have put the photos in another order.
    alternatives = [each.get_attribute("alt") or "" for each in page.locator(".justified img").all()]
    place = [alt.startswith("Drawing of three faceless figures") for alt in alternatives].index(True)
    viewer = opened(page, place + 1)

    expect(viewer.get_by_role("heading", level=1)).to_have_text(
        "Anders Fogh Rasmussen and Guido Westerwelle welcome Sergey Lavrov"
    )
    expect(viewer).to_contain_text("Drawn stand-in for a photo by Thomas Trutschel, Photothek.net/AA.")
    expect(viewer.get_by_role("link", name="Sergey Lavrov")).to_have_attribute("href", "/en/people/sergey-lavrov/")
    expect(viewer.get_by_role("img", name="Drawing of three faceless figures")).to_be_visible()
    expect(viewer.get_by_role("link", name="Download the original size")).to_contain_text("1920 × 1280 px")
    expect(page).to_have_title("Anders Fogh Rasmussen and Guido Westerwelle welcome Sergey Lavrov")


def test_the_keys_turn_the_pages_and_end_at_both_ends(page: Page) -> None:
    opened(page, 2)

    for key, number in [
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", TOTAL),
        ("ArrowRight", TOTAL),
        ("Home", 1),
        ("ArrowLeft", 1),
    ]:
        page.keyboard.press(key)
        expect_photo(page, number)
    page.keyboard.press("Escape")
    expect_gallery(page)


def test_whatever_a_key_does_a_click_does_too(page: Page) -> None:
    viewer = opened(page, 2)

    for name, number in [("Next", 3), ("Previous", 2), ("Last", TOTAL), ("First", 1)]:
        viewer.get_by_role("link", name=name).click()
        expect_photo(page, number)
    viewer.get_by_role("button", name="Close").click()
    expect_gallery(page)


def test_back_closes_however_many_photos_were_seen_and_forward_opens_the_last_again(page: Page) -> None:
    opened(page)
    page.evaluate("window.isTheSameDocument = true")
    page.keyboard.press("ArrowRight")
    expect_photo(page, 2)
    page.keyboard.press("ArrowRight")
    expect_photo(page, 3)

    page.go_back()
    expect_gallery(page)
    page.go_forward()
    expect_photo(page, 3)
    page.evaluate("document.querySelector('.viewer').dispatchEvent(new Event('close'))")  # of going back, but late
    page.wait_for_timeout(300)
    expect_photo(page, 3)
    page.keyboard.press("Escape")
    expect_gallery(page)

    assert page.evaluate("window.isTheSameDocument")


def test_the_address_is_the_page_of_the_photo_from_which_back_leads_to_the_gallery(page: Page) -> None:
    opened(page, 3)

    page.reload()

    expect(page.locator(".viewer")).to_have_count(0)
    expect(page.locator("main .leaf p")).to_have_text(f"Picture 3 of {TOTAL}")
    page.go_back()
    expect(page.locator(".justified a")).to_have_count(TOTAL)
    page.go_forward()
    expect(page.locator(".leaf p")).to_have_text(f"Picture 3 of {TOTAL}")


def test_a_photo_opens_in_a_tab_of_its_own_as_any_link_does(page: Page) -> None:
    page.goto(GALLERY)

    with page.context.expect_page() as tab:
        page.locator(".justified a").first.click(modifiers=["ControlOrMeta"])

    expect(tab.value.locator("main .leaf p")).to_have_text(f"Picture 1 of {TOTAL}")
    expect(page.locator(".viewer")).to_be_hidden()


def test_the_focus_goes_into_the_viewer_and_comes_back_to_the_photo_that_was_seen_last(page: Page) -> None:
    page.goto(GALLERY)
    page.locator(".justified a").first.focus()
    page.keyboard.press("Enter")
    expect_photo(page, 1)
    assert page.evaluate("document.activeElement.closest('.viewer') !== null")

    page.keyboard.press("End")
    expect_photo(page, TOTAL)
    page.keyboard.press("Escape")

    last = page.locator(".justified a").last
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
    expect(page).to_have_title("Photos: NATO Foreign Ministers’ meeting in Berlin")


def test_the_focus_stays_on_the_link_that_turns_the_pages(page: Page) -> None:
    following = opened(page).get_by_role("link", name="Next")
    following.focus()

    for number in (2, 3):
        page.keyboard.press("Enter")
        expect_photo(page, number)
        expect(following).to_be_focused()


def test_number_and_caption_are_announced_politely(page: Page) -> None:
    status = opened(page).locator("[role=status]").first
    expect(status).to_have_text(f"Picture 1 of {TOTAL}: Guido Westerwelle and Sergey Lavrov")

    page.keyboard.press("End")

    expect(status).to_have_text(f"Picture {TOTAL} of {TOTAL}: Stand-in picture 55 of 55")


def test_the_neighbours_are_there_before_they_are_asked_for(
    new_context: NewContext, expected_complaints: list[str]
) -> None:
    expected_complaints.append("ERR_INTERNET_DISCONNECTED")
    page = new_context(locale="en-GB").new_page()  # which has fetched nothing before
    opened(page, 2)
    page.wait_for_load_state("networkidle")

    page.context.set_offline(True)

    for key, number in [("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowLeft", 1)]:
        page.keyboard.press(key)
        expect_photo(page, number)
        assert page.locator(".viewer figure img").evaluate("(img) => img.decode().then(() => img.naturalWidth)")


def test_what_cannot_be_fetched_is_followed_as_a_link(page: Page, expected_complaints: list[str]) -> None:
    expected_complaints.append("ERR_FAILED")

    def fail(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/galleries/**", fail)
    page.goto(GALLERY)
    page.locator(".justified a").nth(4).click()

    expect(page.locator("main .leaf p")).to_have_text(f"Picture 5 of {TOTAL}")


def test_a_preview_stays_a_preview(admin_page: Page) -> None:
    admin_page.goto("/admin/photos/gallery/1/change/")
    admin_page.locator(".state-panel").get_by_role("link", name="Preview").click()
    admin_page.locator("#content-main").get_by_role("button").first.click()
    expect(admin_page.get_by_role("region", name="Preview")).to_be_visible()

    admin_page.locator(".justified a").first.click()
    expect_photo(admin_page, 1)
    admin_page.keyboard.press("ArrowRight")
    expect_photo(admin_page, 2)

    assert "/preview/" in admin_page.url
    admin_page.wait_for_function("() => document.querySelector('.viewer figure img').currentSrc.includes('/preview/')")


@pytest.fixture
def phone(new_context: NewContext) -> BrowserContext:
    return new_context(locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


def finger(page: Page) -> Callable[..., None]:
    """Return a function that swipes a finger on the photo by a number of pixels."""
    protocol = page.context.new_cdp_session(page)

    def swipe(x: int, y: int = 0, *, lifted: bool = True) -> None:
        box = page.locator(".viewer figure img").bounding_box()
        assert box
        left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        steps: list[tuple[str, list[dict[str, float]]]] = [("touchStart", [{"x": left, "y": top}])]
        steps += [("touchMove", [{"x": left + x * n / 5, "y": top + y * n / 5}]) for n in range(1, 6)]
        steps += [("touchEnd", [])] if lifted else []
        for kind, points in steps:
            protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return swipe


def test_a_finger_sideways_turns_the_page_and_one_upwards_scrolls(phone: BrowserContext) -> None:
    page = phone.new_page()
    viewer = opened(page, 2)
    swipe = finger(page)

    swipe(-120)
    expect_photo(page, 3)
    swipe(120)
    expect_photo(page, 2)
    swipe(-20)
    swipe(-60, -100)
    expect_photo(page, 2)
    assert viewer.evaluate("(it) => it.scrollTop") > 0


@pytest.mark.parametrize(("motion", "moved"), [("no-preference", "-30px"), ("reduce", "")])
def test_the_photo_follows_the_finger_unless_motion_is_unwanted(phone: BrowserContext, motion: Any, moved: str) -> None:
    page = phone.new_page()
    page.emulate_media(reduced_motion=motion)
    viewer = opened(page)

    finger(page)(-30, lifted=False)

    page.evaluate("new Promise((drawn) => setTimeout(drawn, 100))")
    assert viewer.locator("figure").evaluate("(figure) => figure.style.translate") == moved
    assert viewer.evaluate("(it) => it.getAnimations({ subtree: true }).length") == 0


def test_the_photo_fills_the_screen_and_the_viewer_is_as_before_after_it(page: Page) -> None:
    viewer = opened(page)
    button = viewer.get_by_role("button", name="Full screen")
    before = viewer.locator("figure img").bounding_box()

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect_photo(page, 2)
    full = viewer.locator("figure img").bounding_box()
    assert before
    assert full
    assert full["width"] > before["width"]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(viewer).to_be_visible()


def test_there_is_no_button_for_a_full_screen_that_the_browser_does_not_have(page: Page) -> None:
    page.add_init_script("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { value: false })")

    expect(opened(page).get_by_role("button")).to_have_text(["Close", "Copy caption and credit line", "Copy link"])


def test_without_scripts_the_pages_do_all_of_it(new_context: NewContext) -> None:
    page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(GALLERY)
    page.locator(".justified a").nth(1).click()

    for name, number in [("Next", 3), ("Previous", 2), ("Last", TOTAL), ("First", 1)]:
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("main .leaf p")).to_have_text(f"Picture {number} of {TOTAL}")
    expect(page.get_by_role("link", name="Download the original size")).to_be_visible()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)


def test_the_keys_turn_the_pages_of_photos_too(page: Page) -> None:
    opened(page, 2)
    page.reload()

    for key, number in [("ArrowRight", 3), ("ArrowLeft", 2), ("End", TOTAL), ("Home", 1)]:
        page.keyboard.press(key)
        expect(page.locator("main .leaf p")).to_have_text(f"Picture {number} of {TOTAL}")
