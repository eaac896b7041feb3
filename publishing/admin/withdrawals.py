"""What is withdrawn, on the desk: made and ended by verbs; only its words can be mended here."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from publishing.admin.addresses import desk_address
from publishing.admin.history import HistoryAdmin
from publishing.admin.languages import LanguageTabsAdmin
from publishing.models import Withdrawal
from publishing.public_ids import model_of


class NamedWithdrawals(ChangeList):
    """A list of withdrawals that knows what was withdrawn, with one query for each kind of thing."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found: dict[str, Any] = {}
        for model in {model_of(row.public_id) for row in self.result_list} - {None}:
            ids = [row.public_id for row in self.result_list]
            found |= model._default_manager.in_bulk(ids, field_name="public_id")  # type: ignore[union-attr]
        for row in self.result_list:
            row.withdrawn = found.get(row.public_id)


@admin.register(Withdrawal)
class WithdrawalAdmin(LanguageTabsAdmin, HistoryAdmin):
    list_display = ("what", "kind", "since", "until", "explanation", "withdrawn_by")
    list_filter = ("kind",)
    list_select_related = ("withdrawn_by",)
    date_hierarchy = "since"
    search_fields = ("public_id", "reason", "explanation_en", "explanation_de")
    readonly_fields = ("what", "kind", "since", "until", "withdrawn_by")
    fields = ("what", "kind", "since", "until", "withdrawn_by", "reason", "explanation")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedWithdrawals

    @admin.display(description=gettext_lazy("what is withdrawn"))
    def what(self, withdrawal: Any) -> SafeString | str:
        if not hasattr(withdrawal, "withdrawn"):
            model = model_of(withdrawal.public_id)
            rows = model._default_manager.filter(public_id=withdrawal.public_id) if model else []
            withdrawal.withdrawn = next(iter(rows), None)
        row = withdrawal.withdrawn
        return format_html('<a href="{}">{}</a>', desk_address(row), row) if row else withdrawal.public_id
