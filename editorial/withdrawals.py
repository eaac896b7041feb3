"""The admin of withdrawals, which verbs create and end; only texts are edited."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from editorial.editorial_admin import EditorialAdmin
from editorial.languages import LanguageTabsAdmin
from editorial.public_objects import PublicIdChangeList, change_link, object_of
from publishing.languages import columns_of
from publishing.models import Withdrawal


@admin.register(Withdrawal)
class WithdrawalAdmin(EditorialAdmin, LanguageTabsAdmin):
    list_display = ("what", "kind", "since", "until", "explanation", "withdrawn_by")
    list_filter = ("kind",)
    list_select_related = ("withdrawn_by",)
    date_hierarchy = "since"
    search_fields = ("public_id", "reason", *columns_of("explanation"))
    readonly_fields = ("what", "kind", "since", "until", "withdrawn_by")
    fields = ("what", "kind", "since", "until", "withdrawn_by", "reason", "explanation")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def may_change_field(self, request: HttpRequest, name: str) -> bool:
        """An editor changes the words of a withdrawal, though only the verb adds one."""
        return True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PublicIdChangeList

    @admin.display(description=gettext_lazy("withdrawn item"))
    def what(self, withdrawal: Withdrawal) -> SafeString | str:
        row = object_of(withdrawal)
        return change_link(row) if row else withdrawal.public_id
