"""Renders stored bodies: resolves links, inserts photos and numbers paragraphs.

- A link to `/id/<public id>` gets the current address. If the object is not public, only the link text is shown.
- A paragraph that holds only a link to a photo is shown as that photo, with caption, credit and large view.
- In a long text, headings have ids for the table of contents.
- If paragraphs are numbered, each paragraph outside of lists, tables and quotations that is not empty gets its number
  as a link to itself. Numbers in the text itself are kept and become such links.
- Footnotes are placed below the text, numbered in the order of their references and linked both ways.
- Words of the site, such as "Paragraph 3", are in the page's language and have a `lang` attribute.

publishing/texts/markup.py defines the allowed markup.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.models import ParagraphNumbers
from publishing.texts.footnotes import body_of, noted, numbers_of, referred
from publishing.texts.markup import (
    ALLOWED,
    Element,
    external_address,
    internal_id,
    linked_ids,
    lone_link,
    text_of,
)
from website.reads.targets import Target, targets

FEWEST_HEADINGS: Final = 3
LONG: Final = 2500  # characters: two screens of a desktop computer
TYPES_OF_LISTS: Final = frozenset({"a", "A", "i", "I"})  # with letters or Roman numerals
LONGEST_NUMBER: Final = 3  # digits
OWN_NUMBER: Final = re.compile(r"\s*(?P<label>(?P<number>[1-9]\d{0,2})[.)]?)(?=\s|\Z)\s*")


class Heading(NamedTuple):
    """An entry of the table of contents: the words of a heading and its id."""

    text: str
    anchor: str


def shown(root: Element, *, at: datetime, language: str, numbers: str = ParagraphNumbers.NONE) -> SafeString:
    """Return the rendered body of a text in the language, as public at the moment.

    Makes at most two queries.
    """
    return printed(root, targets(linked_ids(root), at), language=language, numbers=numbers)


def printed(root: Element, found: Mapping[str, Target], *, language: str, numbers: str) -> SafeString:
    """Return the rendered body; `found` may have the targets of other texts, too."""
    printer = Printer(found, language, numbers=numbers, notes=numbers_of(root))
    printer.anchored = is_long(root)
    return printer.body(root)


def without_notes(root: Element) -> tuple[list[Element | str], list[Element]]:
    """Return the text's children, and its footnotes in the order of their numbers."""
    numbers = numbers_of(root)
    notes = [child for child in root.children if isinstance(child, Element) and noted(child) in numbers]
    kept = [child for child in root.children if not any(child is note for note in notes)]
    return kept, sorted(notes, key=lambda note: numbers[noted(note)])


def contents(root: Element) -> list[Heading]:
    """Return the table of contents of a long text. Empty for a short one."""
    if not is_long(root):
        return []
    return [Heading(_words(each), f"h{number}") for number, each in enumerate(_headings(root), start=1)]


def _words(heading: Element) -> str:
    """Return the heading's text without footnote numbers."""
    words = [child for child in heading.children if isinstance(child, str) or not referred(child)]
    return text_of(Element("", children=words)).strip()


def is_long(root: Element) -> bool:
    return len(_headings(root)) >= FEWEST_HEADINGS and len(text_of(root)) >= LONG


def _headings(root: Element) -> list[Element]:
    return [child for child in root.children if isinstance(child, Element) and child.tag == "h2"]


class Printer:
    """A renderer of element trees as HTML; `anchor` prefixes ids of paragraphs."""

    def __init__(
        self,
        found: Mapping[str, Target],
        language: str,
        *,
        numbers: str,
        notes: dict[str, int],
        anchor: str = "p",
    ) -> None:
        reader = get_language()
        self.found = found
        self.numbers = numbers
        self.notes = notes
        self.anchor = anchor
        self.number = self.heading = 0
        self.taken: set[str] = set()  # the ids used so far
        self.anchored = False  # whether headings have ids
        # The lang attributes for words of the site in a text of another language, and for the text within those.
        foreign = language != reader
        self.own_mark = format_html(' lang="{}"', reader) if foreign else ""
        self.text_mark = format_html(' lang="{}"', language) if foreign else ""

    def body(self, root: Element) -> SafeString:
        kept, notes = without_notes(root)
        text = mark_safe("".join(self._child(child, own=True) for child in kept))  # noqa: S308 all of it escaped below
        return text + self.footnotes(notes)

    def footnotes(self, notes: Sequence[Element]) -> SafeString:
        """Return the rendered footnotes; call it after the text, which counts references."""
        written = mark_safe("".join(self._footnote(note) for note in notes))  # noqa: S308 as above
        region = '<div class="footnotes" role="group" aria-label="{}"{}>{}</div>'
        return format_html(region, _("Footnotes"), self.own_mark, written) if notes else SafeString()

    def block(self, child: Element | str) -> SafeString:
        """Return a rendered child of the body; call it in the order of the text."""
        return mark_safe(self._child(child, own=True))  # noqa: S308 as above

    def _child(self, child: Element | str, *, own: bool = False) -> str:
        return escape(child) if isinstance(child, str) else self._element(child, own=own)

    def _element(self, child: Element, *, own: bool) -> str:
        match child.tag:
            case "p":
                return self._paragraph(child, own=own)
            case "h2" if own and self.anchored:
                self.heading += 1
                return f'<h2 id="h{self.heading}">{self._inner(child)}</h2>'
            case "a":
                return self._link(child)
            case "ol" if own and self.numbers == ParagraphNumbers.OWN and "type" not in child.attributes:
                return self._numbered_list(child)
            case "table":
                label = _("Table")
                inner = self._plain(child, self.text_mark)
                region = f'<div class="wide" role="region" tabindex="0" aria-label="{escape(label)}"'
                return f"{region}{self.own_mark}>{inner}</div>"
            case "br":
                return "<br>"
            case "tr":
                return self._row(child)
            case _:
                return self._plain(child)

    def _inner(self, element: Element) -> str:
        return "".join(self._child(child) for child in element.children)

    def _plain(self, element: Element, attributes: str = "") -> str:
        kept = "".join(
            format_html(' {}="{}"', name, value)
            for name in ALLOWED[element.tag]
            if ((value := element.attributes.get(name, "")).isdecimal() and value.isascii())
            or (name == "type" and value in TYPES_OF_LISTS)
        )
        return f"<{element.tag}{kept}{attributes}>{self._inner(element)}</{element.tag}>"

    def _row(self, row: Element) -> str:
        """Return the row; the scope of header cells is "col" without others, else "row"."""
        cells = [child for child in row.children if isinstance(child, Element)]
        scope = "col" if all(cell.tag == "th" for cell in cells) else "row"
        inner = (
            self._plain(child, f' scope="{scope}"')
            if isinstance(child, Element) and child.tag == "th"
            else self._child(child)
            for child in row.children
        )
        return f"<tr>{''.join(inner)}</tr>"

    def _paragraph(self, element: Element, *, own: bool) -> str:
        target = self.found.get(lone_link(element))
        if target and target.photo:
            return render_to_string("partials/_figure.html", {"photo": target.photo, "url": target.url}).strip()
        if own and self.numbers == ParagraphNumbers.ALL and text_of(element).strip():
            self.number += 1
            return self._numbered(element, "p", str(self.number), self.number)
        if own and self.numbers == ParagraphNumbers.OWN and (match := OWN_NUMBER.match(text_of(element))):
            rest = without_start(element, match.end())
            return self._numbered(rest, "p", match["label"], int(match["number"])) or self._plain(element)
        return self._plain(element)

    def _numbered(self, element: Element, tag: str, label: str, number: int) -> str:
        """Return the element, its number a link to itself; empty if the number is taken."""
        anchor = f"{self.anchor}{number}"
        if anchor in self.taken:
            return ""
        self.taken.add(anchor)
        return format_html(
            '<{tag} id="{id}"><a class="number" href="#{id}" aria-label="{says}"{mark}>{label}</a> {inner}</{tag}>',
            tag=tag,
            id=anchor,
            label=label,
            mark=self.own_mark,
            says=_("Paragraph %(number)s") % {"number": number},
            inner=mark_safe(self._inner(element)),  # noqa: S308 escaped child by child
        )

    def _numbered_list(self, element: Element) -> str:
        """Return a list whose items are numbered paragraphs of the text."""
        start = element.attributes.get("start", "")
        first = int(start) if start.isdecimal() and start.isascii() and len(start) <= LONGEST_NUMBER else 1
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        written = [
            self._numbered(_unwrapped(item), "li", f"{number}.", number)
            for number, item in enumerate(items, start=first)
        ]
        return f'<ol class="own">{"".join(written)}</ol>' if all(written) else self._plain(element)

    def _reference(self, link: Element) -> str:
        """Return the reference to a footnote, or its text if the footnote does not exist."""
        number = self.notes.get(referred(link))
        if number is None:
            return self._inner(link)
        anchor = f"{self._prefix}fnref-{number}"
        own = "" if anchor in self.taken else format_html(' id="{}"', anchor)
        self.taken.add(anchor)
        return format_html(
            '<sup{own}><a href="#{prefix}fn-{number}" aria-label="{says}"{mark}>{number}</a></sup>',
            own=own,
            prefix=self._prefix,
            number=number,
            says=_("Footnote %(number)s") % {"number": number},
            mark=self.own_mark,
        )

    def _footnote(self, note: Element) -> str:
        number = self.notes[noted(note)]
        return format_html(
            '<p id="{prefix}fn-{number}"><a href="#{prefix}fnref-{number}" aria-label="{says}">{number}</a>'
            " <span{mark}>{inner}</span></p>",
            prefix=self._prefix,
            number=number,
            says=_("Back to footnote %(number)s in the text") % {"number": number},
            mark=self.text_mark,
            inner=mark_safe(self._inner(body_of(note)).strip()),  # noqa: S308 escaped child by child
        )

    @property
    def _prefix(self) -> str:
        """The prefix of footnote ids, so that a page can show two texts."""
        return self.anchor.removesuffix("p")

    def _link(self, element: Element) -> str:
        if referred(element):
            return self._reference(element)
        url = self._url(element)
        inner = self._inner(element)
        return f'<a href="{escape(url)}">{inner}</a>' if url else inner

    def _url(self, element: Element) -> str:
        if public_id := internal_id(element):
            target = self.found.get(public_id)
            return target.url if target else ""
        return external_address(element)


def without_start(element: Element, count: int) -> Element:
    """Return a copy of the element without the first `length` characters of its text."""
    kept: list[Element | str] = []
    for child in element.children:
        length = len(child if isinstance(child, str) else text_of(child))
        if count < length:
            kept.append(child[count:] if isinstance(child, str) else without_start(child, count))
        elif count == 0:
            kept.append(child)
        count = max(0, count - length)
    return Element(element.tag, element.attributes, kept)


def _unwrapped(item: Element) -> Element:
    """Return the item with its first paragraph replaced by the paragraph's content."""
    first, *others = _elements_and_words(item.children) or [""]
    if isinstance(first, str) or first.tag != "p":
        return item
    return Element("li", item.attributes, [*first.children, *others])


def _elements_and_words(children: Iterable[Element | str]) -> list[Element | str]:
    return [child for child in children if not isinstance(child, str) or child.strip()]
