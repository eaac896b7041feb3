"""The admin of countries and organisations, bodies and people."""

from typing import Any

from admin_ordering.admin import OrderableAdmin
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from editorial.editorial_admin import EditorialAdmin
from editorial.files import StoredFilePages
from editorial.forms import ProtectedFormSet
from editorial.inlines import PublishableInline
from editorial.languages import LanguageTabsAdmin
from editorial.publishable import INTERNAL
from editorial.records import RecordAdmin
from editorial.requests import account_of
from editorial.status import StatusFilter
from partners.appointment_form import (
    PersonForm,
    SortNamePages,
    fieldsets_for_adding,
    form_for_adding,
    may_add_people,
)
from partners.appointment_picker import Wanted, picker_facts
from partners.models import Appointment, Format, FormerName, Membership, Partner, Person
from partners.partial_dates import spans_overlap
from partners.paste_page import PasteAppointmentsPages, PasteLink
from publishing.languages import columns_of
from publishing.states import State

OVERLAPS = gettext_lazy(
    "This overlaps with another line for the same country or organisation. End one before the other starts."
)


NOT_THEIRS = gettext_lazy(
    "This person is approved or public: only accounts that may approve people can change their offices."
)


class MembershipFormSet(ProtectedFormSet):
    """Memberships of one form, none of which overlap for a partner and a format."""

    def clean(self) -> None:
        super().clean()
        kept = self.kept_forms()
        for number, form in enumerate(kept):
            if any(_overlap(form.instance, earlier.instance) for earlier in kept[:number]):
                form.add_error("since", OVERLAPS)


class MembershipRows(PublishableInline, admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    fields = ("format", "partner", "capacity", "since", "until")
    autocomplete_fields = ("format", "partner")


class FormerNameRows(PublishableInline, TranslationStackedInline):
    model = FormerName
    fields = ("name", "official_name", "flag", ("since", "until"))
    classes = ("collapse",)


class AppointmentRows(PublishableInline, TranslationTabularInline):
    model = Appointment
    fields = ("office", "partner", "since", "until")
    autocomplete_fields = ("partner",)


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    page_classes = (StoredFilePages,)
    list_display = ("name", "status_in_words", "kind", "code", "formats_count", "languages_present")
    list_filter = (StatusFilter, "kind", "memberships__format")
    search_fields = (*columns_of("name", "official_name"), "acronym", "iso_code")
    prepopulated_fields = {"slug": ["name"]}
    radio_fields = {"kind": admin.HORIZONTAL}
    inlines = (MembershipRows, FormerNameRows)
    fieldsets = (
        (None, {"fields": ("kind", "name", "official_name", "slug")}),
        (gettext_lazy("Code and flag"), {"fields": (("iso_code", "acronym"), "flag")}),
        INTERNAL,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        return super().get_queryset(request).annotate(number_of_formats=Count("memberships__format", distinct=True))

    @admin.display(description=gettext_lazy("code"))
    def code(self, partner: Partner) -> str:
        return partner.iso_code or partner.acronym

    @admin.display(description=gettext_lazy("bodies"), ordering="number_of_formats")
    def formats_count(self, partner: Any) -> int:
        return int(partner.number_of_formats)


@admin.register(Format)
class FormatAdmin(OrderableAdmin, RecordAdmin):
    ordering_field = "position"
    list_display = ("name", "status_in_words", "acronym", "members_count", "languages_present", "position")
    list_editable = ("position",)
    search_fields = columns_of("name", "acronym")
    prepopulated_fields = {"slug": ["name"]}
    inlines = (MembershipRows,)
    fields = ("name", "acronym", "slug", "description", ("founded", "until"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Format]:
        return super().get_queryset(request).annotate(number_of_members=Count("memberships__partner", distinct=True))

    @admin.display(description=gettext_lazy("countries and organisations"), ordering="number_of_members")
    def members_count(self, body: Any) -> int:
        return int(body.number_of_members)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    page_classes = (PasteLink, SortNamePages)
    form = PersonForm
    list_display = ("name", "status_in_words", "sort_name", "latest_office", "languages_present")
    search_fields = columns_of("name", "sort_name", "appointments__office", "appointments__partner__name")
    prepopulated_fields = {"slug": ["name"]}
    inlines = (AppointmentRows,)
    fieldsets = ((None, {"fields": ("name", "sort_name", "slug")}), INTERNAL)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("appointments")

    @admin.display(description=gettext_lazy("latest office"))
    def latest_office(self, person: Person) -> str:
        return next((appointment.office for appointment in person.appointments.all()), "")


@admin.register(Appointment)
class AppointmentAdmin(EditorialAdmin, LanguageTabsAdmin):
    """Searched by other forms, but not listed: offices are edited with the person."""

    page_classes = (PasteLink, PasteAppointmentsPages)
    list_display = ("office", "person", "partner", "since", "until")
    search_fields = columns_of("person__name", "office", "partner__name")
    autocomplete_fields = ("person", "partner")
    fields = ("person", "partner", "office", "since", "until")
    picker_facts = staticmethod(picker_facts)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    # An office is public with its person: at once, if that is public.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_change_offices(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_change_offices(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person" and not account_of(request).has_perm("partners.approve_person"):
            kwargs["queryset"] = Person.objects.exclude(state=State.APPROVED)
            kwargs["error_messages"] = {"invalid_choice": NOT_THEIRS}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        return super().get_queryset(request).select_related("person", "partner")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        found: Any
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return Wanted.of(request).narrowed(found), may_repeat

    # The form for adding takes a new person too.

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # Django's
        kwargs |= {} if obj else {"form": form_for_adding(request)}
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        takes_new_people = obj is None and may_add_people(request)
        return fieldsets_for_adding() if takes_new_people else super().get_fieldsets(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # Django's
        if person := getattr(form, "new_person", None):
            person.save()
            obj.person = person
        super().save_model(request, obj, form, change)


def _may_change_offices(request: HttpRequest, appointment: Appointment | None) -> bool:
    is_draft = appointment is None or appointment.person.state != State.APPROVED
    return is_draft or account_of(request).has_perm("partners.approve_person")


def _overlap(one: Membership, other: Membership) -> bool:
    if (one.format_id, one.partner_id) != (other.format_id, other.partner_id):
        return False
    return spans_overlap((one.since, one.until), (other.since, other.until))
