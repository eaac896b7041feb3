"""The form field of a time zone, and fieldsets that admins share."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

FORMER = gettext_lazy(
    "“Move” and “Postpone”, above the form once it is approved, fill in the former time and place. Visitors see both."
)
INTERNAL = (gettext_lazy("Internal"), {"fields": ("note",), "classes": ("collapse",)})


class TimeZoneInput(forms.TextInput):
    """A text field that suggests the IANA names of time zones, without a script."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{name}-zones"
        field = super().render(name, value, {**(attrs or {}), "list": listed, "class": "vTextField"}, renderer)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        return render_to_string("admin/partials/_time_zone.html", {"field": field, "listed": listed, "zones": zones})
