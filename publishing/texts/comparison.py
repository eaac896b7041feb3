"""Compares two texts word by word; returns the changes as data for templates.

Blocks (paragraphs, headings, list items, cells) are aligned first, then the words within those that changed. A
word is compared with its marks, so that a changed link or emphasis shows as well. Taking the equal and the added
words gives the new text, the equal and the removed ones the old.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate, groupby
from typing import Final

from publishing.texts.blocks import LINE_BREAK, Block, Word, text_of, words_of

ALIKE: Final = 0.4  # the share of words that two blocks have in common where one became the other
CONTEXT: Final = 1  # unchanged blocks that are shown beside a changed one
# How many pairs of words, or of blocks, may be looked at: what is left after that is shown as replaced whole.
EFFORT: Final = 2_000_000
MOST_PAIRS_OF_BLOCKS: Final = 10_000


class Change(StrEnum):
    """The change of a word or a block."""

    EQUAL = "equal"
    ADDED = "added"
    REMOVED = "removed"
    MIXED = "mixed"  # of a block: some of its words


@dataclass(frozen=True)
class Run:
    """Words with the same marks; `spaced` if a space is before it in the piece."""

    text: str
    bold: bool
    italic: bool
    raised: bool
    lowered: bool
    address: str
    spaced: bool


@dataclass(frozen=True)
class Piece:
    """Words next to each other that all stayed, came or went."""

    change: Change
    words: tuple[Word, ...]

    @property
    def spaced(self) -> bool:
        """Whether a space separates it from the one before."""
        return not self.words[0].glued

    @property
    def runs(self) -> Iterator[Run]:
        line_break = LINE_BREAK if self.change == Change.EQUAL else f"↵{LINE_BREAK}"
        spaced = False
        for (marks, address), group in groupby(self.words, key=lambda word: (word.marks, word.address)):
            words = list(group)
            text = text_of(words).replace(LINE_BREAK, line_break)
            drawn = ("bold" in marks, "italic" in marks, "raised" in marks, "lowered" in marks)
            yield Run(text, *drawn, address, spaced and not words[0].glued)
            spaced = True


@dataclass(frozen=True)
class ComparedBlock:
    """A block of the comparison: equal, added, removed, or with changed words in it."""

    tag: str
    change: Change
    pieces: tuple[Piece, ...]

    @property
    def led_elsewhere(self) -> set[str]:
        """Return the addresses of links added or removed in a block with changes."""
        went, came = (
            {word.address for piece in self.pieces if piece.change == change for word in piece.words}
            for change in (Change.REMOVED, Change.ADDED)
        )
        return (went ^ came) - {""} if self.change == Change.MIXED else set()


@dataclass(frozen=True)
class Folded:
    """So many unchanged blocks that are not shown."""

    count: int


@dataclass(frozen=True)
class Comparison:
    """Two texts, block by block."""

    blocks: tuple[ComparedBlock, ...]

    @property
    def has_changes(self) -> bool:
        return any(block.change != Change.EQUAL for block in self.blocks)

    @property
    def folded(self) -> list[ComparedBlock | Folded]:
        """The blocks, of a long unchanged run only those next to a change."""
        shown: list[ComparedBlock | Folded] = []
        runs = [list(run) for _same, run in groupby(self.blocks, key=lambda block: block.change == Change.EQUAL)]
        for place, run in enumerate(runs):
            before = CONTEXT if place > 0 else 0
            after = CONTEXT if place < len(runs) - 1 else 0
            left_out = len(run) - before - after
            if run[0].change == Change.EQUAL and left_out > 1:
                shown += [*run[:before], Folded(left_out), *run[len(run) - after :]]
            else:
                shown += run
        return shown


def compare(old: Sequence[Block], new: Sequence[Block], *, effort: int = EFFORT) -> Comparison:
    """Return what changed; `effort` bounds the pairs of words that are looked at."""
    return Comparison(tuple(_Comparer(effort).blocks(old, new)))


def compare_lines(old: str, new: str) -> Comparison:
    """Return the changes of a title or summary: always by word, however different."""
    before, after = words_of(old), words_of(new)
    if not before and not after:
        return Comparison(())
    change = Change.EQUAL if before == after else Change.MIXED
    return Comparison((ComparedBlock("p", change, tuple(_Comparer(EFFORT).pieces(before, after))),))


class _TooMuch(Exception):
    """The effort is used up."""


class _Matcher(SequenceMatcher):
    """A difflib matcher that limits its comparisons, as its time may grow cubically."""

    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable], effort: int) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.effort = effort
        found = Counter(new)
        self.looks = list(accumulate((1 + found[each] for each in old), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.effort -= self.looks[-1 if ahi is None else ahi] - self.looks[alo]
        if self.effort < 0:
            raise _TooMuch
        return super().find_longest_match(alo, ahi, blo, bhi)


class _Comparer:
    """Aligns blocks, then the words in them, until the effort is used up."""

    def __init__(self, effort: int) -> None:
        self.effort = effort

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[ComparedBlock]:
        for same, i1, i2, j1, j2 in self._spans(old, new):
            if same:
                yield from (_whole(block, Change.EQUAL) for block in new[j1:j2])
            else:
                yield from self._replaced(old[i1:i2], new[j1:j2])

    def _replaced(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[ComparedBlock]:
        done_old = done_new = 0
        for i, j in [*_pairs(old, new), (len(old), len(new))]:
            yield from (_whole(block, Change.REMOVED) for block in old[done_old:i])
            yield from (_whole(block, Change.ADDED) for block in new[done_new:j])
            if i < len(old):
                yield ComparedBlock(new[j].tag, Change.MIXED, tuple(self.pieces(old[i].words, new[j].words)))
            done_old, done_new = i + 1, j + 1

    def pieces(self, old: Sequence[Word], new: Sequence[Word]) -> Iterator[Piece]:
        for same, i1, i2, j1, j2 in self._spans(old, new):
            if same:
                yield Piece(Change.EQUAL, tuple(new[j1:j2]))
                continue
            if i1 < i2:
                yield Piece(Change.REMOVED, tuple(old[i1:i2]))
            if j1 < j2:
                yield Piece(Change.ADDED, tuple(new[j1:j2]))

    def _spans(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[bool, int, int, int, int]]:
        """Yield equal and different spans; common beginnings and ends are cut first."""
        start = _common(old, new)
        left = min(len(old), len(new)) - start
        end = min(_common(old[::-1], new[::-1]), left)
        old_end, new_end = len(old) - end, len(new) - end
        if start:
            yield True, 0, start, 0, start
        for same, i1, i2, j1, j2 in self._between(old[start:old_end], new[start:new_end]):
            yield same, start + i1, start + i2, start + j1, start + j2
        if end:
            yield True, old_end, len(old), new_end, len(new)

    def _between(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[bool, int, int, int, int]]:
        matcher = _Matcher(old, new, self.effort)
        try:
            spans = [(tag == "equal", *places) for tag, *places in matcher.get_opcodes()]
        except _TooMuch:
            spans = [(False, 0, len(old), 0, len(new))]
        self.effort = matcher.effort
        return spans  # type: ignore[return-value]  # four places each


def _whole(block: Block, change: Change) -> ComparedBlock:
    return ComparedBlock(block.tag, change, (Piece(change, block.words),))


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return the number of equal items at the beginning of both."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the places of the best matching blocks, in the order of both texts."""
    counted_old, counted_new = ([Counter(word.text for word in block.words) for block in side] for side in (old, new))

    def likeness(i: int, j: int) -> float:
        """Return the share of common words, regardless of marks; 0 if too small."""
        if old[i].tag != new[j].tag:
            return 0.0
        common = (counted_old[i] & counted_new[j]).total()
        share = 2 * common / (len(old[i].words) + len(new[j].words))
        return share if share >= ALIKE else 0.0

    if len(old) * len(new) > MOST_PAIRS_OF_BLOCKS:
        return [(n, n) for n in range(min(len(old), len(new))) if likeness(n, n)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alike = likeness(i, j)
            paired = alike + best[i + 1][j + 1] if alike else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return list(_way(best))


def _way(best: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose likeness adds up to the best sum in the table."""
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1
