"""The facts of the texts of statements and articles: an object by language."""

from typing import Any, Final

from meetings.models import Article, ParagraphNumbers, Statement
from publishing.addresses import absolute
from publishing.kinds import editions_of
from publishing.models import Document, Edition
from publishing.pdfs import pdf_url
from publishing.texts.markup import linked_ids, parse
from website.absolute_links import with_host
from website.api.facts import (
    ADDRESS,
    MOMENT,
    STRING,
    Fact,
    Schema,
    Surroundings,
    as_object,
    columns,
    iso,
    of_one,
    or_null,
    schema_of,
)
from website.bodies import printed
from website.texts import address_of_text


def links_of(document: Any) -> set[str]:
    """Return the permanent ids to which the texts of the document link."""
    return {public_id for text in document.public_editions for public_id in linked_ids(parse(text.body))}


def _html(text: Edition, around: Surroundings) -> str:
    numbers = ParagraphNumbers(getattr(text.document, "paragraph_numbers", ParagraphNumbers.NONE))
    body = printed(parse(text.body), around.links, language=text.language, numbers=numbers)
    return with_host(body, _page(text, around))


def _page(text: Edition, _around: Surroundings) -> str:
    return absolute(address_of_text(text.language, text.document.get_absolute_url))


def _pdf(text: Edition, _around: Surroundings) -> str | None:
    return absolute(pdf_url(text)) if pdf_url(text) else None


def _of_a_text(model: type[Edition]) -> tuple[Fact, ...]:
    extent = columns(model, "extent") if hasattr(model, "extent") else ()
    return (
        Fact("id", STRING, lambda text, _around: text.public_id, "permanent ID"),
        *columns(model, "title", "summary"),
        *extent,
        Fact("version", {"type": "integer"}, lambda text, _around: text.version, "version"),
        Fact("published", MOMENT, lambda text, _around: iso(text.published), "first published in this language"),
        Fact("updated", MOMENT, lambda text, _around: iso(text.updated), "last change, without minor corrections"),
        *columns(model, "correction_note"),
        Fact("page", ADDRESS, _page, "page of the text"),
        Fact("pdf", or_null(ADDRESS), _pdf, "the same text as a PDF"),
        of_one(Fact("html", STRING, _html, "text as HTML; links to this site are permalinks")),
    )


def texts_of(model: type[Document]) -> Fact:
    """Return the fact with the current texts of a kind of document."""
    facts = _of_a_text(editions_of(model))

    def value(row: Any, around: Surroundings) -> Any:
        return {text.language: as_object(facts, text, around) for text in row.public_editions}

    schema: Schema = {"type": "object", "additionalProperties": schema_of(facts)}
    return Fact("texts", schema, value, "the current texts, by language")


TEXTS: Final = {model: texts_of(model) for model in (Statement, Article)}
