"""Language tabs hide no required field; a refusal opens the tab with the error."""

from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.admin_forms import open_every_part

FORMS: Final = (  # of each admin with translated texts, those for adding; and those with inlines of such texts
    *("partners/partner/add/", "partners/format/add/", "partners/person/add/", "partners/appointment/add/"),
    *("meetings/meeting/add/", "meetings/session/add/", "meetings/outcome/add/", "meetings/statement/add/"),
    *("photos/gallery/add/", "photos/photo/add/", "publishing/page/add/", "meetings/topic/add/"),
    *("meetings/series/add/", "publishing/office/1/change/", "partners/person/1/change/"),
)
# The fields that are required, empty and not shown.
HIDDEN: Final = """() => [...document.querySelectorAll("[class*='mt-field-']")]
  .filter((field) => !field.name.includes("__prefix__") && !field.value)
  .filter((field) => {
    const part = field.closest("td, .fieldBox, .form-row");
    const column = [...part.classList].find((name) => name.startsWith("field-"))?.replace("field-", "column-");
    const head = part.closest("table")?.querySelector(`thead .${column}`);
    return head ? head.matches(".required") : part.querySelector("label.required");
  })
  .filter((field) => field.closest("td, .fieldBox, .form-row").classList.contains("other-language"))
  .map((field) => field.name)"""
HIDDEN_ERRORS: Final = """() => [...document.querySelectorAll("#content-main form .errorlist")]
  .filter((list) => !list.checkVisibility()).map((list) => list.textContent)"""
# How many languages have an error.
WITH_ERRORS: Final = """() => [...new Set([...document.querySelectorAll("[data-text-language] .errorlist")]
  .map((list) => list.closest("[data-text-language]").dataset.textLanguage))].length"""


def test_no_tab_of_any_form_hides_what_has_to_be_filled_in_nor_after_a_refusal_an_error(admin_page: Page) -> None:
    hidden, seen, refused = [], 0, set[str]()
    for path in FORMS:
        open_every_part(admin_page, path)
        tabs = admin_page.locator(".language-tabs")
        for name in ("English", "German"):
            tabs.get_by_role("button", name=name).click()
            seen += admin_page.locator("label.required, th.required").count()
            hidden += [(path, name, each) for each in admin_page.evaluate(HIDDEN)]
        admin_page.locator("[name=_save]").click()
        admin_page.wait_for_load_state()
        if not admin_page.locator(".errornote").count():
            continue  # a form in which nothing is missing
        refused.add(path)
        hidden += [(path, "refused", each) for each in admin_page.evaluate(HIDDEN_ERRORS)]
        wrong = admin_page.evaluate(WITH_ERRORS)
        expect(tabs.locator("button.incomplete", has_text="with errors")).to_have_count(wrong)
        if wrong:
            expect(tabs.locator("button[aria-pressed=true]")).to_contain_text("with errors")
    assert hidden == []
    assert seen > len(FORMS)
    assert refused == {path for path in FORMS if path.endswith("add/")}
