"""The admin of the press office: its entry leads to the form of the only row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from editorial.admin_urls import admin_model_url, admin_url
from editorial.editorial_admin import EditorialAdmin
from editorial.languages import LanguageTabsAdmin
from editorial.time_zone_field import TimeZoneInput
from publishing.models import Office


@admin.register(Office)
class OfficeAdmin(EditorialAdmin, LanguageTabsAdmin):
    fieldsets = (
        (None, {"fields": ("name", "wordmark", "description", "footnote")}),
        (gettext_lazy("Contact"), {"fields": ("address", ("email", "telephone"))}),
        (gettext_lazy("Time and languages"), {"fields": ("time_zone", "languages", "required_languages")}),
        (gettext_lazy("Signing in"), {"fields": ("session_minutes", "second_factor_roles")}),
    )

    field_widgets = {"time_zone": TimeZoneInput}
    filter_horizontal = ("second_factor_roles",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        office = Office.objects.first()
        if office is None and not self.has_add_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(admin_url(office) if office else admin_model_url(Office, "add"))

    def save_model(self, request: HttpRequest, obj: Office, form: forms.ModelForm, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
