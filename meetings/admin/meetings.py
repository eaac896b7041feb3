"""The admin of meetings with their hosts, figures and lists of sessions."""

import re
from typing import Any, Final

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationTabularInline

from editorial.forms import AddressForm
from editorial.publishable import INTERNAL
from editorial.records import RecordAdmin
from editorial.requests import is_id
from editorial.status import StatusFilter
from editorial.time_zone_field import TimeZoneInput
from meetings.admin.rescheduling import FORMER, ReschedulePages
from meetings.admin.sessions import SessionRows
from meetings.admin.sorting import SortedFormSet, SortedRows
from meetings.models import Figure, Host, Meeting, Session
from meetings.times import days_in_words
from partners.appointment_picker import AppointmentSelect
from publishing.languages import columns_of
from publishing.querysets import number_of

SENT_ROW: Final = re.compile(r"sessions-\d+-id")


class HostFormSet(SortedFormSet):
    distinct = ("partner_id", "appointment_id")
    given_twice = gettext_lazy("This host is already in the list.")


class HostRows(SortedRows, admin.TabularInline):
    model = Host
    formset = HostFormSet
    fields = ("partner", "appointment", "position")
    autocomplete_fields = ("partner", "appointment")
    field_widgets = {"appointment": AppointmentSelect(Host.appointment, days=("starts_on", "ends_on"))}


class FigureRows(SortedRows, TranslationTabularInline):
    model = Figure
    fields = ("value", "label", "position")


class MeetingForm(AddressForm):
    """The form of a meeting; its days are saved with those of its sessions' rows."""

    def clean(self) -> dict[str, Any] | None:
        """Leave the days of sessions sent along to their rows, which check them."""
        cleaned = super().clean()
        sent = (value for name, value in self.data.items() if SENT_ROW.fullmatch(name))
        self.instance.sessions_sent = {int(value) for value in sent if is_id(str(value))}
        return cleaned


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    page_classes = (ReschedulePages,)
    list_display = (
        "title",
        "status_in_words",
        "days",
        "city",
        "level",
        "status",
        "session_count",
        "languages_present",
    )
    list_filter = (StatusFilter, "level", "status", "series")
    date_hierarchy = "starts_on"
    search_fields = columns_of("title", "city", "headline")
    autocomplete_fields = ("series", "country", "lead_photo")
    prepopulated_fields = {"slug": ["title"]}
    form = MeetingForm
    field_widgets = {"time_zone": TimeZoneInput}
    inlines = (SessionRows, HostRows, FigureRows)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", ("level", "status"), "series")}),
        (
            gettext_lazy("When and where"),
            {
                "fields": (("starts_on", "ends_on"), "city", "country", "venue", "time_zone"),
                "description": gettext_lazy("Times are in the meeting’s time zone."),
            },
        ),
        (
            gettext_lazy("At a glance"),
            {
                "fields": ("glance_decided", "glance_who", "glance_next"),
                "description": gettext_lazy(
                    "Plain-language summary: short sentences, one idea each. Empty fields are not shown."
                ),
            },
        ),
        (
            gettext_lazy("Only if it was moved or postponed"),
            {
                "fields": (("former_starts_on", "former_ends_on"), "former_place", "change_reason"),
                "classes": ("collapse",),
                "description": FORMER,
            },
        ),
        (gettext_lazy("On the home page"), {"fields": ("headline", "lead_photo")}),
        (gettext_lazy("Press contact"), {"fields": ("press_contact", ("press_email", "press_telephone"))}),
        INTERNAL,
    )

    def with_columns(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        sessions = number_of(Session.objects.filter(meeting=OuterRef("pk")))
        return super().with_columns(rows).annotate(number_of_sessions=sessions)

    @admin.display(description=gettext_lazy("days"), ordering="starts_on")
    def days(self, meeting: Meeting) -> str:
        return days_in_words(meeting.starts_on, meeting.ends_on)

    @admin.display(description=gettext_lazy("sessions"))
    def session_count(self, meeting: Any) -> int:
        return int(meeting.number_of_sessions)
