"""From a stored body to what is shown: links resolved, photos set in, paragraphs numbered.

A body is HTML that the desk's form has cleaned. It is parsed again here, and only what is known comes out, so
that a body which got into the database by another way is harmless too:

- a link to `/id/<public id>` leads to where that is now; what is not public at the moment is plain text;
- a paragraph that holds only a link to a photo is shown as that photo, with caption, credit and large view;
- where paragraphs are numbered, each of the text's own paragraphs (none in a list, table or quotation)
  carries its number as a link to itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meetings.reads.targets import Target, targets

ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "p": (),
    "h2": (),
    "h3": (),
    "ul": (),
    "ol": ("start",),
    "li": (),
    "blockquote": (),
    "table": (),
    "thead": (),
    "tbody": (),
    "tr": (),
    "th": ("colspan", "rowspan"),
    "td": ("colspan", "rowspan"),
    "strong": (),
    "b": (),
    "em": (),
    "i": (),
    "a": (),
    "br": (),
}
BLOCKS: Final = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "table"})
# What a start tag ends if it is open, and what that end may not reach out of.
ENDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    **{tag: (frozenset({"p"}), frozenset({"li", "td", "th", "blockquote"})) for tag in BLOCKS},
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "a": (frozenset({"a"}), frozenset({"p", "li", "td", "th"})),
}
# Elements whose content is no text for readers.
SILENT: Final = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
)
SCHEMES: Final = frozenset({"http", "https", "mailto"})
INTERNAL: Final = "/id/"
DEEPEST: Final = 60


@dataclass
class Element:
    """A node of the body; the root has no tag."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)


def shown(body: str, *, at: datetime, numbered: bool = False) -> SafeString:
    """Return the body as readers see it at the moment. Two queries at most, however many links it has."""
    root = parse(body)
    found = targets({link for element in _elements(root) if (link := _internal_id(element))}, at)
    return _Printer(found, numbered=numbered).body(root)


def parse(body: str) -> Element:
    """Return the body as a tree of allowed elements; every element is closed, however it was written."""
    parser = _TreeParser()
    parser.feed(body)
    parser.close()
    return parser.root


class _TreeParser(HTMLParser):
    """Builds the tree; the stack holds the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.stack = [self.root]
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT or self.silent:
            self.silent += [tag] if tag in SILENT else []
            return
        if tag not in ALLOWED:
            return
        self._end_what_cannot_hold(tag)
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)})
        self.stack[-1].children.append(element)
        if tag != "br" and len(self.stack) < DEEPEST:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # as browsers do: in HTML the slash says nothing

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
        elif tag in (element.tag for element in self.stack[1:]):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.stack[-1].children.append(data)

    def _end_what_cannot_hold(self, tag: str) -> None:
        ended, walls = ENDS.get(tag, (frozenset(), frozenset()))
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag in ended:
                del self.stack[depth:]
                return
            if self.stack[depth].tag in walls:
                return


class _Printer:
    """Writes the tree down as HTML, with what the links lead to."""

    def __init__(self, found: dict[str, Target], *, numbered: bool) -> None:
        self.found = found
        self.numbered = numbered
        self.number = 0

    def body(self, root: Element) -> SafeString:
        return mark_safe("".join(self._child(child, own=True) for child in root.children))  # noqa: S308 all of it escaped below

    def _child(self, child: Element | str, *, own: bool = False) -> str:
        if isinstance(child, str):
            return escape(child)
        match child.tag:
            case "p":
                return self._paragraph(child, own=own)
            case "a":
                return self._link(child)
            case "table":
                label = _("Table")
                inner = self._plain(child)
                return (
                    f'<div class="wide" role="region" tabindex="0" aria-label="{escape(label)}">{inner}</div>'
                )
            case "br":
                return "<br>"
            case _:
                return self._plain(child)

    def _inner(self, element: Element) -> str:
        return "".join(self._child(child) for child in element.children)

    def _plain(self, element: Element) -> str:
        kept = "".join(
            format_html(' {}="{}"', name, value)
            for name in ALLOWED[element.tag]
            if (value := element.attributes.get(name, "")).isdecimal() and value.isascii()
        )
        return f"<{element.tag}{kept}>{self._inner(element)}</{element.tag}>"

    def _paragraph(self, element: Element, *, own: bool) -> str:
        target = self.found.get(_lone_link(element))
        if target and target.photo:
            return render_to_string(
                "partials/_figure.html", {"photo": target.photo, "url": target.url}
            ).strip()
        if not (own and self.numbered):
            return self._plain(element)
        self.number += 1
        label = _("Paragraph %(number)s") % {"number": self.number}
        return format_html(
            '<p id="p{number}"><a class="number" href="#p{number}" aria-label="{label}">{number}</a> {inner}</p>',
            number=self.number,
            label=label,
            inner=mark_safe(self._inner(element)),  # noqa: S308 escaped child by child
        )

    def _link(self, element: Element) -> str:
        url = self._url(element)
        inner = self._inner(element)
        return f'<a href="{escape(url)}">{inner}</a>' if url else inner

    def _url(self, element: Element) -> str:
        if public_id := _internal_id(element):
            target = self.found.get(public_id)
            return target.url if target else ""
        href = element.attributes.get("href", "").strip()
        return href if _scheme(href) in SCHEMES else ""


def _elements(root: Element) -> Iterator[Element]:
    for child in root.children:
        if isinstance(child, Element):
            yield child
            yield from _elements(child)


def _internal_id(element: Element) -> str:
    """The public id that a link leads to; empty for any other element and link."""
    href = element.attributes.get("href", "").strip() if element.tag == "a" else ""
    return href.removeprefix(INTERNAL).rstrip("/") if href.startswith(INTERNAL) else ""


def _lone_link(paragraph: Element) -> str:
    """The public id of the only thing in the paragraph, where that is an internal link."""
    things = [
        child
        for child in paragraph.children
        if (child.strip() if isinstance(child, str) else child.tag != "br")
    ]
    return _internal_id(things[0]) if len(things) == 1 and isinstance(things[0], Element) else ""


def _scheme(href: str) -> str:
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:  # such as an unclosed [ in the host
        return ""
