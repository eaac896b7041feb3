"""Requests of the admin: their account, the press office, and ids that they send."""

from typing import Final, cast

from django.contrib.auth.models import User
from django.http import HttpRequest

from publishing.models import Office
from publishing.models.office import office

MOST_DIGITS: Final = 18  # of an id that every database takes


def account_of(request: HttpRequest) -> User:
    """Return the signed-in account, which all pages of the admin require."""
    return cast(User, request.user)


def office_of(request: HttpRequest) -> Office:
    """Return the press office as it was when the request first asked for it."""
    if not hasattr(request, "office"):
        request.office = office()  # type: ignore[attr-defined]
    return cast(Office, request.office)  # type: ignore[attr-defined]


def is_id(text: str) -> bool:
    """Whether the text, which anyone may have sent, is a number that can be an id."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
