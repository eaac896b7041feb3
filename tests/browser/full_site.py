"""The site that has one of everything that a page can look like, and a walk through its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.running import Server
from tests.pages import KINDS, STATES


@dataclass(frozen=True)
class FullSite:
    """A running site with all of these pages; the id of a photo and the token of a preview stand in addresses."""

    server: Server
    photo: str
    preview: str


def paths(site: FullSite, language: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of all kinds and states with what they answer, and those of previews."""
    other = {"en": "de", "de": "en"}[language]
    for kind in (*KINDS, *STATES):
        yield f"/{language}/{kind.path.format(photo=site.photo, other=other)}", kind.status
    yield f"/preview/{site.preview}/{language}/articles/draft/", 200
    yield f"/preview/nobody-made-this/{language}/", 404


def visits(page: Page, site: FullSite, language: str) -> Iterator[str]:
    """Open one page after the other, and yield the address of each as it stands open."""
    for path, status in paths(site, language):
        answer = page.goto(path)
        assert answer and answer.status == status, path
        yield path
