"""The search box: suggestions by keyboard and pointer, and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import NewContext

WORDS = {
    "en": ("missile def", "Missile defence", "suggestion", "Search"),
    "de": ("Raketenab", "Raketenabwehr", "Vorschl", "Suchen"),
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("width", [1280, 360])
def test_suggestions_are_chosen_with_the_keyboard(page: Page, language: str, width: int) -> None:
    typed, title, said, label = WORDS[language]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/{language}/")
    box = page.get_by_role("combobox", name=label)

    box.press_sequentially(typed)

    first = page.get_by_role("option").first
    expect(first).to_contain_text(title)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".find [role=status]")).to_contain_text(re.compile(rf"^[1-8] {said}"))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert axe.findings(page) == []

    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == ""
    box.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    box.press("Home")
    assert box.get_attribute("aria-activedescendant") == ""
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value(typed)
    box.press("ArrowDown")
    expect(first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{language}/topics/missile-defence/$"))


def test_enter_without_a_choice_asks_the_search(page: Page) -> None:
    page.goto("/en/")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("missile")
    expect(page.get_by_role("option").first).to_be_visible()

    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/en/search/\?q=missile$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: missile")


def test_a_suggestion_can_be_clicked_and_the_list_closes_elsewhere(page: Page) -> None:
    page.goto("/en/")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("missile")
    expect(page.get_by_role("listbox")).to_be_visible()

    box.blur()
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially(" ")
    page.get_by_role("option").first.click()

    expect(page).to_have_url(re.compile(r"/en/topics/missile-defence/$"))


def test_typing_on_asks_once_and_gives_up_older_requests(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    page.goto("/en/")

    page.get_by_role("combobox", name="Search").press_sequentially("missile", delay=10)

    expect(page.get_by_role("option").first).to_be_visible()
    assert [url.rpartition("=")[2] for url in asked] == ["missile"]


def test_without_a_script_it_is_a_plain_form(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/de/")

    page.get_by_role("searchbox", name="Suchen").fill("Raketenabwehr")
    page.get_by_role("button", name="Suchen").click()

    expect(page.locator("mark").first).to_have_text("Raketenabwehr")
    expect(page.get_by_role("searchbox", name="Suchen")).to_have_value("Raketenabwehr")


def test_a_result_leads_to_its_paragraph(page: Page) -> None:
    page.goto("/en/search/?q=helicopter&kind=article")

    page.get_by_role("link", name="Go to the paragraph").first.click()

    assert "#" in page.url
    expect(page.locator(f"[id='{page.url.partition('#')[2]}']")).to_be_in_viewport()
