"""The admin of topics and series."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from editorial.editorial_admin import EditorialAdmin
from editorial.languages import LanguageTabsAdmin
from editorial.records import RecordAdmin
from editorial.requests import account_of
from meetings.models import Meeting, Series, Topic
from publishing.languages import columns_of
from publishing.states import State


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ("name", "status_in_words", "languages_present")
    search_fields = columns_of("name")
    prepopulated_fields = {"slug": ["name"]}
    fields = ("name", "slug", "description")


@admin.register(Series)
class SeriesAdmin(EditorialAdmin, LanguageTabsAdmin):
    list_display = ("name", "languages_present")
    search_fields = columns_of("name")
    fields = ("name",)

    # Its name is public with the meetings of the series: at once, if one of them is.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_rename(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_rename(request, obj)


def _may_rename(request: HttpRequest, series: Series | None) -> bool:
    if series is None or account_of(request).has_perm("meetings.approve_meeting"):
        return True
    return not Meeting.objects.filter(series=series, state=State.APPROVED).exists()
