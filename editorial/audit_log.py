"""The audit log in the admin: read-only, with filters and an export as CSV."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.admin_urls import admin_model_url
from editorial.audit_log_csv import as_csv, how_often
from editorial.list_filters import ValuesFilter
from editorial.public_objects import PublicIdChangeList, change_link, object_of
from editorial.search import bounded, tell_of_unused_words
from editorial.status import in_brief, in_full
from publishing.models import AuditLogEntry
from publishing.public_ids import models_by_letter


class KindFilter(admin.SimpleListFilter):
    """A filter by kind, which the first letter of the permanent id tells."""

    title = gettext_lazy("content type")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        kinds = {letter: str(capfirst(model._meta.verbose_name)) for letter, model in models_by_letter().items()}
        return sorted(kinds.items(), key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset.filter(public_id__startswith=self.value()) if self.value() else queryset


@admin.register(AuditLogEntry)
class AuditLogAdmin(admin.ModelAdmin):
    list_display = ("when", "by_name", "action", "what", "state", "why")
    list_filter: ClassVar[Any] = ("action", KindFilter, ("by_name", ValuesFilter))
    date_hierarchy = "at"
    search_fields = ("public_id", "by_name", "object_repr", "reason")
    list_per_page = 50
    fields = ("when", "by_name", "action", "what", "public_id", "before", "after", "public_from", "why")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditLogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditLogEntry | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PublicIdChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Model], search_term: str) -> Any:
        return super().get_search_results(request, queryset, bounded(search_term))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        tell_of_unused_words(request)
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="publishing_auditlogentry_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Return all entries that the list with the same query finds, as a CSV file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(admin_model_url(AuditLogEntry, "changelist", e=1))
        zone = ZoneInfo(timezone.get_current_timezone_name())
        name = f"audit-log-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            as_csv(entries.iterator(), zone),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description=gettext_lazy("date and time"), ordering="at")
    def when(self, entry: AuditLogEntry) -> str:
        local = timezone.localtime(entry.at)
        return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i:s')}"

    @admin.display(description=gettext_lazy("item"), ordering="object_repr")
    def what(self, entry: AuditLogEntry) -> SafeString | str:
        row = object_of(entry)
        return change_link(row, entry.object_repr) if row else entry.object_repr

    @admin.display(description=gettext_lazy("status"))
    def state(self, entry: AuditLogEntry) -> SafeString:
        """Return its former and new status, and from when on it is public."""
        states = [str(entry.get_before_display()), str(entry.get_after_display())]
        lines = [" → ".join(state for state in dict.fromkeys(states) if state)]
        if entry.publish_at:
            lines.append(_("public from %(time)s") % {"time": in_brief(entry.publish_at)})
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, entry: AuditLogEntry) -> str:
        return entry.reason or how_often(entry)

    @admin.display(description=gettext_lazy("public from"), ordering=F("publish_at").asc(nulls_first=True))
    def public_from(self, entry: AuditLogEntry) -> str:
        return in_full(entry.publish_at) if entry.publish_at else ""
