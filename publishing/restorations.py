"""Closes the site to visitors after a backup was restored, and opens it again.

A backup undoes what was done since: withdrawals, changed accounts, ended preview links. So an administrator looks at
the site first. See decision 51.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import stamps
from publishing.models import audit_log
from publishing.models.audit_log import Action
from publishing.models.restoration import Restoration

_open_under: set[str] = set()  # the last stamp under which this process has found the site open


@transaction.atomic
def note(backup_made_at: datetime, *, is_open: bool) -> None:
    """Renew the stamp, end all sessions, and close the site unless it `is_open`."""
    stamps.renew()
    Session.objects.all().delete()  # sessions that ended after the backup was made would be valid again
    Restoration.objects.all().delete()
    if not is_open:
        Restoration.objects.create(backup_made_at=backup_made_at)


def waiting() -> Restoration | None:
    """Return the restoration that keeps the site closed; None if it is open."""
    found: Restoration | None = Restoration.objects.first()
    return found


def is_closed(stamp: str | None) -> bool:
    """Whether the site is closed; without a query if this stamp was seen open.

    A restoration changes the stamp, as all does that pages are made of.
    """
    if stamp is not None and stamp in _open_under:
        return False
    is_closed = Restoration.objects.exists()
    if stamp is not None and not is_closed:
        _open_under.clear()
        _open_under.add(stamp)
    return is_closed


@transaction.atomic
def open_site(*, by: User | None, by_name: str = "") -> bool:
    """Open the site; return whether it was closed. Write who did it to the audit log."""
    found = waiting()
    if found is None:
        return False
    Restoration.objects.all().delete()
    times = {"made": f"{found.backup_made_at:%Y-%m-%d %H:%M}", "restored": f"{found.restored_at:%Y-%m-%d %H:%M}"}
    reason = _("Backup of %(made)s UTC, restored at %(restored)s UTC.") % times
    audit_log.record(Action.OPEN_SITE, by=by, by_name=by_name, reason=reason)
    return True
