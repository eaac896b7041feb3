"""Filters for texts and their languages."""

from collections.abc import Sequence

from django import template

from publishing import languages
from publishing.models import Edition
from website import texts

register = template.Library()


@register.filter
def for_reader(editions: Sequence[Edition]) -> Edition | None:
    """Return the document's live text in the page's language, or the nearest."""
    return texts.text_for_reader(editions)


@register.filter
def in_languages(editions: Sequence[Edition]) -> str:
    """Return the languages of a document's live texts: "English, German"."""
    return ", ".join(languages.language_name(text.language) for text in texts.in_order(editions))


@register.filter
def language_name(tag: str) -> str:
    """Return the name of a language in the page's language."""
    return languages.language_name(tag)
