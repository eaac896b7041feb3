"""The filter for partial dates."""

from django import template

from partners import partial_dates

register = template.Library()


@register.filter
def in_words(value: str) -> str:
    """Return a partial date in words. Empty if it is unknown."""
    return partial_dates.in_words(value) if value else ""
