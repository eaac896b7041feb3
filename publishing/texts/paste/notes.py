"""Footnotes in the HTML of word processors: references and the notes below."""

import re
from typing import Final

from publishing.texts.markup import elements
from publishing.texts.paste.tree import BLOCKS, Node

# The fragment to which a reference leads, and the one to which the note leads back: Word, LibreOffice, Google Docs,
# Markdown, and our own.
REFERENCE: Final = re.compile(r"_?(ftn|edn|ftnt|fn[-:]?)(\d+)|sd(foot|end)note(\d+)sym")
BACK: Final = re.compile(r"_?(ftn|edn|ftnt_|fn)ref[-:]?(\d+)|sd(foot|end)note(\d+)anc")
OF_A_NOTE: Final = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
HOLDERS: Final = frozenset({"p", "div", "li", "dd"})


def reference(node: Node) -> str:
    """Return the key of the footnote that a link refers to; empty for any other."""
    return _key(REFERENCE.fullmatch(_fragment(node)))


def leads_back(node: Node) -> str:
    """Return the key of the footnote whose link back to the text this is, else empty."""
    return _key(BACK.fullmatch(_fragment(node)))


def taken_out(node: Node) -> dict[str, Node]:
    """Take the notes out of the tree; return them by their keys."""
    found: dict[str, Node] = {}
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            if key := _note_in(child):
                found[key] = child
                continue
            found |= taken_out(child)
        kept.append(child)
    node.children = kept
    return found


def _note_in(node: Node) -> str:
    if node.tag not in HOLDERS:
        return ""
    holds_blocks = node.tag == "div" and any(child.tag in BLOCKS for child in node.elements)
    if holds_blocks and not OF_A_NOTE.fullmatch(node.attributes.get("id", "")):
        return ""
    return next((key for each in elements(node) if (key := leads_back(each))), "")


def _fragment(node: Node) -> str:
    return node.attributes.get("href", "").rpartition("#")[2] if node.tag == "a" else ""


def _key(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    family, number, sheet, other = match.groups()
    return f"{(family or sheet)[:3].strip('-:')}{number or other}"
