"""Footnotes in a stored body: a link to `#fn-1`, and a paragraph for it.

The paragraph begins with a link to `#fnref-1`. So they are links to the editor, the sanitizer and the comparison.
Readers get them numbered in the order of their references and linked both ways, below the text; see website/bodies.py.
"""

import re
from typing import Final

from publishing.texts.markup import Element, elements

TO_NOTE: Final = re.compile(r"#fn-([\w-]{1,40})")
TO_TEXT: Final = re.compile(r"#fnref-([\w-]{1,40})")


def reference_html(number: int) -> str:
    """Return the reference to a footnote as it is stored."""
    return f'<a href="#fn-{number}">{number}</a>'


def note_html(number: int, body: str) -> str:
    """Return a footnote as it is stored; the body is HTML without blocks."""
    text = f" {body}" if body else ""
    return f'<p><a href="#fnref-{number}">{number}</a>{text}</p>'


def referred(element: Element) -> str:
    """Return the key of the footnote that a link refers to; empty if it is none."""
    match = TO_NOTE.fullmatch(element.attributes.get("href", "")) if element.tag == "a" else None
    return match[1] if match else ""


def noted(element: Element | str) -> str:
    """Return the key of the footnote in the paragraph; empty for other elements."""
    if isinstance(element, str) or element.tag != "p":
        return ""
    first = next((child for child in element.children if not isinstance(child, str) or child.strip()), "")
    if isinstance(first, str) or first.tag != "a":
        return ""
    match = TO_TEXT.fullmatch(first.attributes.get("href", ""))
    return match[1] if match else ""


def body_of(element: Element) -> Element:
    """Return a footnote's paragraph without the number that it begins with."""
    place = next(place for place, child in enumerate(element.children) if isinstance(child, Element))
    return Element("p", children=element.children[place + 1 :])


def numbers_of(root: Element) -> dict[str, int]:
    """Return the numbers of complete footnotes by key, in the order of reference."""
    notes = {key for child in root.children if (key := noted(child))}
    found = dict.fromkeys(key for element in elements(root) if (key := referred(element)) in notes)
    return {key: number for number, key in enumerate(found, start=1)}
