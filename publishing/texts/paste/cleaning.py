"""Converts the clipboard's HTML for the rich text editor; lists the changes.

Lists are lists, the highest heading is the highest that the editor has, footnotes lead to and fro
(publishing/texts/footnotes.py), tables keep their spans and heads; comments, tracked deletions, empty paragraphs and
runs of blanks are left out.
"""

from collections import Counter
from typing import NamedTuple

from publishing.texts.paste.lists import formats_of
from publishing.texts.paste.reading import Document, Reader
from publishing.texts.paste.tree import parse


class Cleaned(NamedTuple):
    """The HTML for the editor, and the number of changes by kind (see words.py)."""

    html: str
    changes: Counter[str]


def cleaned(html: str, *, first_note: int = 1) -> Cleaned:
    """Return the clipboard's HTML for the editor; notes count from `first_note`."""
    root = parse(html)
    document = Document(root, formats_of(html), first_note)
    reader = Reader(document)
    reader.children(root)
    text = reader.html()
    return Cleaned(text + "".join(document.notes()), +document.changes)
