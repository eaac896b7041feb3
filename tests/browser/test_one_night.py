"""One night of a communiqué, from draft to correction, by two people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, rich_text
from tests.browser.running import Server, copy_data, manage, start

PASSWORD = "Kaiserdamm-1949"  # of two accounts that live as long as this test
OFFICE = ZoneInfo("Europe/Berlin")  # until someone says otherwise
PEOPLE = f"""
from django.contrib.auth.models import Group, User
for name, role in (("anna", "author"), ("bert", "editor")):
    User.objects.create_user(name, password="{PASSWORD}", is_staff=True).groups.add(Group.objects.get(name=role))
"""


@pytest.fixture(scope="module")
def server(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty site with an author and an editor."""
    folder = tmp_path_factory.mktemp("night")
    copy_data(empty_data, folder)
    manage(folder, "shell", "-v0", "-c", PEOPLE)
    started = start(folder)
    yield started
    started.stop()


class Person:
    """A person who is signed in to the admin, in a browser context of their own."""

    def __init__(self, new_context: NewContext, name: str) -> None:
        self.page = new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        self.page.wait_for_url("**/admin/")

    def open_text(self, title: str) -> None:
        """Open one of the statement's texts, from the admin's front page."""
        self.open_statement()
        self.page.locator("table.editions").get_by_role("link", name=title, exact=True).first.click()

    def open_statement(self) -> None:
        self.page.goto("/admin/meetings/statement/")
        self.page.get_by_role("link", name="On Libya").click()

    def press(self, name: str) -> None:
        """Press a button of the panel above the form."""
        self.page.locator(".state-panel").get_by_role("button", name=name, exact=True).click()

    def go_on(self, name: str, **answers: str) -> None:
        """Answer what the verb asks, by the labels, and confirm."""
        for label, answer in answers.items():
            self.page.get_by_label(label.replace("_", " ")).fill(answer)
        self.page.locator("#content-main").get_by_role("button", name=name).click()
        expect(self.page.locator(".messagelist .success").last).to_be_visible()

    def save_and_submit(self) -> None:
        self.page.get_by_role("button", name="Save, then: Submit for review").click()
        self.go_on("Submit for review")

    def write(self, title: str, words: str) -> None:
        self.page.locator("#id_title").fill(title)
        rich_text(self.page, "Text:").fill(words)

    def answer(self, choice: str, note: str = "") -> None:
        """Say whether the reader has to know."""
        self.page.get_by_role("radio", name=choice).check()
        self.page.get_by_role("textbox", name="Correction note").fill(note)


@pytest.fixture
def anna(new_context: NewContext) -> Person:
    """The author."""
    return Person(new_context, "anna")


@pytest.fixture
def bert(new_context: NewContext) -> Person:
    """The editor."""
    return Person(new_context, "bert")


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page of a reader of this site."""
    return new_context(locale="en-GB").new_page()


def test_a_communique_through_a_whole_night(
    anna: Person, bert: Person, page: Page, expected_complaints: list[str]
) -> None:
    expected_complaints += ["status of 404", "status of 410"]
    written_and_returned(anna, bert)
    approved_by_the_second(anna, bert)
    looked_at_in_a_preview(bert, page)
    released_at_its_second(bert, page)
    corrected_while_a_draft_is_in_work(anna, bert, page)
    translation_brought_up_to_date(anna, bert, page)
    withdrawn_and_restored(bert, page)


def written_and_returned(anna: Person, bert: Person) -> None:
    anna.page.get_by_role("link", name="Publish a statement").click()
    anna.page.get_by_label("Working title").fill("On Libya")
    anna.page.get_by_label("Type:", exact=True).select_option(label="statement")
    anna.page.get_by_role("button", name="Save", exact=True).click()
    anna.page.get_by_role("button", name="New draft in English").click()
    anna.write("Statement on Libya", "Ministers met on the frist day. They condem the violence.")
    anna.save_and_submit()

    bert.page.goto("/admin/")
    review = bert.page.locator(
        "#waiting + h3:has-text('Submitted for review') + ul, h3:has-text('Submitted for review') + ul"
    )
    review.get_by_role("link", name="Statement on Libya").click()
    bert.press("Return for changes")
    bert.go_on("Return for changes", Changes_needed="It is “condemn”.")

    anna.page.goto("/admin/")
    expect(anna.page.locator("#content-main")).to_contain_text("It is “condemn”.")
    anna.open_text("Statement on Libya")
    expect(anna.page.locator(".state-panel")).to_contain_text("It is “condemn”.")
    anna.write("Statement on Libya", "Ministers met on the frist day. They condemn the violence.")
    anna.save_and_submit()
    anna.open_statement()
    anna.page.get_by_role("link", name="Translate into German").click()
    anna.write("Erklärung zu Libyen", "Die Minister trafen sich am ersten Tag.")
    anna.save_and_submit()


def approved_by_the_second(anna: Person, bert: Person) -> None:
    anna.open_text("Statement on Libya")
    expect(anna.page.locator(".state-panel").get_by_role("button", name="Approve")).to_have_count(0)
    for title in ("Erklärung zu Libyen", "Statement on Libya"):
        bert.open_text(title)
        bert.press("Approve")
        bert.go_on("Approve")


def looked_at_in_a_preview(bert: Person, reader: Page) -> None:
    bert.open_text("Statement on Libya")
    bert.page.locator(".state-panel").get_by_role("link", name="Preview").click()
    bert.page.locator("#content-main").get_by_role("button").first.click()
    expect(bert.page.get_by_role("region", name="Preview")).to_be_visible()
    expect(bert.page.locator("main")).to_contain_text("They condemn the violence.")
    reader.goto(bert.page.url)  # anyone who has the address needs no account
    reader.get_by_role("link", name="Statements").first.click()
    expect(reader.locator("main")).to_contain_text("Statement on Libya")
    assert "/preview/" in reader.url


def released_at_its_second(bert: Person, reader: Page) -> None:
    bert.open_text("Statement on Libya")
    bert.press("Schedule")
    second = datetime.now(OFFICE) + timedelta(seconds=12)
    if not second.second:
        second += timedelta(seconds=1)  # a whole minute is shown without seconds
    bert.page.locator("#id_at_0").fill(f"{second:%Y-%m-%d}")
    bert.page.locator("#id_at_1").fill(f"{second:%H:%M:%S}")
    bert.page.get_by_role("checkbox", name="German: Erklärung zu Libyen").check()
    bert.page.get_by_role("button", name="Check the time").click()
    expect(bert.page.get_by_role("status")).to_contain_text(f"{second:%H:%M:%S}")
    bert.go_on("Yes, schedule it")
    assert reader.goto("/en/statements/statement-on-libya/").status == 404
    reader.goto("/en/statements/")
    expect(reader.locator("main")).not_to_contain_text("Libya")
    reader.wait_for_timeout(1000 * max(0, (second - datetime.now(OFFICE)).total_seconds()) + 200)
    assert reader.goto("/en/statements/statement-on-libya/").status == 200
    expect(reader.locator("main")).to_contain_text("They condemn the violence.")
    assert reader.goto("/de/statements/statement-on-libya/").status == 200
    expect(reader.locator("main")).to_contain_text("am ersten Tag")


def corrected_while_a_draft_is_in_work(anna: Person, bert: Person, reader: Page) -> None:
    anna.open_text("Statement on Libya")
    anna.press("Correct")
    anna.write(
        "Statement on Libya and the region",
        "Ministers met on the frist day. They condemn the violence. More.",
    )
    anna.page.get_by_role("button", name="Save", exact=True).click()
    anna.open_text("Statement on Libya")
    anna.press("Correct")
    anna.write("Statement on Libya", "Ministers met on the first day. They condemn the violence.")
    anna.save_and_submit()

    bert.page.get_by_role("link", name="Home").first.click()
    bert.page.get_by_role("link", name="Statement on Libya [en 3]").click()
    bert.press("Publish now")
    bert.answer("Major: visitors see a correction note", "Ministers met on the first day.")
    bert.go_on("Publish now")
    reader.goto("/en/statements/statement-on-libya/changes/")
    expect(reader.locator("main")).to_contain_text("Ministers met on the first day.")
    expect(reader.locator("main ins").first).to_contain_text("first")
    reader.goto("/en/statements/statement-on-libya/v1/")
    expect(reader.locator("main")).to_contain_text("frist")

    anna.open_text("Statement on Libya and the region")
    expect(anna.page.locator(".moved-text ins")).to_contain_text("first")
    anna.write(
        "Statement on Libya and the region",
        "Ministers met on the first day. They condemn the violence. More.",
    )
    anna.page.get_by_role("button", name="Save", exact=True).click()
    anna.open_text("Statement on Libya and the region")
    anna.press("Changes added")
    anna.go_on("Changes added")
    expect(anna.page.locator(".moved-text")).to_have_count(0)


def translation_brought_up_to_date(anna: Person, bert: Person, reader: Page) -> None:
    reader.goto("/de/statements/statement-on-libya/")
    outdated = reader.locator("main .notice a[hreflang=en]")
    expect(outdated).to_have_count(1)
    anna.page.goto("/admin/")
    anna.page.get_by_role("link", name="Erklärung zu Libyen").first.click()
    anna.page.get_by_role("button", name="Bring up to date").click()
    anna.write("Erklärung zu Libyen", "Die Minister trafen sich am ersten Tag, und verurteilen die Gewalt.")
    anna.save_and_submit()
    bert.page.goto("/admin/")
    bert.page.get_by_role("link", name="Erklärung zu Libyen").first.click()
    bert.press("Publish now")
    bert.answer("Minor: no correction note")
    bert.go_on("Publish now")
    reader.goto("/de/statements/statement-on-libya/")
    expect(reader.locator("main")).to_contain_text("verurteilen die Gewalt")
    expect(outdated).to_have_count(0)


def withdrawn_and_restored(bert: Person, reader: Page) -> None:
    bert.open_statement()
    bert.press("Unpublish")
    bert.page.get_by_label("Public explanation in English").fill("It was not agreed yet.")
    bert.page.get_by_label("Public explanation in German").fill("Sie war noch nicht vereinbart.")
    bert.go_on("Unpublish", Reason="Sent too early.")
    assert reader.goto("/en/statements/statement-on-libya/").status == 410
    expect(reader.locator("main")).to_contain_text("It was not agreed yet.")
    expect(reader.locator("main")).not_to_contain_text("condemn")
    bert.open_statement()
    bert.press("Reinstate")
    bert.go_on("Reinstate", Reason="Agreed after all.")
    assert reader.goto("/en/statements/statement-on-libya/").status == 200
    reader.goto("/en/corrections/")
    expect(reader.locator("main")).to_contain_text("It was not agreed yet.")
