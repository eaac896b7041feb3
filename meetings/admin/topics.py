"""Topics and series on the desk."""

from django.contrib import admin

from meetings.models import Series, Topic
from publishing.admin.history import HistoryAdmin
from publishing.admin.languages import LanguageTabsAdmin
from publishing.admin.records import LanguagesColumn, RecordAdmin


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ("name", "state_in_words", "languages_present")
    search_fields = ("name_en", "name_de")
    prepopulated_fields = {"slug": ["name"]}
    fields = ("name", "slug", "description")


@admin.register(Series)
class SeriesAdmin(LanguagesColumn, LanguageTabsAdmin, HistoryAdmin):
    list_display = ("name", "languages_present")
    search_fields = ("name_en", "name_de")
    fields = ("name",)
