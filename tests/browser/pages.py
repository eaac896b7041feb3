"""Every kind of page that readers meet, by the names of the addresses, and where the demonstration shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from playwright.sync_api import Page

from tests.browser.running import Server

BERLIN: Final = "nato-foreign-ministers-berlin-2011"

# What answers with something other than a page, or sends the reader on.
NO_PAGES: Final = {
    *("root", "permalink", "favicon", "healthz", "robots", "manifest", "sitemap", "sitemap-section"),
    *("photo-file", "flag", "card", "edition-pdf", "gallery-zip"),
}


@dataclass(frozen=True)
class FullSite:
    """A running site with all of these pages; the id of a photo and the token of a preview are in addresses."""

    server: Server
    photo: str
    preview: str


class Kind(NamedTuple):
    """A kind of page: the name of its address, and the rest of the address after the language."""

    name: str
    path: str
    status: int = 200


KINDS: Final = (
    Kind("home", ""),
    Kind("meetings", "meetings/"),
    Kind("meeting", f"meetings/{BERLIN}/"),
    Kind("session", f"meetings/{BERLIN}/afghanistan/"),
    Kind("statements", "statements/"),
    Kind("statement", "statements/statement-on-libya/"),
    Kind("statement-version", "statements/corrected/v1/"),
    Kind("statement-changes", "statements/corrected/changes/"),
    Kind("articles", "articles/"),
    Kind("article", "articles/full/"),
    Kind("article-version", "articles/corrected/v2/"),
    Kind("article-changes", "articles/corrected/changes/"),
    Kind("galleries", "galleries/"),
    Kind("gallery", f"galleries/{BERLIN}/"),
    Kind("photo", f"galleries/{BERLIN}/{{photo}}/"),
    Kind("gallery-download", f"galleries/{BERLIN}/download/"),
    Kind("partners", "partners/"),
    Kind("partner", "partners/germany/"),
    Kind("format", "formats/north-atlantic-council/"),
    Kind("person", "people/guido-westerwelle/"),
    Kind("topic", "topics/afghanistan/"),
    Kind("outcomes", "outcomes/"),
    Kind("corrections", "corrections/"),
    Kind("verify", "verify/"),
    Kind("page", "pages/accessibility/"),
)
# The same kinds in another state: with nothing on them, with a notice, withdrawn, filtered, missing.
STATES: Final = (
    Kind("meeting", "meetings/lisbon/"),
    Kind("meeting", "meetings/withdrawn/", 410),
    Kind("session", "meetings/lisbon/hour-1/"),
    Kind("statement", "statements/withdrawn/"),
    Kind("statement", "statements/statement-on-libya/?beside={other}"),
    Kind("articles", "articles/?page=2"),
    Kind("articles", "articles/?kind=transcript"),
    Kind("article", "articles/french-only/"),
    Kind("article", "articles/intensifying-natos-partnerships/"),
    Kind("gallery", "galleries/empty/"),
    Kind("gallery", f"galleries/{BERLIN}/?captions=1&person=guido-westerwelle"),
    Kind("partner", "partners/newcomer/"),
    Kind("format", "formats/empty-council/"),
    Kind("person", "people/unknown/"),
    Kind("topic", "topics/untouched/"),
    Kind("outcomes", "outcomes/?verb=thanked&year=2011"),
    Kind("outcomes", "outcomes/?verb=nowhere"),
    Kind("verify", f"verify/?hash={'0' * 64}"),
    Kind("page", "pages/out-of-date/"),
    Kind("", "nowhere/", 404),
)


def paths(site: FullSite, language: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of all kinds and states with what they answer, and those of previews."""
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
