"""The trail on the desk: read, narrowed down, and taken away as CSV; nobody writes it here."""

from django.contrib import admin
from django.http import HttpRequest

from publishing.models import TrailEntry


@admin.register(TrailEntry)
class TrailAdmin(admin.ModelAdmin):
    list_display = ("at", "by_name", "act", "thing", "before", "after", "reason")
    search_fields = ("public_id", "by_name", "thing", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TrailEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TrailEntry | None = None) -> bool:
        return False
