"""The admin of statements and articles, and of their editions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from editorial.documents import DocumentAdmin
from editorial.editions import EditionAdmin
from editorial.languages import LanguageTabsAdmin
from editorial.publishable import INTERNAL
from meetings.admin.proposed_outcomes import ProposedOutcomePages, announce
from meetings.models import Article, ArticleEdition, Statement, StatementEdition
from partners.appointment_picker import AppointmentSelect

ABOUT = (gettext_lazy("Meetings and topics"), {"fields": ("meetings", "sessions", "topics")})


@admin.register(Statement)
class StatementAdmin(DocumentAdmin, LanguageTabsAdmin):
    page_classes = (ProposedOutcomePages,)
    list_display = ("working_title", "kind", "reference", "issued_on", "languages_in_words")
    list_filter = ("kind", "meetings", "topics", "adopted_by")
    date_hierarchy = "issued_on"
    search_fields = ("working_title", "editions__title", "reference")
    autocomplete_fields = ("adopted_by", "adopted_by_partners", "given_by", "meetings", "sessions", "topics")
    field_widgets = {"given_by": AppointmentSelect(Statement.given_by, days=("issued_on",), partner="")}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("working_title", "slug", "kind", "own_kind", "issued_on", "reference"),
                    "paragraph_numbers",
                )
            },
        ),
        (
            gettext_lazy("Adopted, endorsed or issued by"),
            {"fields": ("adopted_by", "adopted_by_partners", "adopted_by_note", "given_by")},
        ),
        ABOUT,
        (gettext_lazy("Official text"), {"fields": ("authentic_languages", "authentic_url")}),
        INTERNAL,
    )

    def after_save(self, request: HttpRequest, form: Any) -> None:
        announce(request, form.instance)


@admin.register(Article)
class ArticleAdmin(DocumentAdmin):
    list_display = ("working_title", "kind", "issued_on", "languages_in_words")
    list_filter = ("kind", "meetings", "topics")
    date_hierarchy = "issued_on"
    search_fields = ("working_title", "editions__title")
    autocomplete_fields = ("lead_photo", "meetings", "sessions", "topics")
    fieldsets = (
        (None, {"fields": ("working_title", "slug", "kind", "issued_on", "lead_photo")}),
        ABOUT,
        INTERNAL,
    )


@admin.register(StatementEdition)
class StatementEditionAdmin(EditionAdmin):
    extra_fields = ("extent",)

    def after_save(self, request: HttpRequest, form: Any) -> None:
        announce(request, form.instance.document)


@admin.register(ArticleEdition)
class ArticleEditionAdmin(EditionAdmin):
    pass
