"""What the descriptions of all kinds are made of."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from photos.models import Photo
from website.sharing import picture_of

Node = dict[str, Any]
Absolute = Callable[[str], str]  # gives a path of the site its host

CONTEXT: Final = "https://schema.org"
OFFICE: Final = "#office"
# What would end the block or begin another, and what old parsers of scripts take for the end of a line.
ESCAPES: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def node(kind: str, **facts: Any) -> Node:
    """Return a thing of the kind with those of the facts that there are."""
    return {"@type": kind} | {
        name: fact for name, fact in facts.items() if fact not in ("", None, [], {}, ())
    }


def thing(kind: str, row: Any, absolute: Absolute, **facts: Any) -> Node:
    """Return the description of what a page is about, known by its permanent address."""
    url = absolute(row.get_absolute_url())
    return {"@id": permanent(row, absolute)} | node(kind, **{"url": url, "name": str(row)} | facts)


def link(kind: str, row: Any, absolute: Absolute, name: str = "") -> Node:
    """Return what a description says of another thing: what it is called and where it is described."""
    return node(kind, name=name or str(row), url=absolute(row.get_absolute_url()))


def mention(row: Any, absolute: Absolute) -> Node:
    """Return what is said of an event in passing. Of which kind it is its own page says, along with when and where."""
    return {"@id": permanent(row, absolute), "name": str(row), "url": absolute(row.get_absolute_url())}


def permanent(row: Any, absolute: Absolute) -> str:
    return absolute(reverse("permalink", args=[row.public_id]))


def office(absolute: Absolute) -> Node:
    """Return the reference to who publishes, whom the page describes in full."""
    return {"@id": f"{absolute(reverse('root'))}{OFFICE}"}


def picture(photo: Photo | None, absolute: Absolute) -> Node | None:
    """Return a photo as the picture of something else, with the credit that it must not be shown without."""
    image = picture_of(photo)
    if photo is None or image is None:
        return None
    size = {"width": image.width, "height": image.height}
    return node("ImageObject", contentUrl=absolute(image.url), creditText=photo.credit, **size)


def day(known: date | None) -> str:
    return known.isoformat() if known else ""


def script(graph: list[Node]) -> SafeString:
    """Return the descriptions as they stand in a script that no browser runs."""
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  # nothing of it can end the block
