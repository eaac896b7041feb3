"""The search of lists and pickers, which uses a limited number of words."""

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator, smart_split
from django.utils.translation import gettext as _

# Each word adds a condition for each of a list's search fields; a database takes a thousand of them at most.
MOST_WORDS: Final = 20
SHOWN_LETTERS: Final = 300  # of the words that are named in the message


def used_words(term: str) -> tuple[str, bool]:
    """Return the words that are used, and whether there were more; a phrase is one."""
    words = list(smart_split(term))
    return " ".join(words[:MOST_WORDS]), len(words) > MOST_WORDS


class BoundedSearch(admin.ModelAdmin):
    """Mixin of every admin."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        words, has_more = used_words(search_term)
        return super().get_search_results(request, queryset, words if has_more else search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        words, has_more = used_words(request.GET.get(SEARCH_VAR, ""))
        if has_more and request.method == "GET":
            sentence = _(
                "The search used the first %(count)s words only: %(words)s. To search for others, leave some out."
            )
            shown = Truncator(words).chars(SHOWN_LETTERS)
            self.message_user(request, sentence % {"count": MOST_WORDS, "words": shown}, messages.WARNING)
        return super().changelist_view(request, extra_context)
