"""Interprets elements of the clipboard: marks, headings, comments, hidden parts."""

import re
from typing import Final
from urllib.parse import urlsplit

from publishing.texts.markup import INTERNAL, SCHEMES
from publishing.texts.paste.tree import Node, number_of

IGNORED: Final = frozenset(
    {
        *(
            "head",
            "style",
            "script",
            "title",
            "meta",
            "link",
            "xml",
            "template",
            "noscript",
            "iframe",
            "object",
        ),
        *("svg", "math", "o:p", "col", "colgroup", "input", "button", "select", "textarea", "audio", "video"),
        *("canvas", "embed", "base"),
    }
)
COMMENTS: Final = frozenset(
    {"msocomanchor", "MsoCommentReference", "msocomoff", "msocomtxt", "MsoCommentText", "CommentReference"}
)
COMMENT_LINK: Final = re.compile(r"_msocom_\d+|_msoanchor_\d+|cmnt(?:_ref)?\d+")
TABLE_OF_CONTENTS: Final = re.compile(r"MsoToc\d|MsoTocHeading|TOC\d|sdcontents?\d*")
MARKS: Final = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "sup": "sup",
    "sub": "sub",
}
STRUCK: Final = frozenset({"s", "strike"})
BOLD: Final = 600
HEADING: Final = re.compile(r"h([1-6])")
TITLES: Final = frozenset({"MsoTitle", "MsoTitleCxSpFirst"})


def left_out(node: Node) -> str:
    """Return as what the element is left out, such as "comments"; empty if it is not."""
    if node.tag in IGNORED or node.style.get("display") == "none" or "mso-hide" in node.style:
        return "ignored"
    if node.tag == "del" or "msoDel" in node.classes:
        return "deletions"
    if node.tag == "img":
        return "pictures"
    fragment = node.attributes.get("href", "").rpartition("#")[2] if node.tag == "a" else ""
    if (
        node.classes & COMMENTS
        or COMMENT_LINK.fullmatch(fragment)
        or node.style.get("mso-element") in ("comment", "comment-list")
    ):
        return "comments"
    if any(TABLE_OF_CONTENTS.fullmatch(name) for name in node.classes):
        return "contents"
    return ""


def marks_of(node: Node, outer: frozenset[str]) -> frozenset[str]:
    """Return the marks of the text in the element; `outer` are those around it."""
    marks = {*outer}
    if node.tag in MARKS:
        marks.add(MARKS[node.tag])
    weight, slant = node.style.get("font-weight", ""), node.style.get("font-style", "")
    if weight:
        bold = weight in ("bold", "bolder") or (number_of(weight) or 0) >= BOLD
        marks = marks | {"strong"} if bold else marks - {"strong"}
    if slant:
        marks = marks | {"em"} if slant in ("italic", "oblique") else marks - {"em"}
    match node.style.get("vertical-align"):
        case "super":
            marks.add("sup")
        case "sub":
            marks.add("sub")
    return frozenset(marks)


def is_struck(node: Node) -> bool:
    """Whether the element strikes its text through."""
    return node.tag in STRUCK or "line-through" in node.style.get("text-decoration", "")


def heading_level(node: Node) -> int | None:
    """Return the level of a heading, 0 for a title; None for any other element."""
    if match := HEADING.fullmatch(node.tag):
        return int(match[1])
    level = number_of(node.attributes.get("aria-level", ""))
    if node.attributes.get("role") == "heading" and level is not None:
        return level
    return 0 if node.classes & TITLES else None


def address_of(node: Node) -> str:
    """Return the address that a link keeps; empty if it stays in the document."""
    href = node.attributes.get("href", "").strip()
    if href.startswith(INTERNAL):
        return href
    try:
        return href if urlsplit(href).scheme.lower() in SCHEMES else ""
    except ValueError:  # such as an unclosed [ in the host
        return ""
