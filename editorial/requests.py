"""Requests of the admin: ids among what they send."""

from typing import Final

MOST_DIGITS: Final = 18  # of an id that every database takes


def is_id(text: str) -> bool:
    """Whether the text, which anyone may have sent, is a number that can be an id."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
