"""The index entries of a row, one in each language, and the facets to find it by."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import override

from meetings.models import ParagraphNumbers
from publishing.languages import LANGUAGES
from publishing.models import Document, Edition, Publishable
from publishing.paths import rows_at
from publishing.texts.richtext import RichTextField
from website.search.kinds import Borrowed, Kind, SearchFacet, column, field_of, letter_of, texts_at
from website.search.paragraphs import paragraphs_of
from website.search.words import stems_of

MOST_DAYS: Final = 10  # of a meeting, that can be found one by one
MOST_LETTERS: Final = 300_000  # of the words of a text: PostgreSQL refuses a megabyte


@dataclass
class Texts:
    """What one row says in one language, before its words are made."""

    language: str
    title: str
    names: list[str] = field(default_factory=list)
    paragraphs: list[tuple[str, str]] = field(default_factory=list)  # anchor and text
    around: list[str] = field(default_factory=list)
    edition_id: int = 0


def entries_of(kind: Kind, row: Publishable | Document) -> Iterator[dict[str, Any]]:
    """Yield the columns of each entry of a row."""
    days = [day for path in kind.days for day in _days(row, path)]
    for texts in _texts(kind, row):
        with override(_interface(texts.language)):
            # So that “session on Libya” and “decisions on Libya” find some.
            texts.around += [str(kind.model._meta.verbose_name), str(kind.also)]
            facts = {"kind": kind.letter, "object_id": row.pk, "public_id": row.public_id, "language": texts.language}
            facts |= {"edition_id": texts.edition_id, "day": days[0] if days else None, "title": texts.title}
            own = [*texts.names, *_said(days)]
            yield facts | _content(texts, texts.names, own, texts.paragraphs)
            for borrowed in kind.borrowed:
                for needed, names in _lent(borrowed, row, texts.language):
                    needs = {"needs": letter_of(type(needed)), "needs_id": needed.pk}
                    yield facts | needs | _content(texts, [*texts.names, *names], [*own, *names], texts.paragraphs[:1])


def _content(texts: Texts, names: list[str], found_by: list[str], paragraphs: list[tuple[str, str]]) -> dict[str, Any]:
    language = texts.language
    body = " ".join([*texts.around, *(text for _anchor, text in paragraphs)])
    return {
        "names": " · ".join(dict.fromkeys(names)),
        "body": "\n".join(text for _anchor, text in paragraphs),
        "anchors": [anchor for anchor, _text in paragraphs],
        "title_words": " ".join(stems_of(texts.title, language)),
        "names_words": " ".join(stems_of(" ".join(found_by), language)),
        "body_words": " ".join(stems_of(body, language))[:MOST_LETTERS],
    }


def _texts(kind: Kind, row: Any) -> Iterator[Texts]:
    """Yield what the row says, in each language in which it says anything."""
    if kind.is_document:
        for edition in row.editions.all():
            yield _of_edition(kind, row, edition)
        return
    for code in LANGUAGES:
        with override(code):
            texts = Texts(code, " ".join(texts_at(row, kind.title, code)))
            if not texts.title:
                continue
            texts.names = [text for path in kind.names for text in texts_at(row, path, code)]
            texts.around = [text for path in kind.around for text in texts_at(row, path, code)]
            for path in kind.body:
                for text in texts_at(row, path, code):
                    texts.paragraphs += _paragraphs(kind.model, path, text, code)
            yield texts


def _of_edition(kind: Kind, row: Document, edition: Edition) -> Texts:
    language = edition.language
    interface = _interface(language)
    with override(interface):
        names = [text for path in kind.names for text in texts_at(row, path, interface)]
        numbers = getattr(row, "paragraph_numbers", ParagraphNumbers.NONE)
        summary = [("", _one_line(edition.summary))] if edition.summary else []
        paragraphs = [*summary, *paragraphs_of(edition.body, language, numbers)]
    return Texts(language, edition.title, names, paragraphs, edition_id=edition.pk)


def _paragraphs(model: type[Model], path: str, text: str, language: str) -> list[tuple[str, str]]:
    if isinstance(field_of(model, column(model, path, language)), RichTextField):
        return [*paragraphs_of(text, language)]
    return [("", _one_line(text))]


def _interface(language: str) -> str:
    """Return the language of the site for a text in the language."""
    return language if language in LANGUAGES else settings.LANGUAGE_CODE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _days(row: Model, path: str) -> list[date]:
    relations, _separator, name = path.rpartition("__")
    values = (getattr(each, name) for each in rows_at(row, relations))
    return [value for value in values if value]


def _said(days: list[date]) -> Iterator[str]:
    """Yield the days as people write them in the language, and as question.py does."""
    first, last = (days[0], days[-1]) if days else (None, None)
    if not (first and last):
        return
    for number in range(min((last - first).days + 1, MOST_DAYS)):
        day = first + timedelta(days=number)
        yield f"{date_format(day, 'j F Y')} {day:%Y%m%d} {day:%Y%m}"


def _lent(borrowed: Borrowed, row: Model, language: str) -> Iterator[tuple[Model, list[str]]]:
    """Yield each row that must be public, with what it says of this one."""
    for lender in rows_at(row, borrowed.path):
        for needed in rows_at(lender, borrowed.needs):
            yield needed, [text for path in borrowed.texts for text in texts_at(lender, path, language)]


def facets_of(kind: Kind, row: Model) -> Iterator[dict[str, Any]]:
    """Yield the columns of each facet of a row; the same may come twice."""
    for facet in kind.facets:
        for record, via in _records(facet, row):
            facts = {
                "kind": kind.letter,
                "object_id": row.pk,
                "record": letter_of(facet.record),
                "record_id": record.pk,
            }
            yield facts | ({"via": letter_of(type(via)), "via_id": via.pk} if via else {})


def _records(facet: SearchFacet, row: Model) -> Iterator[tuple[Model, Model | None]]:
    """Yield the records of a facet, each with what has to be public for it, or None."""
    for base in rows_at(row, facet.base):
        found = rows_at(base, facet.path) or (rows_at(base, facet.otherwise) if facet.otherwise else [])
        via = next(iter(rows_at(base, facet.via)), None) if facet.base else None
        yield from ((record, via) for record in found)
