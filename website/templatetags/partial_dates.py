"""Partial dates in templates."""

from django import template

from partners import partial_dates

register = template.Library()


@register.filter
def in_words(value: str) -> str:
    """Write a partial date as people do; nothing where it is unknown."""
    return partial_dates.in_words(value) if value else ""
