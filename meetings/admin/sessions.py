"""The admin of sessions with participants and outcomes; the list of outcomes."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from editorial.forms import AddressForm
from editorial.languages import in_a_required_language
from editorial.publishable import INTERNAL
from editorial.records import RecordAdmin
from editorial.status import StatusFilter, status_in_words, with_status
from editorial.time_zone_field import TimeZoneInput
from meetings.admin.add_participants import AddParticipantsPages
from meetings.admin.proposed_outcomes import ProposedOutcomePages
from meetings.admin.rescheduling import FORMER, ReschedulePages
from meetings.admin.sorting import SortedFormSet, SortedRows
from meetings.models import Outcome, Participation, Session
from meetings.times import TimePrecision
from partners.appointment_picker import AppointmentSelect
from publishing.languages import columns_of
from publishing.querysets import number_of

# Of the rows of sessions in the form of a meeting: what the verb "Move" of the meeting changes in them beyond the day.
MOVED_ALONG: Final = ("former_day", "former_starts_at", "ends_on")


class SessionForm(AddressForm):
    """The form of a session; a typed start is exact unless marked approximate."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        said = cleaned.get("precision", self.instance.precision)
        if not cleaned.get("starts_at"):
            said = TimePrecision.DAY
        elif said == TimePrecision.DAY:
            said = TimePrecision.EXACT
        self.instance.precision = cleaned["precision"] = said
        return cleaned


class SessionRows(SortedRows, TranslationTabularInline):
    """A meeting's sessions in brief; each session's own form has the other fields."""

    model = Session
    form = SessionForm
    fields = ("day", "starts_at", "ends_at", "title", "slug", "status_in_words", "position", *MOVED_ALONG)
    readonly_fields = ("status_in_words",)
    prepopulated_fields = {"slug": ["title"]}
    field_widgets = dict.fromkeys(MOVED_ALONG, forms.HiddenInput)  # what only a proposal to move the meeting fills in
    show_change_link = True
    status_in_words = staticmethod(status_in_words)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return with_status(super().get_queryset(request)).select_related("meeting")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return in_a_required_language(request, super().get_prepopulated_fields(request, obj))


class ParticipationFormSet(SortedFormSet):
    distinct = ("partner_id", "appointment_id")
    given_twice = gettext_lazy("This country, organisation or person is already in the list.")


class ParticipationRows(SortedRows, TranslationTabularInline):
    model = Participation
    formset = ParticipationFormSet
    fields = ("partner", "appointment", "role", "chairs", "unnamed_count", "unnamed_phrase", "position")
    autocomplete_fields = ("partner", "appointment")
    field_widgets = {"appointment": AppointmentSelect(Participation.appointment, days=("day", "ends_on"))}


class OutcomeRowForm(forms.ModelForm):
    """The form of an outcome in a row: its text wraps, so that all of it can be read."""

    class Meta:
        widgets = {column: forms.Textarea(attrs={"rows": 2, "cols": 60}) for column in columns_of("text")}


class OutcomeRows(SortedRows, TranslationStackedInline):
    """A session's outcomes; new ones are drafts, published from their own form."""

    model = Outcome
    form = OutcomeRowForm
    fields = (("verb", "status_in_words", "position"), "text", ("topics", "statement"))
    readonly_fields = ("status_in_words",)
    autocomplete_fields = ("topics", "statement")
    show_change_link = True
    status_in_words = staticmethod(status_in_words)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outcome]:
        return with_status(super().get_queryset(request)).select_related("session__meeting")


@admin.register(Session)
class SessionAdmin(RecordAdmin):
    page_classes = (AddParticipantsPages, ReschedulePages, ProposedOutcomePages)
    form = SessionForm
    list_display = (
        "title",
        "status_in_words",
        "day",
        "time",
        "meeting",
        "bodies",
        "counts",
        "languages_present",
    )
    list_filter = (StatusFilter, "meeting", "formats", "status")
    list_select_related = ("meeting",)
    date_hierarchy = "day"
    ordering = ("meeting", "position", "id")
    search_fields = columns_of("title", "meeting__title")
    autocomplete_fields = ("meeting", "formats", "topics")
    prepopulated_fields = {"slug": ["title"]}
    radio_fields = {"precision": admin.HORIZONTAL}
    field_widgets = {"time_zone": TimeZoneInput}
    inlines = (ParticipationRows, OutcomeRows)
    fieldsets = (
        (None, {"fields": ("meeting", "title", "slug", "formats", "summary", "topics")}),
        (
            gettext_lazy("When"),
            {"fields": (("day", "day_is_inferred"), ("starts_at", "ends_at"), "precision", "ends_on")},
        ),
        (
            gettext_lazy("Only if it differs from the meeting, or was moved"),
            {
                "fields": (
                    *("status", "place", "time_zone"),
                    *(("former_day", "former_starts_at"), "former_place", "change_reason"),
                ),
                "classes": ("collapse",),
                "description": FORMER,
            },
        ),
        INTERNAL,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).select_related("meeting").prefetch_related("formats")

    def with_columns(self, rows: QuerySet[Session]) -> QuerySet[Session]:
        parts = {"number_of_participations": Participation, "number_of_outcomes": Outcome}
        numbers = {name: number_of(part.objects.filter(session=OuterRef("pk"))) for name, part in parts.items()}
        return super().with_columns(rows).annotate(**numbers)

    @admin.display(description=gettext_lazy("time"), ordering=F("starts_at").asc(nulls_first=True))
    def time(self, session: Session) -> str:
        return "–".join(f"{clock:%H:%M}" for clock in (session.starts_at, session.ends_at) if clock)

    @admin.display(description=gettext_lazy("bodies"))
    def bodies(self, session: Session) -> str:
        return ", ".join(body.acronym or body.name for body in session.formats.all())

    @admin.display(description=gettext_lazy("participants, outcomes"))
    def counts(self, session: Any) -> str:
        return f"{session.number_of_participations}, {session.number_of_outcomes}"


@admin.register(Outcome)
class OutcomeAdmin(RecordAdmin):
    list_display = ("text", "status_in_words", "verb", "session", "statement", "languages_present")
    list_filter = (StatusFilter, "verb", "session__meeting", "topics")
    list_select_related = ("session__meeting", "statement")
    ordering = ("session__meeting", "session__position", "session", "position", "id")
    search_fields = columns_of("text", "session__title")
    autocomplete_fields = ("session", "topics", "statement")
    fields = ("session", "verb", "text", "topics", "statement")
