"""From a stored body to what is shown: links resolved, photos set in, paragraphs numbered.

- a link to `/id/<public id>` leads to where that is now; what is not public at the moment is plain text;
- a paragraph that holds only a link to a photo is shown as that photo, with caption, credit and large view;
- where a text is long, its headings have ids, to which its contents lead;
- where paragraphs are numbered, each of the text's own paragraphs (none in a list, table or quotation)
  carries its number as a link to itself;
- what the site itself says in a text, such as "Paragraph 3", is in the reader's language and marked so.

What may stand in a body at all says publishing/markup.py.
"""

from datetime import datetime
from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.reads.targets import Target, targets
from publishing.markup import (
    ALLOWED,
    Element,
    external_address,
    internal_id,
    linked_ids,
    lone_link,
    parse,
    text_of,
)

FEWEST_HEADINGS: Final = 3
LONG: Final = 2500  # characters: two screens of a desk


class Heading(NamedTuple):
    """A line of a text's contents: the heading's words, and its id on the page."""

    text: str
    anchor: str


def shown(body: str, *, at: datetime, language: str, numbered: bool = False) -> SafeString:
    """Return the body, of a text in the language, as readers see it at the moment.

    Two queries at most, however many links it has.
    """
    root = parse(body)
    printer = Printer(targets(linked_ids(root), at), language, numbered=numbered)
    printer.anchored = _is_long(root)
    return printer.body(root)


def contents(body: str) -> list[Heading]:
    """Return the contents of a long text; of any other nothing."""
    root = parse(body)
    if not _is_long(root):
        return []
    return [Heading(text_of(each), f"h{number}") for number, each in enumerate(_headings(root), start=1)]


def _is_long(root: Element) -> bool:
    return len(_headings(root)) >= FEWEST_HEADINGS and len(text_of(root)) >= LONG


def _headings(root: Element) -> list[Element]:
    return [child for child in root.children if isinstance(child, Element) and child.tag == "h2"]


class Printer:
    """Writes the tree down as HTML, with what the links lead to; `anchor` begins the ids of numbered paragraphs."""

    def __init__(self, found: dict[str, Target], language: str, *, numbered: bool, anchor: str = "p") -> None:
        reader = get_language()
        self.found = found
        self.numbered = numbered
        self.anchor = anchor
        self.number = self.heading = 0
        self.anchored = False  # whether headings have ids
        # What marks the site's own words in a text of another language, and the text within those.
        foreign = language != reader
        self.own_mark = format_html(' lang="{}"', reader) if foreign else ""
        self.text_mark = format_html(' lang="{}"', language) if foreign else ""

    def body(self, root: Element) -> SafeString:
        return mark_safe("".join(self._child(child, own=True) for child in root.children))  # noqa: S308 all of it escaped below

    def block(self, child: Element | str) -> SafeString:
        """Return one of the body's children; to be asked for in the order of the text, as paragraphs are counted."""
        return mark_safe(self._child(child, own=True))  # noqa: S308 as above

    def _child(self, child: Element | str, *, own: bool = False) -> str:
        if isinstance(child, str):
            return escape(child)
        match child.tag:
            case "p":
                return self._paragraph(child, own=own)
            case "h2" if own and self.anchored:
                self.heading += 1
                return f'<h2 id="h{self.heading}">{self._inner(child)}</h2>'
            case "a":
                return self._link(child)
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

    def _plain(self, element: Element, besides: str = "") -> str:
        kept = "".join(
            format_html(' {}="{}"', name, value)
            for name in ALLOWED[element.tag]
            if (value := element.attributes.get(name, "")).isdecimal() and value.isascii()
        )
        return f"<{element.tag}{kept}{besides}>{self._inner(element)}</{element.tag}>"

    def _row(self, row: Element) -> str:
        """Say of what its headings are: of columns in a row that has nothing else, else of this row."""
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
            return render_to_string(
                "partials/_figure.html", {"photo": target.photo, "url": target.url}
            ).strip()
        if not (own and self.numbered):
            return self._plain(element)
        self.number += 1
        label = _("Paragraph %(number)s") % {"number": self.number}
        return format_html(
            '<p id="{id}"><a class="number" href="#{id}" aria-label="{label}"{mark}>{number}</a> {inner}</p>',
            id=f"{self.anchor}{self.number}",
            number=self.number,
            mark=self.own_mark,
            label=label,
            inner=mark_safe(self._inner(element)),  # noqa: S308 escaped child by child
        )

    def _link(self, element: Element) -> str:
        url = self._url(element)
        inner = self._inner(element)
        return f'<a href="{escape(url)}">{inner}</a>' if url else inner

    def _url(self, element: Element) -> str:
        if public_id := internal_id(element):
            target = self.found.get(public_id)
            return target.url if target else ""
        return external_address(element)
