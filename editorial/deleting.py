"""Deletion that asks again if the row changed since its page was opened."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.page_versions import FIELD, changed_since, deleted_with
from publishing.locks import in_one_transaction
from publishing.models import audit_log


class CheckedDeletion(admin.ModelAdmin):
    """Mixin of every admin: deletion notices a save since its page was opened."""

    actions = ("delete_selected",)

    @in_one_transaction
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        seen = {FIELD: audit_log.newest()}
        row = self.get_object(request, unquote(object_id)) if request.method == "POST" else None
        if row and self.has_delete_permission(request, row) and changed_since(request, deleted_with(row)):
            self._tell_of_changes(request, [row])
            return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(request, object_id, seen | (extra_context or {}))

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
        """Delete the selected rows, as Django does; ask again if one was changed."""
        seen = audit_log.newest()
        if "post" in request.POST:
            changed = [row for row in queryset if changed_since(request, deleted_with(row))]
            if changed:
                self._tell_of_changes(request, changed)
                again: Any = request.POST.copy()  # asked again, as if it had not been confirmed
                del again["post"]
                request.POST = again
        answer = delete_selected(self, request, queryset)
        if answer is not None and answer.context_data is not None:
            answer.context_data[FIELD] = seen
        return answer

    def _tell_of_changes(self, request: HttpRequest, rows: list[Model]) -> None:
        sentence = _(
            "“%(name)s” was changed after you opened this page, so nothing is deleted. "
            "Look at it again before you go on."
        )
        for row in rows:
            self.message_user(request, sentence % {"name": row}, messages.WARNING)
