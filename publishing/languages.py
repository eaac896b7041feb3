"""The languages of texts as BCP 47 tags; not only those of the interface."""

import re
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)  # of the interface
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-x(-[a-z0-9]{1,8})+)?")


def tags_of(listed: str) -> list[str]:
    """Split a stored list such as "en, de" into its tags."""
    return [tag.strip() for tag in listed.split(",") if tag.strip()]


def translated_fields(model: type[Model]) -> list[str]:
    """Return the names of the model's translated fields; empty if it has none."""
    try:
        return [*translator.get_options_for_model(model).all_fields]
    except NotRegistered:
        return []


def columns_of(*fields: str) -> tuple[str, ...]:
    """Return the columns of the fields in each language: "title_en", "title_de"."""
    return tuple(build_localized_fieldname(field, code) for field in fields for code in LANGUAGES)


def first_text_of(field: str, *, language: str = "") -> Coalesce:
    """Return an expression: the text in the language, else in the first that has it."""
    columns = columns_of(field)
    if language:
        columns = (build_localized_fieldname(field, language), *columns)
    texts = (NullIf(column, Value(""), output_field=CharField()) for column in columns)
    return Coalesce(*texts, Value(""), output_field=CharField())


def reader_language() -> str:
    """Return the language in which readers are addressed."""
    return get_language() or settings.LANGUAGE_CODE


def best_language(request: HttpRequest) -> str:
    """Return the site's language that the browser prefers (RFC 9110, 12.5.4)."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    refused = {tag for tag, quality in accepted if quality == 0}
    welcome = [code for code in LANGUAGES if code not in refused]
    for tag, quality in accepted:
        if quality > 0 and tag == "*" and welcome:
            return welcome[0]
        try:
            if quality > 0:
                return get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def validate_language(tag: str) -> None:
    """Raise ValidationError unless the tag has a form of RFC 5646 accepted here."""
    if not TAG.fullmatch(tag):
        raise ValidationError(
            _("“%(tag)s” is not a language tag. Write it like “en”, “de”, “fr-CA” or “de-x-ls”."),
            params={"tag": tag},
        )


def validate_languages(listed: str) -> None:
    """Raise ValidationError unless there is a tag, all are valid and none is twice."""
    tags = tags_of(listed)
    for tag in tags:
        validate_language(tag)
    if not tags or len(set(tags)) < len(tags):
        raise ValidationError(_("Enter each language once, separated by commas, such as “en, de”."))


def language_name(tag: str, *, interface: str | None = None) -> str:
    """Return the name of the language in that of the interface, else its tag."""
    return _language_name(tag, interface or get_language() or "en")


@lru_cache
def _language_name(tag: str, interface: str) -> str:
    try:
        name = Locale.parse(tag.partition("-x-")[0], sep="-").get_display_name(interface)
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag
