"""The words of the site, and those most similar to another one, by trigrams.

A word stays known when the text that it was in is gone. That does no harm: one is offered only where it finds anything.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from django.db.models import Count

from website.models import Entry, KnownWord, Trigram
from website.search.words import COMMON, WORD, plain

SHORTEST: Final = 4
LONGEST: Final = 40
AT_ONCE: Final = 500  # words that are looked up by one query
COMPARED: Final = 30  # words with the most trigrams in common
LIKE: Final = 0.75  # from 0 to 1: how similar a word must be to be offered
# What sounds alike, and is often taken for each other: “Lybia”, “helikopter”.
SOUNDS: Final = (("ph", "f"), ("th", "t"), ("ck", "k"), ("c", "k"), ("q", "k"), ("y", "i"), ("w", "v"), ("z", "s"))
DOUBLED: Final = re.compile(r"(.)\1")


def learn(entries: Iterable[Entry]) -> None:
    """Add the words of the entries to those that are known."""
    texts = {text for entry in entries for text in (entry.title, entry.names, entry.body)}
    found: dict[str, str] = {}
    for text in texts:
        for word in WORD.findall(text):
            if word.isalpha() and SHORTEST <= len(word) <= LONGEST and word.lower() not in COMMON:
                found.setdefault(plain(word)[:LONGEST], word)
    words = sorted(found)
    for start in range(0, len(words), AT_ONCE):
        _add({word: found[word] for word in words[start : start + AT_ONCE]})


def _add(words: dict[str, str]) -> None:
    known = {*KnownWord.objects.filter(word__in=[*words]).values_list("word", flat=True)}
    new = [KnownWord(word=word, shown=shown) for word, shown in words.items() if word not in known]
    if not new:
        return
    KnownWord.objects.bulk_create(new, ignore_conflicts=True)  # another process may have learnt it meanwhile
    stored = KnownWord.objects.filter(word__in=[each.word for each in new], trigrams=None)
    Trigram.objects.bulk_create(
        [Trigram(letters=letters, word=each) for each in stored for letters in trigrams(each.word)], batch_size=AT_ONCE
    )


def sound(word: str) -> str:
    """Return the word, which is plain, with one letter for all that sound alike."""
    for letters, one in SOUNDS:
        word = word.replace(letters, one)
    return DOUBLED.sub(r"\1", word)


def trigrams(word: str) -> set[str]:
    """Return the trigrams of a word's sound, its beginning and end marked by blanks."""
    padded = f" {sound(word)} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def nearest(word: str, limit: int) -> list[str]:
    """Return the known words most similar in spelling, as written, the nearest first."""
    wanted = plain(word)[:LONGEST]
    if len(wanted) < SHORTEST:
        return []
    common = KnownWord.objects.filter(trigrams__letters__in=trigrams(wanted)).annotate(common=Count("pk"))
    near = common.exclude(word=wanted).order_by("-common", "word").values_list("word", "shown")[:COMPARED]
    likeness = {shown: SequenceMatcher(None, sound(wanted), sound(known)).ratio() for known, shown in near}
    return sorted((shown for shown in likeness if likeness[shown] >= LIKE), key=lambda shown: -likeness[shown])[:limit]
