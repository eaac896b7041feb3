"""Photos in feeds for other newsrooms: Media RSS 1.5.1 (rssboard.org/media-rss)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

NAMESPACE: Final = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True)
class Picture:
    """A photo with its file to download, and what has to be printed and kept with it."""

    url: str
    type: str
    width: int
    height: int
    thumbnail: str
    title: str
    caption: str
    credit: str
    photographer: str
    copyright: str
    terms: str
    language: str


class Writer(Protocol):
    """What the elements are written with."""

    def begin(self, name: str, attributes: Mapping[str, str] | None = None) -> None: ...
    def end(self, name: str) -> None: ...
    def leaf(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None: ...


def write(xml: Writer, picture: Picture) -> None:
    """Write the photo as `media:content`."""
    size = {"width": str(picture.width), "height": str(picture.height)}
    file = {"url": picture.url, "type": picture.type, "medium": "image", "lang": picture.language}
    xml.begin("media:content", {**file, **size})
    xml.leaf("media:title", picture.title, {"type": "plain"})
    xml.leaf("media:description", picture.caption, {"type": "plain"})
    if picture.thumbnail:
        xml.leaf("media:thumbnail", "", {"url": picture.thumbnail})
    if picture.credit:
        xml.leaf("media:credit", picture.credit)
    if picture.photographer:
        xml.leaf("media:credit", picture.photographer, {"role": "photographer", "scheme": "urn:ebu"})
    if picture.copyright:
        xml.leaf("media:copyright", picture.copyright, {"url": picture.terms})
    if picture.terms:
        xml.leaf("media:license", picture.terms, {"type": "text/html", "href": picture.terms})
    xml.end("media:content")
