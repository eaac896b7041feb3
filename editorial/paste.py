"""The view that cleans text pasted into the rich text editor (admin-paste.js)."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing.json_answers import refusal
from publishing.texts.paste.cleaning import cleaned
from publishing.texts.paste.words import line_of

LONGEST: Final = 2_000_000  # characters of HTML: some 300 pages of Word
FURTHEST: Final = 10_000


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Return the cleaned HTML of the clipboard, and a line about what changed.

    `first_note` is the number from which the footnotes in it are counted on.
    """
    html = request.POST.get("html", "")
    if len(html) > LONGEST:
        sentence = _("The text is too long to be pasted at once with its formatting. Paste it in parts.")
        return refusal(sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    first = request.POST.get("first_note", "")
    number = int(first) if first.isascii() and first.isdecimal() and len(first) <= len(str(FURTHEST)) else 1
    found = cleaned(html, first_note=max(1, min(number, FURTHEST)))
    return JsonResponse({"html": found.html, "line": line_of(found.changes)})
