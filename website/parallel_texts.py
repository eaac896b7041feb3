"""Aligns the paragraphs of two texts as far as their structures match."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from publishing.models import Edition
from publishing.texts.footnotes import numbers_of
from publishing.texts.markup import Element, linked_ids, lone_link, parse
from website.bodies import Printer, without_notes
from website.reads.targets import targets

HEADINGS: Final = frozenset({"h2", "h3"})
FOOTNOTES: Final = "footnotes"


class Block(NamedTuple):
    """A rendered block of a text; the `kind` of a photo has its address."""

    kind: str
    html: SafeString

    @property
    def is_photo(self) -> bool:
        return self.kind.startswith("photo")


@dataclass(frozen=True)
class Pair:
    """Corresponding blocks of the two texts. A photo in both texts is only in `left`."""

    left: SafeString
    right: SafeString
    kind: str = ""
    corresponds: bool = True  # False: unaligned blocks between two aligned ones

    @property
    def is_photo(self) -> bool:
        return self.kind.startswith("photo")


def side_by_side(left: Edition, right: Edition, *, at: datetime, numbers: str) -> list[Pair]:
    """Return the bodies of two editions rendered in pairs, with at most two queries."""
    roots = parse(left.body), parse(right.body)
    found = targets([public_id for root in roots for public_id in linked_ids(root)], at)
    one, other = (
        Printer(found, text.language, numbers=numbers, notes=numbers_of(root), anchor=anchor)
        for root, text, anchor in zip(roots, (left, right), ("p", f"{right.language}-p"), strict=True)
    )
    (texts_left, notes_left), (texts_right, notes_right) = (without_notes(root) for root in roots)
    pairs = [*_pairs(list(_blocks(texts_left, one)), list(_blocks(texts_right, other)))]
    if notes_left or notes_right:
        pairs.append(Pair(one.footnotes(notes_left), other.footnotes(notes_right), FOOTNOTES))
    return pairs


def _blocks(children: Sequence[Element | str], printer: Printer) -> Iterator[Block]:
    for child in children:
        if isinstance(child, Element):
            target = printer.found.get(lone_link(child)) if child.tag == "p" else None
            kind = f"photo {target.url}" if target and target.photo else child.tag
            yield Block(kind, printer.block(child))
        elif child.strip():
            yield Block("p", printer.block(child))


def _pairs(one: Sequence[Block], other: Sequence[Block]) -> Iterator[Pair]:
    """Pair the blocks of whole texts, of sections with the same headings, or none."""
    if _kinds(one) == _kinds(other):
        yield from (Pair(a.html, b.html, a.kind) for a, b in zip(one, other, strict=True))
        return
    sections = _sections(one), _sections(other)
    if len(sections[0]) > 1 and _headings(one) == _headings(other):
        for a, b in zip(*sections, strict=True):
            yield from _section(a, b)
    else:
        yield _unpaired(one, other)


def _section(one: Sequence[Block], other: Sequence[Block]) -> Iterator[Pair]:
    """Pair the headings, and the blocks below them if their structures match."""
    if one and other and one[0].kind in HEADINGS:
        yield Pair(one[0].html, other[0].html, one[0].kind)
        one, other = one[1:], other[1:]
    if _kinds(one) == _kinds(other):
        yield from (Pair(a.html, b.html, a.kind) for a, b in zip(one, other, strict=True))
    else:
        yield _unpaired(one, other)


def _unpaired(one: Sequence[Block], other: Sequence[Block]) -> Pair:
    left, right = (mark_safe("".join(block.html for block in blocks)) for blocks in (one, other))  # noqa: S308 from the printer
    return Pair(left, right, corresponds=False)


def _sections(blocks: Sequence[Block]) -> list[Sequence[Block]]:
    """Return the sections: the part before the first heading, then one per heading."""
    cuts = [0, *(place for place, block in enumerate(blocks) if block.kind in HEADINGS), len(blocks)]
    return [blocks[start:end] for start, end in pairwise(cuts)]


def _kinds(blocks: Sequence[Block]) -> list[str]:
    return [block.kind for block in blocks]


def _headings(blocks: Sequence[Block]) -> list[str]:
    return [block.kind for block in blocks if block.kind in HEADINGS]
