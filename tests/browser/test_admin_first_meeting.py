"""From an empty site to a published meeting, with the admin alone."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, rich_text
from tests.browser.running import Server, copy_data, manage, start

NAME, PASSWORD = "press", "Kaiserdamm-1949"
ACCOUNT = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("{NAME}", "press@example.org", "{PASSWORD}")
"""


@pytest.fixture(scope="module")
def server(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start an empty site with an account, so that no demonstration is loaded."""
    folder = tmp_path_factory.mktemp("empty-site")
    copy_data(empty_data, folder)
    manage(folder, "shell", "-v0", "-c", ACCOUNT)
    started = start(folder)
    yield started
    started.stop()


@pytest.fixture
def editor(new_context: NewContext) -> "Editor":
    page = new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return Editor(page)


class Editor:
    """What a press officer does with hands and eyes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, menu: str, link: str) -> None:
        """Open a list or an empty form from the line of its kind on the home page."""
        self.page.goto("/admin/")
        line = self.page.locator("#content-main tr", has=self.page.get_by_role("link", name=menu, exact=True))
        line.get_by_role("link", name=link, exact=True).click()
        self.show_all_languages()

    def reopen(self, menu: str, name: str) -> None:
        self.open(menu, menu)
        self.page.locator("#result_list").get_by_role("link", name=name).first.click()
        self.show_all_languages()

    def show_all_languages(self) -> None:
        self.page.wait_for_load_state()
        everything = self.page.get_by_role("button", name="All", exact=True)
        if everything.is_visible():
            everything.click()

    def fill(self, **values: str) -> None:
        for field, value in values.items():
            self.page.locator(f"#id_{field.replace('__', '-')}").fill(value)

    def select(self, **values: str) -> None:
        for field, value in values.items():
            self.page.locator(f"#id_{field.replace('__', '-')}").select_option(label=value)

    def choose(self, field: str, name: str) -> None:
        """Search in a relation's field, and take what is found."""
        box = self.page.locator(f"#id_{field} + .select2-container")
        box.click()
        search = self.page.locator(".select2-container--open .select2-search__field")
        search.fill(name)
        self.page.locator(".select2-results__option--highlighted", has_text=name).click()
        expect(box).to_contain_text(name)

    def add_row(self, kind: str) -> None:
        self.page.get_by_role("button", name=f"Add another {kind}").click()

    def write(self, field: str, words: str) -> None:
        """Write into the editor of rich texts."""
        rich_text(self.page, f"{field}:").fill(words)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".errornote")).to_have_count(0)

    def submit(self) -> None:
        """Save the form, and hand it in."""
        self.page.get_by_role("button", name="Save, then: Submit for review").click()
        self.page.get_by_role("button", name="Submit for review").click()
        expect(self.page.locator(".messagelist .success").last).to_contain_text("in review")

    def publish(self) -> None:
        """Save and publish the form without second review, and give a reason."""
        self.page.get_by_role("button", name="Save, then: Publish now").click()
        # No second person has seen it.
        expect(self.page.locator("#content-main > .obstacles > li")).to_have_count(1)
        self.page.get_by_role("link", name="Publish without second review").click()
        self.page.get_by_label("Reason").fill("There is no one else yet.")
        self.page.get_by_role("button", name="Publish without second review").click()
        expect(self.page.locator(".messagelist .success").last).to_contain_text("is public.")


def photo(number: int) -> dict[str, Any]:
    content = io.BytesIO()
    Image.new("RGB", (900, 600), (40 * number, 80, 120)).save(content, "JPEG")
    return {"name": f"DSC_{number}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def make_office(editor: Editor) -> None:
    editor.page.get_by_role("link", name="Enter the press office").click()
    editor.show_all_languages()
    editor.fill(name_en="Press office Berlin", name_de="Pressestelle Berlin", wordmark_en="Berlin 2011")
    editor.fill(wordmark_de="Berlin 2011", email="press@example.org")
    editor.save()


def make_partner(editor: Editor, name: str, german: str, *, iso: str = "", acronym: str = "") -> None:
    editor.open("Countries and organisations", "Add")
    editor.page.get_by_label("country" if iso else "international organisation").check()
    editor.fill(name_en=name, name_de=german, iso_code=iso, acronym=acronym)
    editor.publish()


def make_format(editor: Editor) -> None:
    editor.open("Bodies", "Add")
    editor.fill(name_en="North Atlantic Council", name_de="Nordatlantikrat", acronym_en="NAC", founded="1949")
    for number, partner in enumerate(("Germany", "France")):
        editor.add_row("Membership")
        editor.choose(f"memberships-{number}-partner", partner)
        editor.fill(**{f"memberships__{number}__since": "1955" if partner == "Germany" else "1949-04-04"})
    editor.publish()


def make_person(editor: Editor) -> None:
    editor.open("People", "Add")
    editor.fill(name_en="Guido Westerwelle", name_de="Guido Westerwelle")
    editor.fill(sort_name_en="Westerwelle, Guido", sort_name_de="Westerwelle, Guido")
    editor.add_row("Appointment")
    editor.fill(appointments__0__office_en="Foreign Minister of Germany")
    editor.fill(appointments__0__office_de="Bundesminister des Auswärtigen", appointments__0__since="2009")
    editor.choose("appointments-0-partner", "Germany")
    editor.publish()


def make_meeting(editor: Editor) -> None:
    editor.open("Meetings", "Add")
    editor.fill(title_en="Foreign Ministers in Berlin", title_de="Außenminister in Berlin")
    editor.fill(summary_en="Ministers met in Berlin.", summary_de="Die Minister trafen sich in Berlin.")
    editor.select(level="Foreign Ministers", status="held")
    editor.fill(starts_on="2011-04-14", ends_on="2011-04-15", city_en="Berlin", city_de="Berlin")
    editor.choose("country", "Germany")
    sessions = [
        ("2011-04-14", "13:00", "Working lunch on Libya", "Arbeitsessen zu Libyen"),
        ("2011-04-15", "09:30", "Meeting of the Council", "Sitzung des Rates"),
    ]
    for number, (day, clock, english, german) in enumerate(sessions):
        editor.add_row("Session")
        row = f"sessions__{number}__"
        editor.fill(**{f"{row}day": day, f"{row}starts_at": clock})
        editor.fill(**{f"{row}title_en": english, f"{row}title_de": german})
    editor.save()


def fill_session(editor: Editor, title: str, outcome: tuple[str, str, str], statement: str = "") -> None:
    editor.reopen("Sessions", title)
    editor.choose("formats", "North Atlantic Council")
    editor.add_row("Participant")
    editor.choose("participations-0-partner", "Germany")
    editor.choose("participations-0-appointment", "Guido Westerwelle")
    editor.page.locator("#id_participations-0-chairs").check()
    editor.add_row("Participant")
    editor.choose("participations-1-partner", "France")
    editor.add_row("Outcome")
    editor.select(outcomes__0__verb=outcome[0])
    editor.fill(outcomes__0__text_en=outcome[1], outcomes__0__text_de=outcome[2])
    if statement:
        editor.choose("outcomes-0-statement", statement)
    editor.save()


def make_statement(editor: Editor) -> None:
    editor.open("Statements", "Add")
    editor.fill(working_title="Statement on Libya", issued_on="2011-04-14")
    editor.select(kind="statement")
    editor.choose("adopted_by", "North Atlantic Council")
    editor.choose("meetings", "Foreign Ministers in Berlin")
    editor.choose("sessions", "Working lunch on Libya")
    editor.save()
    editor.page.get_by_role("button", name="New draft in English").click()
    editor.fill(title="Statement on Libya", summary="Ministers condemn the violence.")
    editor.write("Text", "We condemn the continuing violence.")
    editor.save()
    editor.page.get_by_role("link", name="Translate into German").click()
    expect(editor.page.get_by_role("complementary")).to_contain_text("We condemn the continuing violence.")
    editor.fill(title="Erklärung zu Libyen", summary="Die Minister verurteilen die Gewalt.")
    editor.write("Text", "Wir verurteilen die fortdauernde Gewalt.")
    editor.submit()


def publish_statement(editor: Editor) -> None:
    """Publish the English text, then the German one, which is already submitted."""
    for title in ("Statement on Libya", "Erklärung zu Libyen"):
        editor.reopen("Statements", "Statement on Libya")
        editor.page.get_by_role("link", name=title, exact=True).last.click()
        editor.publish()


def make_gallery(editor: Editor) -> None:
    editor.open("Galleries", "Add")
    editor.fill(title_en="Two days in Berlin", title_de="Zwei Tage in Berlin")
    editor.choose("meeting", "Foreign Ministers in Berlin")
    editor.page.get_by_role("button", name="Save and continue editing").click()
    editor.page.get_by_role("button", name="Add photos").click()
    editor.page.get_by_label("Credit line").fill("Press office")
    editor.page.locator("[name=uploads]").set_input_files([photo(number) for number in range(1, 6)])
    expect(editor.page.get_by_role("status")).to_contain_text("5 of 5 files: 5 added")
    editor.page.get_by_role("button", name="Photo table").click()
    lines = editor.page.locator(".line")
    expect(lines).to_have_count(5)
    for number in range(5):
        line = lines.nth(number)
        line.get_by_label("Caption, English").fill(f"Ministers {number + 1}")
        line.get_by_label("Caption, German").fill(f"Minister {number + 1}")
        line.get_by_label("Alternative text, English").fill(f"A room, {number + 1}")
        line.get_by_label("Alternative text, German").fill(f"Ein Saal, {number + 1}")
    editor.page.get_by_role("button", name="Save", exact=True).click()
    expect(editor.page.locator("#content-main")).to_contain_text("ready")
    for _second in range(30):  # the worker makes the sizes
        if not editor.page.get_by_text("image sizes are being created").count():
            break
        editor.page.wait_for_timeout(1000)
        editor.page.reload()
    editor.page.get_by_role("button", name="Back to the form").click()
    editor.publish()


def publish_meeting(editor: Editor) -> None:
    editor.reopen("Meetings", "Foreign Ministers in Berlin")
    editor.page.get_by_role("button", name="Publish now", exact=True).click()
    editor.page.get_by_role("link", name="Publish without second review").click()
    expect(editor.page.locator("#content-main")).to_contain_text("Together with it: 2 sessions and 2 outcomes.")
    editor.page.get_by_label("Reason").fill("There is no one else yet.")
    editor.page.get_by_role("button", name="Publish without second review").click()


def test_from_an_empty_site_to_a_published_meeting(editor: Editor) -> None:
    expect(editor.page.get_by_role("heading", name="First steps")).to_be_visible()
    make_office(editor)
    make_partner(editor, "Germany", "Deutschland", iso="DE")
    make_partner(editor, "France", "Frankreich", iso="FR")
    make_partner(editor, "NATO", "NATO", acronym="NATO")
    make_format(editor)
    make_person(editor)
    make_meeting(editor)
    make_statement(editor)
    adopted = ("adopted", "the Statement on Libya", "die Erklärung zu Libyen")
    fill_session(editor, "Working lunch on Libya", adopted, statement="Statement on Libya")
    fill_session(editor, "Meeting of the Council", ("discussed", "missile defence", "die Raketenabwehr"))
    publish_meeting(editor)
    publish_statement(editor)
    make_gallery(editor)
    read_in_english(editor.page)
    read_in_german(editor.page)
    editor.page.goto("/admin/")
    expect(editor.page.get_by_role("heading", name="Needs second review")).to_be_visible()
    expect(editor.page.get_by_role("heading", name="Drafts:")).to_have_count(0)
    expect(editor.page.get_by_role("heading", name="First steps")).to_have_count(0)


def read_in_english(page: Page) -> None:
    page.goto("/en/meetings/foreign-ministers-in-berlin/")
    for words in (
        "Working lunch on Libya",
        "Meeting of the Council",
        "missile defence",
        "Guido Westerwelle",
        "France",
    ):
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/en/statements/statement-on-libya/")
    expect(page.locator("main")).to_contain_text("We condemn the continuing violence.")
    page.goto("/en/galleries/two-days-in-berlin/")
    expect(page.locator("main img")).to_have_count(5)
    page.goto("/en/partners/germany/")
    expect(page.locator("main")).to_contain_text("North Atlantic Council")


def read_in_german(page: Page) -> None:
    page.goto("/de/meetings/foreign-ministers-in-berlin/")
    for words in ("Arbeitsessen zu Libyen", "Sitzung des Rates", "die Raketenabwehr", "Frankreich"):
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/de/statements/statement-on-libya/")
    expect(page.locator("main")).to_contain_text("Wir verurteilen die fortdauernde Gewalt.")
    page.goto("/de/galleries/two-days-in-berlin/")
    expect(page.locator("main img").first).to_have_attribute("alt", "Ein Saal, 1")


def test_bad_input_loses_nothing_of_what_was_typed(editor: Editor) -> None:
    editor.open("Meetings", "Add")
    editor.fill(title_en="Leaders in Lisbon", title_de="Gipfel in Lissabon", summary_de="Zwei Tage.", city_en="Lisbon")
    editor.select(level="Heads of State and Government")
    editor.fill(starts_on="2010-11-20", ends_on="2010-11-19", time_zone="Lisbon")
    editor.add_row("Session")
    editor.fill(sessions__0__day="2011-01-01", sessions__0__title_en="Dinner", sessions__0__title_de="Abendessen")
    editor.page.get_by_role("button", name="Save", exact=True).click()

    expect(editor.page.locator(".errornote")).to_be_visible()
    expect(editor.page.locator(".field-time_zone .errorlist")).to_contain_text("Write it like “Europe/Berlin”.")
    typed = {
        "title_en": "Leaders in Lisbon",
        "title_de": "Gipfel in Lissabon",
        "summary_de": "Zwei Tage.",
        "city_en": "Lisbon",
        "starts_on": "2010-11-20",
        "ends_on": "2010-11-19",
        "time_zone": "Lisbon",
        "slug": "leaders-in-lisbon",
        "sessions-0-day": "2011-01-01",
        "sessions-0-title_en": "Dinner",
        "sessions-0-title_de": "Abendessen",
        "sessions-0-slug": "dinner",
    }
    for field, value in typed.items():
        expect(editor.page.locator(f"#id_{field}")).to_have_value(value)

    editor.fill(time_zone="Europe/Lisbon")
    editor.page.get_by_role("button", name="Save", exact=True).click()
    expect(editor.page.locator(".errorlist").first).to_contain_text("The last day must not be before the first.")
    editor.fill(ends_on="2010-11-21")
    editor.page.get_by_role("button", name="Save", exact=True).click()
    expect(editor.page.locator("#sessions-0 .errorlist")).to_contain_text("choose a day of it")
    editor.fill(sessions__0__day="2010-11-20")
    editor.save()
    expect(editor.page.locator(".messagelist .success")).to_contain_text("Leaders in Lisbon")
