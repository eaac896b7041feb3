"""From an empty site to a published meeting, by somebody who has nothing but the desk."""

import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.running import BASE_DIR, Server, environment, start

NAME, PASSWORD = "press", "Kaiserdamm-1949"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site with an account and nothing else: a start that finds an account loads no demonstration."""
    folder = tmp_path_factory.mktemp("empty-site")
    account = {"DJANGO_SUPERUSER_USERNAME": NAME, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    for command in (["migrate"], ["createsuperuser", "--noinput", "--email", "press@example.org"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=environment(folder) | account,
            check=True,
            capture_output=True,
        )
    started = start(folder)
    yield started
    started.stop()


@pytest.fixture
def desk(new_context: NewContext) -> "Desk":
    page = new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return Desk(page)


class Desk:
    """What a press officer does with hands and eyes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, menu: str, link: str) -> None:
        """Go to the front page, and from the menu's line of a kind on to its list or its empty form."""
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
        self.page.get_by_role("textbox", name=f"{field}:", exact=True).fill(words)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".errornote")).to_have_count(0)

    def submit(self) -> None:
        """Save the form, and hand it in."""
        self.page.get_by_role("button", name="Save, then: Submit for review").click()
        self.page.get_by_role("button", name="Submit for review").click()
        expect(self.page.locator(".messagelist .success").last).to_contain_text("in review")

    def publish(self) -> None:
        """Save the form, read why that wants a second person, and say why it cannot wait for one."""
        self.page.get_by_role("button", name="Save, then: Publish now").click()
        # No second person has seen it.
        expect(self.page.locator("#content-main > .obstacles > li")).to_have_count(1)
        self.page.get_by_role("link", name="Publish at once, alone").click()
        self.page.get_by_label("Reason").fill("There is nobody else yet.")
        self.page.get_by_role("button", name="Publish at once, alone").click()
        expect(self.page.locator(".messagelist .success").last).to_contain_text("is public.")


def photo(number: int) -> dict[str, Any]:
    content = io.BytesIO()
    Image.new("RGB", (900, 600), (40 * number, 80, 120)).save(content, "JPEG")
    return {"name": f"DSC_{number}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def make_office(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Say who publishes this site").click()
    desk.show_all_languages()
    desk.fill(name_en="Press office Berlin", name_de="Pressestelle Berlin", wordmark_en="Berlin 2011")
    desk.fill(wordmark_de="Berlin 2011", email="press@example.org")
    desk.save()


def make_partner(desk: Desk, name: str, german: str, *, iso: str = "", acronym: str = "") -> None:
    desk.open("Partners", "Add")
    desk.page.get_by_label("country" if iso else "international organisation").check()
    desk.fill(name_en=name, name_de=german, iso_code=iso, acronym=acronym)
    desk.publish()


def make_format(desk: Desk) -> None:
    desk.open("Formats", "Add")
    desk.fill(name_en="North Atlantic Council", name_de="Nordatlantikrat", acronym_en="NAC", founded="1949")
    for number, partner in enumerate(("Germany", "France")):
        desk.add_row("Membership")
        desk.choose(f"memberships-{number}-partner", partner)
        desk.fill(**{f"memberships__{number}__since": "1955" if partner == "Germany" else "1949-04-04"})
    desk.publish()


def make_person(desk: Desk) -> None:
    desk.open("People", "Add")
    desk.fill(name_en="Guido Westerwelle", name_de="Guido Westerwelle")
    desk.fill(sort_name_en="Westerwelle, Guido", sort_name_de="Westerwelle, Guido")
    desk.add_row("Appointment")
    desk.fill(appointments__0__office_en="Foreign Minister of Germany")
    desk.fill(appointments__0__office_de="Bundesminister des Auswärtigen", appointments__0__since="2009")
    desk.choose("appointments-0-partner", "Germany")
    desk.publish()


def make_meeting(desk: Desk) -> None:
    desk.open("Meetings", "Add")
    desk.fill(title_en="Foreign Ministers in Berlin", title_de="Außenminister in Berlin")
    desk.fill(summary_en="Ministers met in Berlin.", summary_de="Die Minister trafen sich in Berlin.")
    desk.select(level="Foreign Ministers", status="held")
    desk.fill(starts_on="2011-04-14", ends_on="2011-04-15", city_en="Berlin", city_de="Berlin")
    desk.choose("country", "Germany")
    sessions = [
        ("2011-04-14", "13:00", "Working lunch on Libya", "Arbeitsessen zu Libyen"),
        ("2011-04-15", "09:30", "Meeting of the Council", "Sitzung des Rates"),
    ]
    for number, (day, clock, english, german) in enumerate(sessions):
        desk.add_row("Session")
        row = f"sessions__{number}__"
        desk.fill(**{f"{row}day": day, f"{row}starts_at": clock})
        desk.fill(**{f"{row}title_en": english, f"{row}title_de": german})
    desk.save()


def fill_session(desk: Desk, title: str, outcome: tuple[str, str, str], statement: str = "") -> None:
    desk.reopen("Sessions", title)
    desk.choose("formats", "North Atlantic Council")
    desk.add_row("Participant")
    desk.choose("participations-0-partner", "Germany")
    desk.choose("participations-0-appointment", "Guido Westerwelle")
    desk.page.locator("#id_participations-0-chairs").check()
    desk.add_row("Participant")
    desk.choose("participations-1-partner", "France")
    desk.add_row("Outcome")
    desk.select(outcomes__0__verb=outcome[0])
    desk.fill(outcomes__0__text_en=outcome[1], outcomes__0__text_de=outcome[2])
    if statement:
        desk.choose("outcomes-0-statement", statement)
    desk.save()


def make_statement(desk: Desk) -> None:
    desk.open("Statements", "Add")
    desk.fill(working_title="Statement on Libya", issued_on="2011-04-14")
    desk.select(kind="statement")
    desk.choose("adopted_by", "North Atlantic Council")
    desk.choose("meetings", "Foreign Ministers in Berlin")
    desk.choose("sessions", "Working lunch on Libya")
    desk.save()
    desk.page.get_by_role("button", name="New draft in English").click()
    desk.fill(title="Statement on Libya", summary="Ministers condemn the violence.")
    desk.write("Text", "We condemn the continuing violence.")
    desk.save()
    desk.page.get_by_role("link", name="Translate into German").click()
    expect(desk.page.get_by_role("complementary")).to_contain_text("We condemn the continuing violence.")
    desk.fill(title="Erklärung zu Libyen", summary="Die Minister verurteilen die Gewalt.")
    desk.write("Text", "Wir verurteilen die fortdauernde Gewalt.")
    desk.submit()


def publish_statement(desk: Desk) -> None:
    """The German text was handed in before, as the office requires it; the English one is published first."""
    for title in ("Statement on Libya", "Erklärung zu Libyen"):
        desk.reopen("Statements", "Statement on Libya")
        desk.page.get_by_role("link", name=title, exact=True).last.click()
        desk.publish()


def make_gallery(desk: Desk) -> None:
    desk.open("Galleries", "Add")
    desk.fill(title_en="Two days in Berlin", title_de="Zwei Tage in Berlin")
    desk.choose("meeting", "Foreign Ministers in Berlin")
    desk.page.get_by_role("button", name="Save and continue editing").click()
    desk.page.get_by_role("button", name="Add photos").click()
    desk.page.get_by_label("Credit").fill("Press office")
    desk.page.locator("[name=uploads]").set_input_files([photo(number) for number in range(1, 6)])
    expect(desk.page.get_by_role("status")).to_contain_text("5 of 5 files: 5 added")
    desk.page.get_by_role("button", name="Light table").click()
    lines = desk.page.locator(".line")
    expect(lines).to_have_count(5)
    for number in range(5):
        line = lines.nth(number)
        line.get_by_label("Caption, English").fill(f"Ministers {number + 1}")
        line.get_by_label("Caption, German").fill(f"Minister {number + 1}")
        line.get_by_label("Alternative text, English").fill(f"A room, {number + 1}")
        line.get_by_label("Alternative text, German").fill(f"Ein Saal, {number + 1}")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.locator("#content-main")).to_contain_text("ready")
    for _second in range(30):  # the worker makes the sizes
        if not desk.page.get_by_text("its sizes are being made").count():
            break
        desk.page.wait_for_timeout(1000)
        desk.page.reload()
    desk.page.get_by_role("button", name="Back to the form").click()
    desk.publish()


def publish_meeting(desk: Desk) -> None:
    desk.reopen("Meetings", "Foreign Ministers in Berlin")
    desk.page.get_by_role("button", name="Publish now", exact=True).click()
    desk.page.get_by_role("link", name="Publish at once, alone").click()
    expect(desk.page.locator("#content-main")).to_contain_text("Together with it: 2 sessions and 2 outcomes.")
    desk.page.get_by_label("Reason").fill("There is nobody else yet.")
    desk.page.get_by_role("button", name="Publish at once, alone").click()


def test_from_an_empty_site_to_a_published_meeting(desk: Desk) -> None:
    expect(desk.page.get_by_role("heading", name="First steps")).to_be_visible()
    make_office(desk)
    make_partner(desk, "Germany", "Deutschland", iso="DE")
    make_partner(desk, "France", "Frankreich", iso="FR")
    make_partner(desk, "NATO", "NATO", acronym="NATO")
    make_format(desk)
    make_person(desk)
    make_meeting(desk)
    make_statement(desk)
    adopted = ("adopted", "the Statement on Libya", "die Erklärung zu Libyen")
    fill_session(desk, "Working lunch on Libya", adopted, statement="Statement on Libya")
    fill_session(desk, "Meeting of the Council", ("discussed", "missile defence", "die Raketenabwehr"))
    publish_meeting(desk)
    publish_statement(desk)
    make_gallery(desk)
    read_in_english(desk.page)
    read_in_german(desk.page)
    desk.page.goto("/admin/")
    expect(desk.page.get_by_role("heading", name="Not yet seen by a second person")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="Drafts:")).to_have_count(0)
    expect(desk.page.get_by_role("heading", name="First steps")).to_have_count(0)


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


def test_bad_input_loses_nothing_of_what_was_typed(desk: Desk) -> None:
    desk.open("Meetings", "Add")
    desk.fill(
        title_en="Leaders in Lisbon", title_de="Gipfel in Lissabon", summary_de="Zwei Tage.", city_en="Lisbon"
    )
    desk.select(level="Heads of State and Government")
    desk.fill(starts_on="2010-11-20", ends_on="2010-11-19", time_zone="Lisbon")
    desk.add_row("Session")
    desk.fill(
        sessions__0__day="2011-01-01", sessions__0__title_en="Dinner", sessions__0__title_de="Abendessen"
    )
    desk.page.get_by_role("button", name="Save", exact=True).click()

    expect(desk.page.locator(".errornote")).to_be_visible()
    expect(desk.page.locator(".field-time_zone .errorlist")).to_contain_text("Write it like “Europe/Berlin”.")
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
        expect(desk.page.locator(f"#id_{field}")).to_have_value(value)

    desk.fill(time_zone="Europe/Lisbon")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.locator(".errorlist").first).to_contain_text(
        "The last day must not be before the first."
    )
    desk.fill(ends_on="2010-11-21")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.locator("#sessions-0 .errorlist")).to_contain_text("choose a day of it")
    desk.fill(sessions__0__day="2010-11-20")
    desk.save()
    expect(desk.page.locator(".messagelist .success")).to_contain_text("Leaders in Lisbon")
