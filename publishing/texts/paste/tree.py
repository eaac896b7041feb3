"""Clipboard HTML as a tree: elements with attributes and style, however written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from publishing.texts.markup import Element, Ends, end_what_cannot_hold

# Declarations of word processors, such as <![if !supportLists]>, and comments. A conditional comment holds markup
# for the word processor alone.
NOT_HTML: Final = re.compile(r"<!--.*?-->|<!\[.*?\]>|<!--.*\Z|<\?.*?>", re.DOTALL)
SHOWN_WHERE_LISTS_ARE_NOT: Final = re.compile(r"<!--\[(?:if [^\]]*|endif)\]-->")
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}
)
BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
    }
)
TABLE_PARTS: Final = frozenset({"caption", "thead", "tbody", "tfoot"})
# What a start tag ends if it is open, and what that end may not reach out of.
ENDS: Final[Ends] = {
    **{tag: (frozenset({"p"}), frozenset({"li", "td", "th"})) for tag in BLOCKS},
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **{tag: (TABLE_PARTS, frozenset({"table"})) for tag in TABLE_PARTS},
}
# An end tag does not reach out of these.
WALLS: Final = frozenset({"table", "td", "th"})
DEEPEST: Final = 120
NUMBER: Final = re.compile(r"[0-9]{1,4}")


@dataclass
class Node(Element):
    """An element with its style and classes; the root has no tag."""

    children: list["Node | str"] = field(default_factory=list)  # type: ignore[assignment]  # all of one class

    def __post_init__(self) -> None:
        self.style = _style(self.attributes.get("style", ""))
        self.classes = frozenset(self.attributes.get("class", "").split())

    @property
    def elements(self) -> Iterator["Node"]:
        """The elements directly below it."""
        return (child for child in self.children if isinstance(child, Node))


def number_of(text: str) -> int | None:
    """Return the number that the text is, of up to four digits; else None."""
    return int(text) if NUMBER.fullmatch(text) else None


def parse(html: str) -> Node:
    """Return the clipboard's HTML as a tree; comments are left out."""
    parser = _Parser()
    parser.feed(NOT_HTML.sub("", SHOWN_WHERE_LISTS_ARE_NOT.sub("", html)))
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    """Builds the tree; the stack holds the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        end_what_cannot_hold(self.stack, tag, ENDS)
        node = Node(tag, {name: value or "" for name, value in reversed(attrs)})
        self.stack[-1].children.append(node)
        if tag not in VOID and len(self.stack) < DEEPEST:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if ":" in tag:  # of XML, such as <o:p/>
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                del self.stack[depth:]
                return
            if self.stack[depth].tag in WALLS and tag not in {*WALLS, "tr", *TABLE_PARTS}:
                return

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def _style(declarations: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in declarations.split(";"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
