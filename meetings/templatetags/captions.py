"""What a caption sheet asks about the words of a photo."""

from django import template

from meetings.photos.captions import text
from meetings.photos.metadata import Texts

register = template.Library()


@register.filter
def in_language(texts: Texts) -> str:
    """Return the text in the reader's language, else in another."""
    return text(texts)
