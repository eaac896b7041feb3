"""Warnings about texts to be published, with places; they have to be confirmed."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Final

from django.db.models import Model
from django.utils.text import Truncator, capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modeltranslation.utils import build_localized_fieldname

from publishing.languages import LANGUAGES, language_name, translated_fields
from publishing.models import Edition
from publishing.obstacles import Obstacle
from publishing.texts.markup import Element, parse
from publishing.texts.richtext import RichTextField
from publishing.texts.slips import Finding, Paragraph, Text, findings
from publishing.workflow import MAKES_PUBLIC, WorkflowAction

ASKED_BEFORE: Final = (WorkflowAction.APPROVE, *MAKES_PUBLIC)
TEXTS_OF_AN_EDITION: Final = ("title", "summary", "body")
PLACES: Final = 3  # that are named
EXCERPT: Final = 40  # characters


def warnings_before(verb: WorkflowAction, rows: Iterable[Model]) -> list[Obstacle]:
    """Return the warnings to confirm before the verb is used; none for most verbs."""
    if verb not in ASKED_BEFORE:
        return []
    return [
        Obstacle(row, _sentence(field, finding, language if isinstance(row, Edition) else ""), field.name)
        for row in dict.fromkeys(rows)
        for field, language, text in texts_of(row)
        for finding in findings(text)
    ]


def digest_of(warnings: Iterable[Obstacle]) -> str:
    """Return a digest of the warnings, to notice when they change."""
    lines = "\n".join(f"{type(each.target).__name__} {each.target.pk} {each}" for each in warnings)
    return blake2b(lines.encode(errors="replace"), digest_size=8).hexdigest()


def texts_of(row: Model) -> Iterator[tuple[Any, str, Text]]:
    """Yield the texts of a row for the public, each with its field and language."""
    if isinstance(row, Edition):
        for name in TEXTS_OF_AN_EDITION:
            field = row._meta.get_field(name)
            yield field, row.language, _text(row, field, row.language, typed_numbers=row.has_typed_numbers)
        return
    for name in translated_fields(type(row)):
        for code in LANGUAGES:
            field = row._meta.get_field(build_localized_fieldname(name, code))
            yield field, code, _text(row, field, code)


def _text(row: Model, field: Any, language: str, *, typed_numbers: bool = False) -> Text:
    value = getattr(row, field.name) or ""
    if isinstance(field, RichTextField):
        return Text(parse(value), language, typed_numbers)
    lines = [line for line in value.splitlines() if line.strip()]
    return Text(Element("", children=[Element("p", children=[line]) for line in lines]), language, typed_numbers)


def _sentence(field: Any, finding: Finding, language: str) -> str:
    """Return the warning; the name of a translated field says its language already."""
    places = _first([_place(each) for each in finding.paragraphs])
    found = _first([*dict.fromkeys(finding.found)])
    label = capfirst(str(field.verbose_name))
    if language:
        label = _("%(field)s (%(language)s)") % {"field": label, "language": language_name(language)}
    words = _("Found: %(words)s.") % {"words": ", ".join(found)} if found else ""
    where = _("Place: %(places)s.") % {"places": get_text_list(places, _("and"))}
    return " ".join([f"{label}: {finding.sentence}", *([words] if words else []), where])


def _first(names: list[str]) -> list[str]:
    """Return the first of the names, and how many follow them."""
    more = len(names) - PLACES
    if more <= 0:
        return names
    return [*names[:PLACES], ngettext("%(count)s more", "%(count)s more", more) % {"count": more}]


def _place(paragraph: Paragraph) -> str:
    excerpt = Truncator(" ".join(paragraph.text.split())).chars(EXCERPT)
    if not excerpt:
        return _("paragraph %(number)s") % {"number": paragraph.number}
    return _("paragraph %(number)s (“%(excerpt)s”)") % {"number": paragraph.number, "excerpt": excerpt}
