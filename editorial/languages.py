"""The admin of translated rows: a switch in forms shows one language, or all.

The script finds the fields by the classes that modeltranslation gives them; without it every language
shows, each field labelled with its own.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.forms import Media, Script
from django.http import HttpRequest
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import build_lang, build_localized_fieldname

from editorial.requests import office_of
from publishing.languages import LANGUAGES, tags_of


class LanguageTabsAdmin(TranslationAdmin):
    """The admin of a model with translated texts, with one switch for its inlines."""

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return in_a_required_language(request, super().get_prepopulated_fields(request, obj))

    @property
    def media(self) -> Media:
        script = Script("js/admin-language-tabs.js", defer=True, **_words_of_the_switch())
        style = "css/admin-language-tabs.css"
        return super().media + Media(css={"all": [style]}, js=[script])  # type: ignore[list-item]  # for older Django

    @admin.display(description=gettext_lazy("languages"))
    def languages_present(self, row: Model) -> str:
        translated = self.trans_opts.all_fields
        required = [field.name for field in row._meta.fields if field.name in translated and not field.blank]
        text = [*required, *getattr(row, "essential_texts", ()), *translated][0]
        present = [code for code in LANGUAGES if getattr(row, build_localized_fieldname(text, code))]
        return ", ".join(str(get_language_info(code)["name_translated"]) for code in present)


def in_a_required_language(request: HttpRequest, proposed_from: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return from which fields addresses are proposed: names in a required language."""
    code = next((tag for tag in tags_of(office_of(request).required_languages) if tag in LANGUAGES), "")
    return {field: tuple(_in(code, name) for name in names) for field, names in proposed_from.items()}


def _in(code: str, name: str) -> str:
    """Return the name of the field's column for the language, if it has one each."""
    for other, _language in settings.LANGUAGES:
        if code and name.endswith(f"_{build_lang(other)}"):
            return f"{name.removesuffix(f'_{build_lang(other)}')}_{build_lang(code)}"
    return name


def _words_of_the_switch() -> dict[str, str]:
    """Return the attributes that the script reads: the languages, and its texts."""
    names = {build_lang(code): str(name) for code, name in settings.LANGUAGES}
    return {
        "data-languages": json.dumps(names),
        "data-label": _("Language of the texts"),
        "data-all": _("All"),
        "data-missing": _("texts missing:"),
        "data-wrong": _("with errors"),
    }
