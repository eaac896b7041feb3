"""The texts that a row and its pages lack in a language; they are no obstacles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from publishing.languages import LANGUAGES, language_name, translated_fields
from publishing.models import Child, Document, Edition, Item, Publishable
from publishing.models.office import offered_languages, required_languages
from publishing.obstacles import Obstacle, merged
from publishing.paths import rows_at
from publishing.verbs import checks
from publishing.verbs.omissions import fetched, whole


def missing_texts(targets: Sequence[Item]) -> list[Obstacle]:
    """Return the texts missing by row and language, and a document's languages."""
    rows = [row for each in targets for row in (whole(each) if isinstance(each, Publishable) else [each])]
    required = required_languages()
    found = [obstacle for row in fetched(rows) for obstacle in _around(row, required)]
    for target in targets:
        found += _of_a_document(target) if isinstance(target, Edition) else []
    alone = [(rows[0],)] if len(targets) == 1 else []
    return [replace(each, where=()) if each.where in alone else each for each in merged(found)]


def _around(row: Item, required: Sequence[str]) -> Iterator[Obstacle]:
    """Yield the texts missing in the row, and in rows whose texts its pages print."""
    own = list(_of_a_row(row, row, required))
    yield from own
    sentences = {str(each) for each in own}
    for shown in _printed(row):
        for obstacle in _of_a_row(shown, _form_of(shown), required):
            if str(obstacle) not in sentences:
                yield replace(obstacle, where=(row,))


def _printed(row: Item) -> Iterator[Model]:
    """Yield the rows along the paths, except those published on pages of their own."""
    paths = [path.split("__") for path in (*row.shown_relations, *row.printed_relations)]
    starts = {"__".join(parts[: length + 1]) for parts in paths for length in range(len(parts))}
    for shown in dict.fromkeys(shown for path in sorted(starts) for shown in rows_at(row, path)):
        if not isinstance(shown, (Child, Document)) and not (isinstance(shown, Publishable) and shown.child_relations):
            yield shown


def _form_of(row: Any) -> Model:
    """Return the row in whose form the row is entered."""
    return getattr(row, row.belongs_to[0]) if getattr(row, "belongs_to", ()) else row


def _of_a_row(row: Any, form: Model, required: Sequence[str]) -> Iterator[Obstacle]:
    """Yield the texts that a language lacks: others have them, or it is required.

    `form` is the row in whose form it is entered.
    """
    translated = translated_fields(type(row))
    names = [field.name for field in row._meta.concrete_fields if field.name in translated]
    wanted = checks.wanted_texts(row)
    for code in LANGUAGES:
        empty = [
            name
            for name in names
            if not getattr(row, build_localized_fieldname(name, code))
            and (
                (name in wanted and code in required)
                or any(getattr(row, build_localized_fieldname(name, other)) for other in LANGUAGES)
            )
        ]
        if empty:
            labels = [str(row._meta.get_field(name).verbose_name) for name in empty]
            sentence = _("%(kind)s “%(name)s” – %(language)s is missing: %(fields)s.")
            values = {
                "kind": capfirst(str(row._meta.verbose_name)),
                "name": row,
                "language": language_name(code),
                "fields": get_text_list(labels, _("and")),
            }
            yield Obstacle(form, sentence % values, build_localized_fieldname(empty[0], code) if form is row else "")


def _of_a_document(edition: Edition) -> Iterator[Obstacle]:
    """Yield the offered or required languages in which the document has no text."""
    document = edition.document
    written = set(document.editions.values_list("language", flat=True))
    for tag in dict.fromkeys([*required_languages(), *offered_languages()]):
        if tag not in written:
            sentence = _("“%(name)s” has no text in %(language)s yet.")
            yield Obstacle(document, sentence % {"name": document, "language": language_name(tag)})
