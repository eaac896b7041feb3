"""Marks a question's words in the texts found, and chooses passages to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from website.search.engines import Term
from website.search.words import Word, words_of

LENGTH: Final = 240  # letters of a passage
BEFORE: Final = 60  # letters before the first word that is marked
MOST_PASSAGES: Final = 2


@dataclass(frozen=True)
class Passage:
    """A piece of text as HTML with marked words; `anchor` is its paragraph's, if any."""

    html: SafeString
    anchor: str = ""


def marked(text: str, language: str, terms: Sequence[Term]) -> SafeString:
    """Return a whole text as HTML, with the words of the question marked."""
    return _html(text, 0, len(text), _hits(words_of(text, language), terms))


def passages(body: str, anchors: Sequence[str], language: str, terms: Sequence[Term]) -> list[Passage]:
    """Return the passages with most terms, in order; the beginning if none has any.

    Each line of the body is a paragraph, of which `anchors` has the anchor.
    """
    found = []
    for place, text in enumerate(body.split("\n")):
        hits = _hits(words_of(text, language), terms)
        if hits:
            found.append((-len({word.stem for word in hits}), place, text, hits))
    best = sorted(sorted(found, key=lambda each: each[:2])[:MOST_PASSAGES], key=lambda each: each[1])
    if not best:
        first = body.partition("\n")[0]
        return [Passage(_cut(first, []))] if first else []
    return [Passage(_cut(text, hits), anchors[place] if place < len(anchors) else "") for _n, place, text, hits in best]


def _hits(words: Sequence[Word], terms: Iterable[Term]) -> list[Word]:
    """Return the words of the text that the terms mean."""
    stems = [word.stem for word in words]
    found: dict[Word, None] = {}
    for term in terms:
        for spelling in term.spellings:
            size = len(spelling)
            runs = (words[place : place + size] for place in range(len(words) - size + 1))
            for run in runs:
                if tuple(word.stem for word in run) == spelling:
                    found.update(dict.fromkeys(run))
        if term.beginnings:
            found.update(
                (word, None) for word, stem in zip(words, stems, strict=True) if stem.startswith(term.beginnings)
            )
    return sorted(found)


def _cut(text: str, hits: Sequence[Word]) -> SafeString:
    """Return a piece of the text around the marked words, cut between words."""
    if len(text) <= LENGTH:
        return _html(text, 0, len(text), hits)
    start = max(0, hits[0].start - BEFORE) if hits else 0
    start = min(start, len(text) - LENGTH)
    if start:
        start = text.find(" ", start) + 1
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(before) + _html(text, start, end, hits) + mark_safe(after)  # noqa: S308  # ours


def _html(text: str, start: int, end: int, hits: Iterable[Word]) -> SafeString:
    parts, place = [], start
    for hit in hits:
        if place <= hit.start and hit.end <= end:
            parts += [escape(text[place : hit.start]), "<mark>", escape(text[hit.start : hit.end]), "</mark>"]
            place = hit.end
    return mark_safe("".join([*parts, escape(text[place:end])]))  # noqa: S308  # escaped piece by piece
