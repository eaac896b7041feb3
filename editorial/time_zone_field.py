"""The form field of a time zone."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class TimeZoneInput(forms.TextInput):
    """A text field that suggests the IANA names of time zones, without a script."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{name}-zones"
        field = super().render(name, value, {**(attrs or {}), "list": listed, "class": "vTextField"}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, _options())


@cache  # Python looks for the names in files each time
def _options() -> SafeString:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return format_html_join("", '<option value="{}">', ([zone] for zone in zones))
