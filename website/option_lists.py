"""The control of a facet: a list of options, written in one go."""

from html import escape
from typing import Any

from django.forms import Select
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class OptionList(Select):
    """Django's select, but without a template for each of its hundreds of options."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = "".join(_option(str(each), str(label), chosen) for each, label in self.choices)
        of_the_list = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}\n</select>', name, of_the_list, SafeString(options))


def _option(value: str, label: str, chosen: str) -> str:
    mark = " selected" if value == chosen else ""
    return f'\n  <option value="{escape(value)}"{mark}>{escape(label)}</option>\n'
