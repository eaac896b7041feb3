"""The texts of a page, each with the language in which it is marked."""

import re
from html.parser import HTMLParser
from typing import Any, Final, NamedTuple

# Elements without a text of their own, whose attributes say something.
EMPTY: Final = frozenset({"img", "source", "br", "meta", "link", "input"})
SAID: Final = ("alt", "aria-label", "title", "placeholder", "data-copied")
# What holds texts that cannot be marked.
UNMARKED: Final = frozenset({"title", "option", "script"})


class Passage(NamedTuple):
    """A text with its language and the element that it or its attribute belongs to."""

    text: str
    language: str
    element: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[Passage] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        self.found += [Passage(given[name] or "", language, tag) for name in SAID if name in given]
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            tag, language = self.open[-1]
            self.found.append(Passage(" ".join(data.split()), language, tag))


def passages(html: str) -> list[Passage]:
    """Return everything that the page says, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def words(html: str) -> str:
    """Return the text of the page on one line."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def titles(response: Any) -> list[str]:
    """Return the titles on a page of a list."""
    return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", response.text)


def offered(response: Any, facet: str) -> dict[str, str]:
    """Return what a list offers in one of its filters, by the value."""
    select: Any = re.search(rf'<select name="{facet}".*?</select>', response.text, re.DOTALL)
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', select.group()))
