"""Three people edit the same form, photo table, proposal and earlier version."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.conftest import sign_in
from tests.browser.running import Server, manage

MEETING = "/admin/meetings/meeting/1/"
TABLE = "/admin/photos/gallery/1/photo-table/"
NAMES = ("author", "editor", "carla")
PASSWORD = "of the tests alone"
MAKE_CARLA = f"""
from django.contrib.auth.models import Group, User
carla, _new = User.objects.get_or_create(username="carla", is_staff=True)
carla.set_password("{PASSWORD}")
carla.save()
carla.groups.add(Group.objects.get(name="editor"))
"""


@pytest.fixture(scope="module")
def profiles(server: Server, browser: Browser) -> dict[str, StorageState]:
    """What the browsers of an author and two editors hold who have signed in."""
    manage(server.data_dir, "shell", "-v0", "-c", MAKE_CARLA)
    found = {}
    for name, password in (server.accounts | {"carla": PASSWORD}).items():
        if name in NAMES:
            context = browser.new_context(base_url=server.url, locale="en-GB")
            sign_in(context.new_page(), name, password)
            found[name] = context.storage_state()
            context.close()
    return found


@pytest.fixture
def people(profiles: dict[str, StorageState], new_context: Callable[..., BrowserContext]) -> dict[str, Page]:
    """The pages of the three, each with a profile of their own."""
    size = {"width": 1280, "height": 900}
    return {name: new_context(locale="en-GB", viewport=size, storage_state=profiles[name]).new_page() for name in NAMES}


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


def test_two_editors_change_the_same_meeting(people: dict[str, Page]) -> None:
    one, two = people["editor"], people["carla"]
    for page in (one, two):
        page.goto(f"{MEETING}change/")
    expect(two.locator(".also-open")).to_have_text("editor also has this form open.")
    one.locator("#id_press_telephone").fill("+49 30 1")
    save(one)
    two.locator("#id_press_email").fill("press@example.org")
    save(two)
    expect(two.locator(".messagelist")).to_contain_text(
        "changed this while you had the form open. Both changes are saved."
    )
    expect(two.locator("#id_press_telephone")).to_have_value("+49 30 1")

    for page, telephone, figure in ((one, "+49 30 2", "61"), (two, "+49 30 3", "62")):
        page.goto(f"{MEETING}change/")
        page.locator("#id_press_telephone").fill(telephone)
        page.locator("#id_figures-0-value_en").fill(figure)
    save(one)
    save(two)
    expect(two.locator(".conflict")).to_have_count(2)
    expect(two.locator(".conflict del").first).to_contain_text("2")
    two.locator(".conflict").first.get_by_label("Use the new value").check()
    two.locator(".conflict").last.get_by_label("Keep what is stored").check()
    save(two)
    expect(two.locator("#id_press_telephone")).to_have_value("+49 30 3")
    expect(two.locator("#id_figures-0-value_en")).to_have_value("61")


def test_two_editors_write_captions_of_the_same_photo(people: dict[str, Page]) -> None:
    one, two = people["editor"], people["carla"]
    for page, words in ((one, "Words of the first"), (two, "Words of the second")):
        page.goto(TABLE)
        page.locator("textarea[name$='-caption_en']").first.fill(words)
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.locator(".messagelist")).to_contain_text("1 photo is changed.")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator(".conflict")).to_have_count(1)
    two.get_by_label("Use the new value").check()
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator(".messagelist")).to_contain_text("1 photo is changed.")
    expect(two.locator("textarea[name$='-caption_en']").first).to_have_value("Words of the second")


def test_an_author_proposes_an_editor_accepts_and_another_goes_back(people: dict[str, Page]) -> None:
    author, editor, carla = people["author"], people["editor"], people["carla"]
    author.goto(f"{MEETING}change/")
    author.get_by_role("button", name="Propose a change").click()
    author.get_by_label("Note for the editor").fill("A shorter headline.")
    author.locator("#id_headline_en").fill("A headline that the author proposes")
    author.get_by_role("button", name="Submit the proposal").click()
    expect(author.locator(".messagelist")).to_contain_text("in the review queue")
    author.goto("/en/")
    assert "that the author proposes" not in author.content()

    editor.goto("/admin/")
    editor.locator("a[href*='/proposal/']").click()
    expect(editor.locator(".filled")).to_contain_text("A shorter headline.")
    expect(editor.locator(".filled ins")).to_contain_text("that the author proposes")
    editor.get_by_role("button", name="Accept the proposal").click()
    expect(editor.locator(".messagelist")).to_contain_text("changed successfully")
    author.goto("/en/")
    assert "that the author proposes" in author.content()

    carla.goto(f"{MEETING}change/")
    carla.locator("#id_headline_en").fill("Another headline")
    save(carla)
    carla.goto(f"{MEETING}history/")
    carla.locator("#change-history tbody tr").nth(1).get_by_role("link").click()
    expect(carla.locator(".filled del").first).to_contain_text("Another")
    carla.get_by_role("link", name="Meetings", exact=True).first.click()
    author.goto("/en/")
    assert "Another headline" in author.content(), "looking at a version restores nothing"
    carla.goto(f"{MEETING}history/")
    carla.locator("#change-history tbody tr").nth(1).get_by_role("link").click()
    carla.get_by_role("button", name="Restore this revision").click()
    author.goto("/en/")
    assert "that the author proposes" in author.content()
