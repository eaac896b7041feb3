"""Deletion that asks again if the row changed since its page was opened."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.audit_log_entries import of_deletions
from editorial.page_versions import FIELD, changed_since
from publishing.models import audit_log


def is_changed_since(model_admin: Any, request: HttpRequest, object_id: str) -> bool:
    """Say that the row was changed since its deletion was asked for; return whether."""
    row = model_admin.get_object(request, unquote(object_id)) if request.method == "POST" else None
    if not row or not model_admin.has_delete_permission(request, row):
        return False
    return _tell_of_changes(request, [row])


@admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
def delete_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
    """Delete the selected rows, as Django does; ask again if one was changed."""
    seen = audit_log.newest_entry_id()
    if "post" in request.POST and _tell_of_changes(request, queryset):
        again: Any = request.POST.copy()  # asked again, as if it had not been confirmed
        del again["post"]
        request.POST = again
    answer = actions.delete_selected(model_admin, request, queryset)
    if answer is not None and answer.context_data is not None:
        answer.context_data[FIELD] = seen
    return answer


def _tell_of_changes(request: HttpRequest, rows: Iterable[Model]) -> bool:
    changed = [row for row in rows if changed_since(request, _deleted_with(row))]
    sentence = _(
        "“%(name)s” was changed after you opened this page, so nothing is deleted. Look at it again before you go on."
    )
    for row in changed:
        messages.warning(request, sentence % {"name": row})
    return bool(changed)


def _deleted_with(row: Model) -> list[str]:
    """Return the ids of the row, or of its owners, and of all deleted with it."""
    return [public_id for each in of_deletions([row]) if (public_id := getattr(each.row, "public_id", ""))]
