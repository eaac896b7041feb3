"""Forms and lists of the admin fit into 1280 pixels and show readable names.

Each is opened once in a language, and also made as narrow as a telephone, where there is no sidebar beside it.
"""

from itertools import product
from typing import Any, Final

from playwright.sync_api import Page, ViewportSize

from tests.browser.admin_forms import open_every_part, open_settled

FORMS: Final = (  # every form with inlines
    "meetings/meeting/1/change/",
    "meetings/session/1/change/",
    "meetings/session/add/",
    "partners/partner/1/change/",
    "partners/format/1/change/",
    "partners/person/1/change/",
)
LISTS: Final = (
    *("partners/partner/", "partners/format/", "partners/person/", "partners/appointment/"),
    *(
        "meetings/meeting/",
        "meetings/session/",
        "meetings/outcome/",
        "meetings/statement/",
        "meetings/article/",
    ),
    *(
        "meetings/statementedition/",
        "photos/gallery/",
        "photos/photo/",
        "publishing/page/",
        "meetings/topic/",
    ),
    *("meetings/series/", "publishing/auditlogentry/", "publishing/withdrawal/", "auth/user/"),
)
TWENTY_CHARACTERS: Final = "Bosnia and Herzegovi"

# What is wider than its place: of the page and of each inline, with one row more in each.
TOO_WIDE: Final = """() => {
  const places = [document.documentElement, ...document.querySelectorAll(
    ".inline-group, .inline-group .wrapper, .inline-related:not(.empty-form) .form-row, .results")];
  return places
    .filter((place) => place.clientWidth > 0 && place.scrollWidth > place.clientWidth + 1)
    .map((place) => `${place.closest("[id]")?.id} ${place.className}: ${place.scrollWidth} in ${place.clientWidth}`);
}"""
CUT_NAMES: Final = """(name) => [...document.querySelectorAll(
    ".inline-group .select2-selection--single .select2-selection__rendered")]
  .filter((shown) => shown.clientWidth > 0)
  .filter((shown) => {
    shown.textContent = name;
    return shown.scrollWidth > shown.clientWidth;
  })
  .map((shown) => shown.id)"""
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
TELEPHONE: Final[ViewportSize] = {"width": 360, "height": 800}


def too_narrow_on_a_telephone(admin_page: Page) -> list[int]:
    """Return the width of the content if it leaves much of 360 pixels."""
    admin_page.set_viewport_size(TELEPHONE)
    width: int = admin_page.evaluate("document.querySelector('#main .content').clientWidth")
    admin_page.set_viewport_size(DESKTOP)
    return [width] if width < 340 else []


def test_every_inline_fits_its_names_can_be_read_and_a_telephone_is_filled(admin_page: Page) -> None:
    found: list[Any] = []
    for language, path in (*(("en", path) for path in FORMS), ("de", "meetings/session/1/change/")):
        admin_page.set_extra_http_headers({"Accept-Language": language})
        open_every_part(admin_page, path)
        assert admin_page.locator(".inline-group").count() > 0, path
        for tab in admin_page.locator(".language-tabs button").all():
            tab.click()
            found += [(path, tab.text_content(), each) for each in admin_page.evaluate(TOO_WIDE)]
            found += [(path, each) for each in admin_page.evaluate(CUT_NAMES, TWENTY_CHARACTERS)]
        found += [(path, width) for width in too_narrow_on_a_telephone(admin_page)]
    assert found == []


# Rows of a list that are stretched: far higher than the words in them need.
STRETCHED: Final = """() => [...document.querySelectorAll("#result_list tbody tr")]
  .filter((row) => row.clientHeight > 8 * parseFloat(getComputedStyle(row).lineHeight || 16) + 16)
  .map((row) => row.textContent.trim().slice(0, 40))"""


def test_every_list_fits_its_rows_are_as_high_as_their_words_and_a_telephone_is_filled(admin_page: Page) -> None:
    found: list[Any] = []
    for language, path in product(("en", "de"), ("", *LISTS)):
        admin_page.set_extra_http_headers({"Accept-Language": language})
        open_settled(admin_page, path)
        found += [(language, path, each) for each in admin_page.evaluate(TOO_WIDE)]
        found += [(path, each) for each in admin_page.evaluate(STRETCHED) if language == "en"]
        found += [(path, width) for width in too_narrow_on_a_telephone(admin_page)]
    assert found == []


def test_a_text_that_is_read_has_its_headings_bullets_and_raised_footnotes(admin_page: Page) -> None:
    admin_page.goto("/admin/meetings/statementedition/")
    admin_page.locator("#result_list tbody tr", has_text="German").locator("th a").first.click()
    words = admin_page.locator(".words")
    words.first.wait_for()
    assert words.count() == 2  # the text itself, and the one that it translates
    for text in words.all():
        looks = text.evaluate(
            """(text) => {
              text.innerHTML = '<h2>One</h2><h3>Two</h3><p>Three<a href="#fn-1">1</a></p><ul><li>Four</ul>';
              const look = (name) => getComputedStyle(text.querySelector(name));
              const size = (name) => parseFloat(look(name).fontSize);
              const sizes = [size("h2") > size("h3"), size("h3") >= size("p")];
              return [...sizes, look("li").listStyleType, look("a").verticalAlign];
            }"""
        )
        assert looks == [True, True, "disc", "super"]
