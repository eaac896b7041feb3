"""The language in which a text of a record is shown: the reader's, else another.

A record has a column per language, and any may be empty. What is shown in another language than the page's is marked
as such; `language_notice` looks for these marks in what was printed, so that a page tells of them once, at its head.
"""

import re
from functools import cache
from typing import Final

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from publishing.languages import language_name, reader_language

CALLED: Final = ("title", "name", "office", "text", "label")  # the field with what a row is called
# No text can pass for a mark: what is printed of it has no quotation marks that are not escaped.
MARK: Final = re.compile(r' lang="([\w-]+)" data-other')


@cache
def name_field(model: type[Model]) -> str:
    """Return the field that names a row of the model; empty if it has none."""
    return next((name for name in CALLED if hasattr(model, name)), "")


def wording(row: Model, names: str = "", language: str = "") -> tuple[str, str]:
    """Return the text and its language; without names, what the record is called."""
    return _wording(row, names, language or reader_language())


def translated(row: object, names: str = "") -> str:
    """Return the text, marked if in another language; other objects as strings."""
    if not isinstance(row, Model):
        return str(row)
    reader = reader_language()
    text, language = _wording(row, names, reader)
    return text if language == reader else format_html("<span{}>{}</span>", _mark(language), text)


def language_mark(row: Model, names: str = "") -> SafeString:
    """Return the attributes that mark the text's element; empty if not needed."""
    reader = reader_language()
    language = _wording(row, names, reader)[1]
    return SafeString("") if language == reader else _mark(language)


def language_attribute(row: Model, names: str) -> SafeString:
    """Return the attribute `lang` for an invisible text, which needs no notice."""
    reader = reader_language()
    language = _wording(row, names, reader)[1]
    return SafeString("") if language == reader else format_html(' lang="{}"', language)


def language_notice(printed: str) -> str:
    """Return the notice about other languages in the printed text; empty if none."""
    languages = sorted(set(MARK.findall(printed)))
    if not languages:
        return ""
    names = ", ".join(map(language_name, languages))
    return _("Parts of this page exist only in %(languages)s.") % {"languages": names}


def _wording(row: Model, names: str, reader: str) -> tuple[str, str]:
    for column, language in _columns(names or name_field(type(row)), reader):
        if text := getattr(row, column):
            return str(text), language
    return "", reader


@cache
def _columns(names: str, reader: str) -> list[tuple[str, str]]:
    """Return the columns of a text in the order of search, each with its language."""
    return [
        (build_localized_fieldname(name, language), language)
        for language in resolution_order(reader)
        for name in names.split()
    ]


def _mark(language: str) -> SafeString:
    return format_html(' lang="{}" data-other', language)
