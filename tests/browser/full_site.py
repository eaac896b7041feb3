"""The site with one of every page, and a walk through its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.running import Server
from tests.pages import KINDS, STATES


@dataclass(frozen=True)
class FullSite:
    """A running site with all pages, a photo's id and a preview's token."""

    server: Server
    photo: str
    preview: str


def paths(site: FullSite, language: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of all kinds, states and previews, with their statuses."""
    other = {"en": "de", "de": "en"}[language]
    for kind in (*KINDS, *STATES):
        yield f"/{language}/{kind.path.format(photo=site.photo, other=other)}", kind.status
    yield f"/preview/{site.preview}/{language}/articles/draft/", 200
    yield f"/preview/never-made/{language}/", 404


def visits(page: Page, site: FullSite, language: str) -> Iterator[str]:
    """Open one page after the other, and yield the address of each as it is open."""
    for path, status in paths(site, language):
        answer = page.goto(path)
        assert answer and answer.status == status, path
        yield path
