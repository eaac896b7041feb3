"""A text as blocks of words with their marks, for comparisons."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from publishing.texts.footnotes import referred
from publishing.texts.markup import Element, external_address, internal_id

# A word with what joins its parts (people’s, 2011-04-15, 14.30), or one sign.
WORD: Final = re.compile(r"\w+(?:[’'\-.,:/]\w+)*|[^\w\s]")
LINE_BREAK: Final = "\n"
MARKS: Final = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "sup": "raised",
    "sub": "lowered",
}
STARTS_A_BLOCK: Final = frozenset({"p", "h2", "h3", "li", "blockquote", "td", "th"})
LENDS_ITS_TAG: Final = frozenset({"li", "blockquote", "td", "th"})  # to the paragraphs in it


class Word(NamedTuple):
    """A word or sign with its marks; `glued` if no space is before it."""

    text: str
    marks: tuple[str, ...] = ()
    address: str = ""
    glued: bool = False


class Block(NamedTuple):
    """A paragraph, heading, list item, quotation or cell, distinguished by its tag."""

    tag: str
    words: tuple[Word, ...]


def blocks_of(root: Element, addresses: Mapping[str, str] | None = None) -> list[Block]:
    """Return the blocks of a parsed body.

    `addresses` are those of the public ids that may be shown; a link to any other is plain text, as it is for
    readers. Without them every internal link counts, under its permanent address.
    """
    return _Reader(addresses).read(root)


def text_of(words: Sequence[Word]) -> str:
    """Return the words as a text, with spaces between them and none at the start."""
    return "".join(word.text if word.glued or not place else f" {word.text}" for place, word in enumerate(words))


class _Reader:
    """Walks the tree of a body and collects its blocks."""

    def __init__(self, addresses: Mapping[str, str] | None) -> None:
        self.addresses = addresses
        self.blocks: list[Block] = []
        self.words: list[Word] = []
        self.space = True

    def read(self, root: Element) -> list[Block]:
        self._children(root, tag="p", marks=(), address="")
        self._end("p")
        return self.blocks

    def _children(self, element: Element, *, tag: str, marks: tuple[str, ...], address: str) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._text(child, marks, address)
            elif child.tag == "br":
                self.words.append(Word(LINE_BREAK, glued=True))
                self.space = True
            elif child.tag in STARTS_A_BLOCK:
                self._end(tag)
                own = tag if child.tag == "p" and tag in LENDS_ITS_TAG else child.tag
                self._children(child, tag=own, marks=(), address="")
                self._end(own)
            elif child.tag == "a" and referred(child):
                self._children(child, tag=tag, marks=(*marks, "raised"), address=address)
            elif child.tag == "a":
                self._children(child, tag=tag, marks=marks, address=self._address(child) or address)
            else:
                marked = {*marks, MARKS[child.tag]} if child.tag in MARKS else {*marks}
                self._children(child, tag=tag, marks=tuple(sorted(marked)), address=address)

    def _text(self, text: str, marks: tuple[str, ...], address: str) -> None:
        found = words_of(text, marks, address)
        if found and not self.space and not text[:1].isspace():
            found = (found[0]._replace(glued=True), *found[1:])
        self.words += found
        self.space = text[-1:].isspace() or (self.space and not found)

    def _end(self, tag: str) -> None:
        if self.words:
            first = self.words[0]._replace(glued=False)
            self.blocks.append(Block(tag, (first, *self.words[1:])))
        self.words = []
        self.space = True

    def _address(self, link: Element) -> str:
        public_id = internal_id(link)
        if not public_id:
            return external_address(link)
        return f"/id/{public_id}" if self.addresses is None else self.addresses.get(public_id, "")


def words_of(text: str, marks: tuple[str, ...] = (), address: str = "") -> tuple[Word, ...]:
    """Return the words of plain text, such as a title, all with the same marks."""
    found = []
    end = None
    for match in WORD.finditer(text):
        found.append(Word(match.group(), marks, address, glued=match.start() == end))
        end = match.end()
    return tuple(found)
