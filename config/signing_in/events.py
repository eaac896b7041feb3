"""Handles sign-ins and changed second factors: session, log, notice by e-mail."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest

from config.signing_in.sessions import FACTOR_MISSING, SIGNED_IN, renew
from editorial import emails, second_factors
from publishing.models import audit_log
from publishing.models.audit_log import Action


def signed_in(sender: Any, *, request: HttpRequest, user: User, **more: Any) -> None:
    """Begin the session: its length, and whether a second factor is missing."""
    request.session[SIGNED_IN] = time.time()
    renew(request)
    note_missing(request, user)


def note_missing(request: HttpRequest, user: User) -> None:
    """Note in the session whether a second factor has to be set up before all else."""
    if second_factors.is_missing(user):
        request.session[FACTOR_MISSING] = True
    else:
        request.session.pop(FACTOR_MISSING, None)


def added(sender: Any, *, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audit_log.record(Action.RECOVERY_CODES, by=user, target=user)
        return
    audit_log.record(Action.FACTOR_ADDED, by=user, target=user, reason=second_factors.name_of(authenticator))
    note_missing(request, user)
    emails.notify(user, "factor_added")


def removed(sender: Any, *, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """Record a removed second factor. Recovery codes go with the last one."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    audit_log.record(Action.FACTOR_REMOVED, by=user, target=user, reason=second_factors.name_of(authenticator))
    note_missing(request, user)
    emails.notify(user, "factor_removed")


def codes_made(sender: Any, *, user: User, **more: Any) -> None:
    """Record new recovery codes, which replace the former ones."""
    audit_log.record(Action.RECOVERY_CODES, by=user, target=user)
    emails.notify(user, "recovery_codes")
