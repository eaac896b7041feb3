"""The version of a page: the newest audit log entry when it was opened.

A list, the page on which an action is confirmed and the page on which a deletion is confirmed carry the number in the
field `seen`. What was done to a row since then has a higher number.
"""

from collections.abc import Iterable
from typing import Final

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.http import HttpRequest

from editorial.requests import is_id
from publishing.models import audit_log

FIELD: Final = "seen"


class SeenActionForm(ActionForm):
    """The form of a list's actions, with the newest entry when the list was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, label="", required=False, initial=audit_log.newest_entry_id)


def noted(request: HttpRequest) -> int | None:
    """Return the number that the page had noted; None where it had noted none."""
    number = request.POST.get(FIELD, "")
    return int(number) if is_id(number) else None


def changed_since(request: HttpRequest, public_ids: Iterable[str]) -> bool:
    """Return whether one of the rows was changed since the page was opened."""
    number = noted(request)
    return number is not None and audit_log.changed_after(public_ids, number)
