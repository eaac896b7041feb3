"""Help with spelling: the nearest words of the site, if they find any results."""

from collections.abc import Callable
from itertools import product
from typing import Final

from website.search.vocabulary import nearest
from website.search.words import WORD

MOST_WORDS: Final = 3  # that are spelt otherwise in one question
CANDIDATES: Final = 4  # of a word
MOST_TRIES: Final = 12


def corrected(typed: str, finds: Callable[[str], bool]) -> str:
    """Return the question with unknown words spelt as on the site; empty if none is.

    `finds` says whether a question finds anything that may be shown.
    """
    words = [match for match in WORD.finditer(typed) if len(match.group()) > 1]
    unknown = [match for match in words if not finds(match.group())]
    if not unknown or len(unknown) > MOST_WORDS:
        return ""
    choices = [nearest(match.group(), CANDIDATES) for match in unknown]
    for spelt in [*product(*choices)][:MOST_TRIES]:
        text = typed
        for match, word in reversed([*zip(unknown, spelt, strict=True)]):
            text = text[: match.start()] + word + text[match.end() :]
        if finds(text):
            return text
    return ""
