"""The HTML of a body as a tree: what it may contain, and what it links to.

A body is HTML that the admin's form has cleaned. It is parsed again whenever it is used, and only what is known
gets into the tree, so that a body which got into the database by another way is harmless too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "p": (),
    "h2": (),
    "h3": (),
    "ul": (),
    "ol": ("start", "type"),
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
    "sup": (),
    "sub": (),
    "a": (),
    "br": (),
}
BLOCKS: Final = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "table"})
Ends = Mapping[str, tuple[frozenset[str], frozenset[str]]]
# What a start tag ends if it is open, and what that end may not reach out of.
ENDS: Final[Ends] = {
    **{tag: (frozenset({"p"}), frozenset({"li", "td", "th", "blockquote"})) for tag in BLOCKS},
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "a": (frozenset({"a"}), frozenset({"p", "li", "td", "th"})),
}
# Elements whose content is no text for readers.
SILENT: Final = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"})
SCHEMES: Final = frozenset({"http", "https", "mailto"})
INTERNAL: Final = "/id/"
DEEPEST: Final = 60
# What the editor writes for a list whose type and start are as usual.
USUAL: Final = frozenset({("ol", "type", "1"), ("ol", "start", "1")})


@dataclass
class Element:
    """A node of the body; the root has no tag."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)


def parse(body: str) -> Element:
    """Return the body as a tree of allowed elements, in which all are closed."""
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
        end_what_cannot_hold(self.stack, tag, ENDS)
        kept = {name: value or "" for name, value in reversed(attrs) if (tag, name, value) not in USUAL}
        element = Element(tag, kept)
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


def end_what_cannot_hold[Open: Element](stack: list[Open], tag: str, ends: Ends) -> None:
    """End the open elements that a start tag ends in browsers; the first is the root."""
    ended, walls = ends.get(tag, (frozenset(), frozenset()))
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].tag in ended:
            del stack[depth:]
            return
        if stack[depth].tag in walls:
            return


def elements[Node: Element](root: Node) -> Iterator[Node]:
    """Yield the elements below the root in the order of the text, of its class."""
    for child in root.children:
        if isinstance(child, type(root)):
            yield child
            yield from elements(child)


def text_of(element: Element) -> str:
    """Return the words of an element without their marks."""
    return "".join(child if isinstance(child, str) else text_of(child) for child in element.children)


def linked_ids(root: Element) -> list[str]:
    """Return the public ids that links in the body lead to, once, in their order."""
    return _each_once(internal_id(element) for element in elements(root))


def pictured_ids(root: Element) -> list[str]:
    """Return the public ids of paragraphs with only a link; photos are shown there."""
    return _each_once(lone_link(element) for element in elements(root) if element.tag == "p")


def internal_id(element: Element) -> str:
    """Return the public id that a link leads to; empty for other links and elements."""
    href = element.attributes.get("href", "").strip() if element.tag == "a" else ""
    return href.removeprefix(INTERNAL).rstrip("/") if href.startswith(INTERNAL) else ""


def external_address(element: Element) -> str:
    """Return the safe outside address of a link; empty for any other element."""
    href = element.attributes.get("href", "").strip() if element.tag == "a" else ""
    return href if _scheme(href) in SCHEMES else ""


def lone_link(paragraph: Element) -> str:
    """Return the public id if the paragraph is only an internal link, else empty."""
    nodes = [child for child in paragraph.children if (child.strip() if isinstance(child, str) else child.tag != "br")]
    return internal_id(nodes[0]) if len(nodes) == 1 and isinstance(nodes[0], Element) else ""


def _each_once(public_ids: Iterator[str]) -> list[str]:
    return [public_id for public_id in dict.fromkeys(public_ids) if public_id]


def _scheme(href: str) -> str:
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:  # such as an unclosed [ in the host
        return ""
