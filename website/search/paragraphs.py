"""The paragraphs of a stored body as texts, each with the anchor for links to it."""

import re
from collections.abc import Iterator
from typing import Final

from meetings.models import ParagraphNumbers
from publishing.texts.blocks import blocks_of, text_of
from publishing.texts.footnotes import numbers_of
from publishing.texts.markup import Element, lone_link, parse
from website.bodies import Printer, is_long, without_notes

ANCHOR: Final = re.compile(r'<(?:p|li|h2) id="([a-z0-9]+)"')
PHOTO: Final = "p"  # the letter of its permanent ids


def paragraphs_of(body: str, language: str, numbers: str = ParagraphNumbers.NONE) -> Iterator[tuple[str, str]]:
    """Yield anchor and text of each paragraph, heading, list or table, in order.

    Anchors are those that the page gives them. What has none is reached by that of the heading above it.
    """
    root = parse(body)
    printer = Printer({}, language, numbers=numbers, notes=numbers_of(root))
    printer.anchored = is_long(root)
    kept, notes = without_notes(root)
    heading = ""
    for child in kept:
        if isinstance(child, Element) and lone_link(child).startswith(PHOTO):
            continue  # readers see the photo
        anchors = ANCHOR.findall(printer.block(child))
        if isinstance(child, Element) and child.tag == "h2":
            heading = anchors[0] if anchors else ""
        yield from _texts(child, anchors, heading)
    for note in notes:
        yield from _texts(note, [], "")


def _texts(child: Element | str, anchors: list[str], heading: str) -> Iterator[tuple[str, str]]:
    if isinstance(child, Element) and len(anchors) > 1:  # a list whose items are paragraphs
        items = [item for item in child.children if isinstance(item, Element) and item.tag == "li"]
        yield from ((anchor, _text(item)) for anchor, item in zip(anchors, items, strict=True))
    elif text := _text(child):
        yield (anchors[0] if anchors else heading), text


def _text(child: Element | str) -> str:
    return " ".join(text_of(block.words) for block in blocks_of(Element("", children=[child]))).replace("\n", " ")
