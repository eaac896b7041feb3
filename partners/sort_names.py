"""The text by which a name is sorted, such as "Westerwelle, Guido"; a proposal."""

import re
from typing import Final

# They go behind the given name where they are written small, as German and Dutch lists of names do it; written large
# they begin the family name, as in Italy and Flanders.
PARTICLES: Final = frozenset(
    (
        *(
            "af",
            "av",
            "d'",
            "da",
            "das",
            "de",
            "del",
            "della",
            "den",
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
            "el",
        ),
        *("la", "le", "los", "ten", "ter", "tho", "tom", "und", "van", "vom", "von", "y", "zu", "zum", "zur"),
    )
)
SUFFIX: Final = re.compile(r"(jr|sr|junior|senior|ii|iii|iv)\.?", re.IGNORECASE)
CAPITALS: Final = 2  # letters from which a word in capitals is a family name and not an initial


def proposed_sort_name(name: str) -> str:
    """Return "family name, given names" for a spoken name, or the name itself.

    The last word is taken for the family name, unless words are written in capitals, as in lists of the United
    Nations. Of names that begin with the family name it knows nothing.
    """
    words = name.split()
    if "," in name or len(words) < 2:
        return " ".join(words)
    suffix = [words.pop()] if len(words) > 2 and SUFFIX.fullmatch(words[-1].strip(",")) else []
    capitals = [word for word in words if _is_in_capitals(word)]
    if capitals and len(capitals) < len(words):
        family = [_capitalised(word) for word in capitals]
        given = [word for word in words if word not in capitals]
    else:
        given, family = _split(words)
    return ", ".join(" ".join(part) for part in (family, given, suffix) if part)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the given names with the small particles, and the family name."""
    inner = range(1, len(words) - 1)
    first = next((place for place in inner if words[place].lower() in PARTICLES), len(words) - 1)
    while first in inner and words[first] in PARTICLES:
        first += 1
    return words[:first], words[first:]


def _is_in_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) >= CAPITALS and "." not in word and word.isupper()


def _capitalised(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
