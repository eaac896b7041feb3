"""The bytes of a first view of each kind of page of the demonstration.

Bytes are counted here; time is measured by `./run bench web`. The editions' bodies are left out, since the budget is
for what the site adds to a text.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client

from config.codings import BROTLI_QUALITY
from meetings.models import ArticleEdition, StatementEdition
from tests.conftest import MadeOnce
from tests.pages import NAMES, address
from tests.website.photo_files import make_files_of_all_photos

ONE_ROUND_TRIP: Final = 14_600  # ten packets: what a server sends before it waits for an answer
ALL_CSS: Final = 20_000
ALL_JAVASCRIPT: Final = 15_000
ALL_FONTS: Final = 60_000
FONTS: Final = Path(str(finders.find("fonts")))

KINDS_OF_FILES: Final = ("style", "print", "script", "font", "other")

pytestmark = pytest.mark.django_db
PAGES: Final = list(itertools.product(NAMES, ("en", "de")))


@pytest.fixture(scope="module", autouse=True)
def demonstration(made_once: MadeOnce) -> Iterator[None]:
    """The demonstration with all its flags and photos: of these, the rows alone."""
    with made_once():
        call_command("loaddata", "berlin_2011", verbosity=0)
        for edition in (ArticleEdition, StatementEdition):
            QuerySet(edition).update(body="")  # past the guard of what has been public
        make_files_of_all_photos()
        yield


class Head(HTMLParser):
    """The addresses of what a browser fetches for a page, pictures too, by kind."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: dict[str, list[str]] = {kind: [] for kind in KINDS_OF_FILES}
        self.styles: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.styles.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        relations = set(values.get("rel", "").split())
        if tag == "link" and "stylesheet" in relations:
            self.fetched["print" if values.get("media") == "print" else "style"].append(values["href"])
        elif tag == "link" and relations & {"preload", "modulepreload"} and values.get("as") != "image":
            self.fetched[values.get("as", "script")].append(values["href"])
        elif tag == "script" and "src" in values:
            self.fetched["script"].append(values["src"])
        elif tag == "link" and not relations & {"canonical", "alternate"}:
            self.fetched["other"].append(values["href"])
        elif "src" in values:
            self.fetched["other"].append(values["src"])
        self.fetched["other"] += re.findall(r"(\S+)\s+\S+(?:,|$)", values.get("srcset", ""))


def source(url: str) -> str:
    return Path(str(finders.find(url.removeprefix("/static/")))).read_text()


@cache
def packed(url: str) -> int:
    """Return the bytes of a static text as WhiteNoise sends it: brotli at its best."""
    return len(brotli.compress(source(url).encode()))


@cache
def view(kind: str, language: str) -> tuple[int, str, Head]:
    """Return the number of bytes of a page as sent, its HTML, and what it fetches."""
    response = Client().get(address(kind, language), headers={"accept-encoding": "br"})
    assert response.status_code == 200, address(kind, language)
    html = brotli.decompress(response.content).decode()
    return len(response.content), html, Head(html)


def everything(kind: str, language: str) -> list[str]:
    """Return the addresses of all that a page and its styles fetch."""
    head = view(kind, language)[2]
    css = [*head.styles, *map(source, head.fetched["style"] + head.fetched["print"])]
    return [*itertools.chain(*head.fetched.values()), *(url for sheet in css for url in named_in(sheet))]


def named_in(css: str) -> list[str]:
    return re.findall(r"""(?:url\(|@import\s+)["']?([^"')]+)""", css)


@pytest.mark.parametrize(("kind", "language"), PAGES)
def test_html_and_all_css_that_it_waits_for_come_in_one_round_trip(kind: str, language: str) -> None:
    html, _text, head = view(kind, language)

    assert html + sum(map(packed, head.fetched["style"])) <= ONE_ROUND_TRIP


@pytest.mark.parametrize("kind", NAMES)
def test_css_and_javascript_of_a_first_view_are_small(kind: str) -> None:
    head = view(kind, "en")[2]
    inline = brotli.compress("".join(head.styles).encode(), quality=BROTLI_QUALITY)

    assert len(head.styles) >= 1
    assert len(inline) + sum(map(packed, head.fetched["style"] + head.fetched["print"])) <= ALL_CSS
    assert sum(map(packed, head.fetched["script"])) <= ALL_JAVASCRIPT


@pytest.mark.parametrize(("kind", "language"), PAGES)
def test_no_other_host_is_asked(kind: str, language: str) -> None:
    urls = everything(kind, language)

    assert len(urls) >= 3
    assert [url for url in urls if re.match(r"//|[a-z]+:", url)] == []


def test_all_fonts_are_small() -> None:
    fonts = {url for kind in NAMES for url in everything(kind, "en") if url.endswith((".woff2", ".woff", ".ttf"))}

    assert {Path(url).name for url in fonts} == {"source-serif-4.woff2", "source-serif-4-names.woff2"}
    assert sum(path.stat().st_size for path in FONTS.iterdir() if path.suffix != ".txt") <= ALL_FONTS


def test_the_gallery_that_is_weighed_has_all_its_photos_and_the_session_its_flags() -> None:
    assert view("gallery", "en")[1].count("<picture>") == 55
    assert view("session", "en")[1].count('src="/static/flags/') >= 28
