"""The building blocks of JSON-LD descriptions."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from photos.models import Photo
from publishing.addresses import path_of
from publishing.models import Content, Record
from publishing.wording import wording
from website.sharing import picture_of

Node = dict[str, Any]
Terms = Mapping[int | None, str]  # the addresses of pages by their keys
Absolute = Callable[[str], str]  # returns a path of the site with its host

CONTEXT: Final = "https://schema.org"
OFFICE: Final = "#office"
# Characters that could end the script element, and line separators of old JavaScript.
ESCAPES: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def node(kind: str, **facts: Any) -> Node:
    """Return a node of the type, without empty properties."""
    return {"@type": kind} | {name: fact for name, fact in facts.items() if fact not in ("", None, [], {}, ())}


def entity(kind: str, row: Content, absolute: Absolute, **facts: Any) -> Node:
    """Return the node of the object that a page is about. Its @id is the permalink."""
    url = absolute(row.get_absolute_url())
    return {"@id": permanent(row, absolute)} | node(kind, **{"url": url, "name": str(row)} | facts)


def link(kind: str, row: Record, absolute: Absolute, name: str = "") -> Node:
    """Return a reference to another object: its name and its @id."""
    return node(kind, name=name or wording(row)[0], url=absolute(row.get_absolute_url()))


def mention(row: Content, absolute: Absolute) -> Node:
    """Return a reference to an event, whose own page has its type, time and place."""
    return {"@id": permanent(row, absolute), "name": str(row), "url": absolute(row.get_absolute_url())}


def permanent(row: Content, absolute: Absolute) -> str:
    return absolute(path_of("permalink", row.public_id))


def office(absolute: Absolute) -> Node:
    """Return a reference to the publisher, which the page describes in full."""
    return {"@id": f"{absolute(path_of('root'))}{OFFICE}"}


def picture(photo: Photo | None, absolute: Absolute, terms: Terms) -> Node | None:
    """Return a photo as the image of another object, with the rights to it."""
    image = picture_of(photo)
    if photo is None or image is None:
        return None
    size = {"width": image.width, "height": image.height}
    return node("ImageObject", contentUrl=absolute(image.url), **size, **rights(photo, absolute, terms))


def rights(photo: Photo, absolute: Absolute, terms: Terms) -> dict[str, str]:
    """Return what search engines show of a photo's rights, and where to get it."""
    gallery = photo.gallery
    page = terms.get(photo.terms_id) or terms.get(gallery.terms_id)
    return {
        "creditText": photo.credit,
        "copyrightNotice": photo.copyright,
        "license": absolute(page) if page else "",
        "acquireLicensePage": absolute(f"{path_of('gallery-download', gallery.slug)}?photo={photo.public_id}"),
    }


def day(known: date | None) -> str:
    return known.isoformat() if known else ""


def script(graph: list[Node]) -> SafeString:
    """Return the graph as the content of a script element (application/ld+json)."""
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  # nothing of it can end the block
