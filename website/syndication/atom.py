"""Atom feeds (RFC 4287) in pages (RFC 5005), with tombstones (RFC 6721)."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from website.syndication import media_rss

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
NAMESPACES: Final = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:media": media_rss.NAMESPACE,
}
# What XML 1.0 cannot hold, however it is written.
NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Words:
    """A text, its language, and whether it is HTML."""

    text: str
    language: str
    is_html: bool = False


@dataclass(frozen=True)
class Link:
    """A link of a feed or an entry. `length` is in bytes, about."""

    rel: str
    href: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True)
class Category:
    """What an entry is, or is about."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class FeedEntry:
    """An entry; `updated` is the last change that its readers have to know."""

    id: str
    title: Words
    published: datetime
    updated: datetime
    links: tuple[Link, ...]
    summary: Words | None = None
    content: Words | None = None
    categories: tuple[Category, ...] = ()
    author: str = ""
    rights: str = ""
    picture: media_rss.Picture | None = None


@dataclass(frozen=True)
class Tombstone:
    """What was in the feed and was withdrawn."""

    id: str
    when: datetime
    comment: Words


@dataclass(frozen=True)
class Feed:
    """One page of a feed."""

    id: str
    title: str
    language: str
    author: str
    author_url: str
    updated: datetime
    links: tuple[Link, ...]
    entries: tuple[FeedEntry, ...]
    tombstones: tuple[Tombstone, ...] = ()


def document(feed: Feed) -> bytes:
    """Return the feed as XML."""
    out = io.StringIO()
    xml = Xml(out)
    xml.startDocument()
    with_language = {**NAMESPACES, "xml:lang": feed.language}
    xml.begin("feed", with_language)
    xml.leaf("id", feed.id)
    xml.leaf("title", feed.title)
    xml.leaf("updated", _moment(feed.updated))
    xml.begin("author")
    xml.leaf("name", feed.author)
    xml.leaf("uri", feed.author_url)
    xml.end("author")
    xml.links(feed.links)
    for tombstone in feed.tombstones:
        xml.begin("at:deleted-entry", {"ref": tombstone.id, "when": _moment(tombstone.when)})
        xml.leaf("at:comment", tombstone.comment.text, {"xml:lang": tombstone.comment.language})
        xml.end("at:deleted-entry")
    for entry in feed.entries:
        _entry(xml, entry, feed.language)
    xml.end("feed")
    xml.endDocument()
    return out.getvalue().encode()


class Xml(SimplerXMLGenerator):
    """An XML writer that drops characters which XML cannot hold."""

    def __init__(self, out: io.StringIO) -> None:
        super().__init__(out, "utf-8", short_empty_elements=True)

    def begin(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Begin an element. Attributes without a value are left out."""
        kept = {key: NO_CHARACTER.sub("", value) for key, value in (attributes or {}).items() if value}
        self.startElement(name, AttributesImpl(kept))

    def end(self, name: str) -> None:
        self.endElement(name)

    def leaf(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """Write an element that holds a text alone."""
        self.begin(name, attributes)
        self.characters(NO_CHARACTER.sub("", text))
        self.end(name)

    def words(self, name: str, words: Words, language: str) -> None:
        """Write a text construct, with its language where it is not that of the feed."""
        attributes = {"type": "html" if words.is_html else "text"}
        attributes["xml:lang"] = words.language if words.language != language else ""
        self.leaf(name, words.text, attributes)

    def links(self, links: Iterable[Link]) -> None:
        for link in links:
            length = "" if link.length is None else str(link.length)
            self.leaf("link", "", {"rel": link.rel, "href": link.href, "type": link.type, "length": length})


def _entry(xml: Xml, entry: FeedEntry, language: str) -> None:
    xml.begin("entry")
    xml.leaf("id", entry.id)
    xml.words("title", entry.title, language)
    xml.leaf("published", _moment(entry.published))
    xml.leaf("updated", _moment(entry.updated))
    if entry.author:
        xml.begin("author")
        xml.leaf("name", entry.author)
        xml.end("author")
    xml.links(entry.links)
    for category in entry.categories:
        xml.leaf("category", "", {"term": category.term, "scheme": category.scheme, "label": category.label})
    if entry.rights:
        xml.leaf("rights", entry.rights)
    if entry.summary:
        xml.words("summary", entry.summary, language)
    if entry.content:
        xml.words("content", entry.content, language)
    if entry.picture:
        media_rss.write(xml, entry.picture)
    xml.end("entry")


def _moment(moment: datetime) -> str:
    """Return the moment as RFC 3339 has it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
