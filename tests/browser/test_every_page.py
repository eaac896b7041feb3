"""Every kind of page in both languages, schemes and widths is accessible.

Each page is opened once in a language and asked everything (probes.py, axe.py); the tests say what must not be found.
"""

from collections import defaultdict
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe, probes
from tests.browser.full_site import FullSite, visits
from tests.pages import BERLIN, KINDS, NO_PAGES, OTHER_FORMATS
from tests.website.addresses import names_of_all_addresses

NARROWEST: Final = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
NARROW: Final = {"width": 390, "height": 844}
WIDE: Final = {"width": 1280, "height": 900}
# How the pages of each language are looked at: colours do not depend on the language, and German has the longer words.
LOOKS: Final[dict[str, Any]] = {"en": ("light", WIDE), "de": ("dark", NARROW)}
# The photo table is left out: axe takes its own dark ground for the one that is shown where colours are forced.
WITH_COLOURS_OF_THEIR_OWN: Final = (
    "",
    f"meetings/{BERLIN}/",
    f"galleries/{BERLIN}/download/",
    "statements/corrected/changes/",
    "verify/",
)

Findings = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module", params=LOOKS)
def found(request: pytest.FixtureRequest, browser: Browser, full_site: FullSite) -> Findings:
    """Return addresses and complaints of all pages in a language, by subject."""
    language = request.param
    context = browser.new_context(base_url=full_site.server.url)
    page = context.new_page()
    scheme, size = LOOKS[language]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    found: Findings = defaultdict(list)

    def ask(path: str, subject: str, complaints: list[str]) -> None:
        found[subject] += [(path, complaint) for complaint in complaints]

    for path in visits(page, full_site, language):
        page.evaluate(probes.OPERATED)
        ask(path, "structure", page.evaluate(probes.STRUCTURE))
        ask(path, "help", page.evaluate(probes.HELP))
        ask(path, "axe", axe.findings(page))
        ask(path, "targets", page.evaluate(probes.SMALL))
        page.set_viewport_size(NARROWEST)
        ask(path, "width", page.evaluate(probes.WIDER))
        ask(path, "spacing", page.evaluate(probes.CUT_OFF))
        ask(path, "spacing", page.evaluate(probes.WIDER))
        page.set_viewport_size(size)
    context.close()
    return found


def test_every_kind_of_page_is_looked_at() -> None:
    """A new address has to be listed in pages.py, as a page or as another format."""
    assert {kind.name for kind in KINDS} | NO_PAGES | OTHER_FORMATS == names_of_all_addresses()


def test_axe_finds_nothing(found: Findings) -> None:
    assert found["axe"] == []


def test_headings_landmarks_tables_and_languages_are_marked_up(found: Findings) -> None:
    assert found["structure"] == []


def test_help_is_at_the_same_place(found: Findings) -> None:
    assert found["help"] == []


def test_what_can_be_hit_is_large_enough(found: Findings) -> None:
    assert found["targets"] == []


def test_nothing_has_to_be_scrolled_sideways_on_a_narrow_screen_or_at_400_per_cent(found: Findings) -> None:
    assert found["width"] == []


def test_wider_spacing_of_text_cuts_nothing_off(found: Findings) -> None:
    assert found["spacing"] == []


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_axe_finds_nothing_where_colours_are_the_readers_own(readers: Page, full_site: FullSite, wish: Any) -> None:
    readers.emulate_media(**wish)
    complaints = []
    for path in WITH_COLOURS_OF_THEIR_OWN:
        readers.goto(f"/en/{path}")
        complaints += axe.findings(readers, axe.OF_THE_LOOK)
    assert complaints == []


def test_the_section_where_one_is_stays_marked_where_colours_are_forced(readers: Page, full_site: FullSite) -> None:
    readers.emulate_media(forced_colors="active")
    readers.goto("/en/statements/")
    lines = readers.locator(".menu a").evaluate_all(
        "(links) => links.map((link) => [link.ariaCurrent, getComputedStyle(link).borderBottomColor])"
    )
    unmarked = {colour for current, colour in lines if not current}
    assert [current for current, colour in lines if colour not in unmarked] == ["page"]
