"""Texts in several languages on the desk: one switch per form shows one language at a time, or all.

The script finds the fields by the classes that modeltranslation gives them; without it every language
shows, each field labelled with its own.
"""

import json

from django.conf import settings
from django.forms import Media, Script
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import build_lang


class LanguageTabsAdmin(TranslationAdmin):
    """The admin of a model with translated texts; its inlines come under the same switch."""

    @property
    def media(self) -> Media:
        script = Script("js/admin-language-tabs.js", defer=True, **_words_of_the_switch())
        style = "css/admin-language-tabs.css"
        return super().media + Media(css={"all": [style]}, js=[script])  # type: ignore[list-item]  # for older Django


def _words_of_the_switch() -> dict[str, str]:
    """Return the script's attributes: the languages by the ending of their fields, and what it says."""
    names = {build_lang(code): str(name) for code, name in settings.LANGUAGES}
    return {
        "data-languages": json.dumps(names),
        "data-label": _("Language of the texts"),
        "data-all": _("All"),
        "data-missing": _("texts missing:"),
        "data-wrong": _("with errors"),
    }
