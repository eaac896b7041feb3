"""Who signs in and out of the desk, and who is refused, for the trail. No password ever comes here."""

from typing import Any

from django.contrib.auth.models import User

from publishing import trail
from publishing.trail import Act


def signed_in(sender: Any, *, user: User, **more: Any) -> None:
    trail.record(Act.LOGIN, by=user)


def signed_out(sender: Any, *, user: User | None, **more: Any) -> None:
    """Nobody signs out whose session had ended before."""
    if user is not None:
        trail.record(Act.LOGOUT, by=user)


def refused(sender: Any, *, credentials: dict[str, Any], **more: Any) -> None:
    """Enter only names of accounts: another one may be a password that was typed into the wrong field."""
    name = credentials.get(User.USERNAME_FIELD)
    if User.objects.filter(username=name).exists():
        trail.record(Act.LOGIN_REFUSED, by=None, by_name=str(name))
