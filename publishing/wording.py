"""The language in which a text of a record is shown: the reader's, else another, which the page then names.

A record has a column per language, and any may be empty. What is shown in another language than the page's is marked
as such; `language_notice` looks for these marks in what was printed, so that a page tells of them once, at its head.
"""

import re
from typing import Any, Final

from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from publishing.languages import language_name

CALLED: Final = ("title", "name", "office", "text", "label")  # the field with what a row is called
# No text can pass for a mark: what is printed of it has no quotation marks that are not escaped.
MARK: Final = re.compile(r' lang="([\w-]+)" data-other')


def name_field(model: type[Model]) -> str:
    """Return the name of the field with what a row of the model is called; empty where it has none."""
    return next((name for name in CALLED if hasattr(model, name)), "")


def wording(row: Model, names: str = "") -> tuple[str, str]:
    """Return the text and its language: of the first of the fields that has one in the reader's language, else of
    the first that has one at all. Without names it is what the record is called."""
    fields = (names or name_field(type(row))).split()
    reader = get_language() or settings.LANGUAGE_CODE
    for language in resolution_order(reader):
        for field in fields:
            if text := getattr(row, build_localized_fieldname(field, language)):
                return str(text), language
    return "", reader


def translated(row: Any, names: str = "") -> str:
    """Return the text to be printed, marked where it is in another language; what is no record is printed as it is."""
    if not isinstance(row, Model):
        return str(row)
    text, language = wording(row, names)
    mark = _mark(language)
    return format_html("<span{}>{}</span>", mark, text) if mark else text


def language_mark(row: Model, names: str = "") -> SafeString:
    """Return the mark, as attributes of the element that holds the text; empty in the reader's language."""
    return _mark(wording(row, names)[1])


def language_attribute(row: Model, names: str) -> SafeString:
    """Return the attribute `lang` of an element whose text is not visible, so that no notice is needed."""
    language = wording(row, names)[1]
    return SafeString("") if language == get_language() else format_html(' lang="{}"', language)


def language_notice(printed: str) -> str:
    """Return the notice about texts in other languages in what was printed; empty if there are none."""
    languages = sorted(set(MARK.findall(printed)))
    if not languages:
        return ""
    names = ", ".join(map(language_name, languages))
    return _("Parts of this page exist only in %(languages)s.") % {"languages": names}


def _mark(language: str) -> SafeString:
    if language == (get_language() or settings.LANGUAGE_CODE):
        return SafeString("")
    return format_html(' lang="{}" data-other', language)
