"""Words as the index holds them: without case, accents and inflection.

They are made here for both databases, since neither stems both languages alike. "Außenminister", "Aussenminister" and
"AUSSENMINISTERS" are all "aussenminist"; "Österreich", "Oesterreich" and "Osterreich" are all "osterreich".
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import Final, NamedTuple

import snowballstemmer

from publishing.languages import LANGUAGES

WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST: Final = 40  # letters of a word that count
KEPT: Final = 8_192  # words whose stems stay in memory
STEMMERS: Final = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
}
# Words that nearly every text has, and with which people begin a question: neither stored nor asked for. None of them
# means something in the other language; "who" is the World Health Organization.
ENGLISH: Final = "a an and are as at be by for from in is it its of on or that the this to with"
GERMAN: Final = (
    "auf aus bei das dem den der des die ein eine einem einen einer eines für im ist mit oder sind und vom von zu zum "
    "zur"
)
ASKING: Final = (
    "what which when where how were did does has have was wer wann wo welche welchem welchen welcher welches wie wurde "
    "wurden"
)
COMMON: Final = frozenset(f"{ENGLISH} {GERMAN} {ASKING}".split())
TWO_LETTERS: Final = re.compile(r"(?<=[aou])e")  # how an umlaut is written where there is none

_stemmers: dict[str, snowballstemmer.stemmer] = {}
_lock = Lock()  # a stemmer holds the word that it works on


class Word(NamedTuple):
    """A word of a text: from where to where it is, and what the index holds of it."""

    start: int
    end: int
    stem: str


def words_of(text: str, language: str) -> list[Word]:
    """Return the words of a text in the language, without common ones."""
    found = (Word(match.start(), match.end(), stem(match.group(), language)) for match in WORD.finditer(text))
    return [word for word in found if word.stem]


def stems_of(text: str, language: str) -> list[str]:
    return [word.stem for word in words_of(text, language)]


def variants(word: str) -> tuple[str, ...]:
    """Return the word's stems in the site's languages, each once; none if common."""
    return tuple(dict.fromkeys(found for code in LANGUAGES if (found := stem(word, code))))


@lru_cache(maxsize=KEPT)
def stem(word: str, language: str) -> str:
    """Return what the index holds of a word; empty for a common word."""
    lowered = unicodedata.normalize("NFC", word[:LONGEST]).lower().replace("’", "'")
    if lowered in COMMON:
        return ""
    name = STEMMERS.get(language.partition("-")[0])
    if name:
        with _lock:
            if name not in _stemmers:
                _stemmers[name] = snowballstemmer.stemmer(name)
            lowered = _stemmers[name].stemWord(lowered)
    return TWO_LETTERS.sub("", plain(lowered))


def begun(word: str) -> str:
    """Return a word as the index holds the beginning of longer ones."""
    return TWO_LETTERS.sub("", plain(word[:LONGEST]))


@lru_cache(maxsize=KEPT)
def plain(word: str) -> str:
    """Return a word without case, accents and signs, in full."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", letters) if letter.isalnum())
