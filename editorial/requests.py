"""Requests of the admin: the account that sent them, and ids among what they send."""

from typing import Final, cast

from django.contrib.auth.models import User
from django.http import HttpRequest

MOST_DIGITS: Final = 18  # of an id that every database takes


def account_of(request: HttpRequest) -> User:
    """Return the signed-in account, which all pages of the admin require."""
    return cast(User, request.user)


def is_id(text: str) -> bool:
    """Whether the text, which anyone may have sent, is a number that can be an id."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
