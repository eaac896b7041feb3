"""Second factors of accounts: who needs one, and how a lost one is removed."""

from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from editorial import emails
from publishing.models import Office, audit_log
from publishing.models.audit_log import Action

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for one of these


def of(account: User) -> QuerySet[Authenticator]:
    """Return the second factors of the account, the oldest first."""
    return Authenticator.objects.filter(user=account, type__in=FACTORS).order_by("pk")


def has_one(account: User) -> bool:
    return is_mfa_enabled(account, FACTORS)


def name_of(factor: Authenticator) -> str:
    """Return the name that the person gave to a passkey, else the kind of factor."""
    return str(factor) if factor.type == Authenticator.Type.WEBAUTHN else _("Authenticator app")


def is_missing(account: User) -> bool:
    """Return whether a role of the account requires a second factor that it lacks."""
    roles = Office.second_factor_roles.through.objects.all()
    if not account.is_superuser:
        roles = roles.filter(group__user=account)
    return roles.exists() and not has_one(account)


@transaction.atomic
def remove_all(account: User, *, by: User | None, by_name: str = "") -> bool:
    """Remove an account's second factors and recovery codes, and end its sessions.

    Returns whether there was anything to remove. `by_name` says who did it if no account did.
    """
    removed, _rows = Authenticator.objects.filter(user=account).delete()
    if not removed:
        return False
    audit_log.record(Action.FACTOR_REMOVED, by=by, by_name=by_name, target=account)
    if end_sessions(UserSession.objects.filter(user=account)):
        audit_log.record(Action.SESSIONS_ENDED, by=by, by_name=by_name, target=account)
    emails.notify(account, "factor_removed")
    return True


def end_sessions(sessions: QuerySet[UserSession]) -> int:
    """End the sessions at once; return their number."""
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)
