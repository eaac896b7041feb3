"""The admin of fixed pages, in the order of the site's footer."""

from admin_ordering.admin import OrderableAdmin
from django.contrib import admin

from editorial.records import RecordAdmin
from publishing.languages import columns_of
from publishing.models import Page


@admin.register(Page)
class PageAdmin(OrderableAdmin, RecordAdmin):
    ordering_field = "position"
    list_display = ("title", "status_in_words", "slug", "languages_present", "position")
    list_editable = ("position",)
    search_fields = columns_of("title")
    prepopulated_fields = {"slug": ["title"]}
    fields = ("title", "slug", "body")
