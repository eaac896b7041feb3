"""The search of lists and pickers, which uses a limited number of words."""

from typing import Final

from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest
from django.utils.text import Truncator, smart_split
from django.utils.translation import gettext as _

# Each word adds a condition for each of a list's search fields; a database takes a thousand of them at most.
MOST_WORDS: Final = 20
SHOWN_LETTERS: Final = 300  # of the words that are named in the message


def used_words(term: str) -> tuple[str, bool]:
    """Return the words that are used, and whether there were more; a phrase is one."""
    words = list(smart_split(term))
    return " ".join(words[:MOST_WORDS]), len(words) > MOST_WORDS


def bounded(term: str) -> str:
    """Return what is searched for: the term, or its first words."""
    words, has_more = used_words(term)
    return words if has_more else term


def tell_of_unused_words(request: HttpRequest) -> None:
    """Say, above a list, with which words it was searched if there were more."""
    words, has_more = used_words(request.GET.get(SEARCH_VAR, ""))
    if has_more and request.method == "GET":
        sentence = _("The search used the first %(count)s words only: %(words)s. To search for others, leave some out.")
        shown = Truncator(words).chars(SHOWN_LETTERS)
        messages.warning(request, sentence % {"count": MOST_WORDS, "words": shown})
