"""Chooses the text of a document for the page's language, and links its texts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, override

from publishing.languages import LANGUAGES, language_name, reader_language
from publishing.models import Document, Edition


@dataclass(frozen=True)
class TextLink:
    """A link to a text in another language. `name` is the language's own name."""

    code: str
    name: str
    url: str


def text_for_reader[E: Edition](texts: Sequence[E], wanted: str | None = None) -> E | None:
    """Return the text in the wanted language (default: the page's) or the nearest.

    The nearest is a variant of the same language, then the site's languages in order, then others by tag.
    """
    wanted = wanted or reader_language()

    def distance(text: E) -> tuple[bool, bool, int, str]:
        same = text.language.partition("-")[0] == wanted.partition("-")[0]
        return text.language != wanted, not same, *_place(text)

    return min(texts, key=distance, default=None)


def in_order[E: Edition](texts: Iterable[E]) -> list[E]:
    """Return the texts in the order of the site's languages, then other languages."""
    return sorted(texts, key=_place)


def one_text_each[E: Edition](texts: Iterable[E], limit: int) -> list[E]:
    """Return one text for each document, in the given order."""
    by_document: dict[int, list[E]] = {}
    for text in texts:
        by_document.setdefault(text.document_id, []).append(text)
    chosen = [text_for_reader(group) for group in by_document.values()]
    return [text for text in chosen if text][:limit]


def links_to_texts(texts: Iterable[Edition], address: Callable[[], str]) -> list[TextLink]:
    """Return links to the texts; `address` returns the page's in the active language."""
    return [
        TextLink(
            text.language,
            language_name(text.language, interface=text.language),
            address_of_text(text.language, address),
        )
        for text in in_order(texts)
    ]


def address_of_text(language: str, address: Callable[[], str]) -> str:
    """Return the text's address: the page in its language, or else with `?text=`."""
    if language in LANGUAGES:
        with override(language):
            return address()
    return f"{address()}?{urlencode({'text': language})}"


def address_for_reader(language: str, address: Callable[[], str]) -> str:
    """Return the text's address below the page's language."""
    return address() if language == get_language() else f"{address()}?{urlencode({'text': language})}"


def version_address(edition: Any) -> Callable[[], str]:
    """Return a function for the address of an edition with document and version."""
    args = [edition.document.slug, edition.version]
    return partial(reverse, f"{edition.document._meta.model_name}-version", args=args)


def changes_address(document: Document) -> Callable[[], str]:
    """Return a function that returns the address of the document's changes page."""
    return partial(reverse, f"{document._meta.model_name}-changes", args=[document.slug])


def _place(text: Edition) -> tuple[int, str]:
    return LANGUAGES.index(text.language) if text.language in LANGUAGES else len(LANGUAGES), text.language
