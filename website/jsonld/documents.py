"""Statements and articles as schema.org texts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localtime

from meetings.models import Article
from photos.models import Photo
from publishing.models import Edition
from website.jsonld.meetings import organisation
from website.jsonld.vocabulary import Absolute, Node, Terms, day, entity, link, mention, node, office, picture
from website.texts import TextLink

KINDS: Final = {
    Article.Kind.REPORT: "NewsArticle",
    Article.Kind.PRESS_RELEASE: "NewsArticle",
    Article.Kind.ADVISORY: "Article",
    Article.Kind.TRANSCRIPT: "Article",
}


def statement(row: Any, text: Any, absolute: Absolute, *, texts: Iterable[TextLink], pdf: str) -> Node:
    """Describe a statement in one of its texts, from `reads.documents.statement`."""
    partners = [
        organisation(each, absolute, each.as_of(row.issued_on).name if row.issued_on else "")
        for each in row.public_adopted_by_partners
    ]
    speaker = row.public_given_by
    number = node("PropertyValue", propertyID="reference", value=row.reference) if row.reference else None
    return _text("Report", row, text, absolute, texts) | node(
        "Report",
        identifier=number or row.public_id,
        sourceOrganization=[
            *(link("Organization", each, absolute) for each in row.public_adopted_by),
            *partners,
        ],
        author=link("Person", speaker.person, absolute) | {"jobTitle": speaker.office} if speaker else None,
        genre=row.kind_name,
        dateCreated=day(row.issued_on),
        encoding=_pdf(text, absolute(pdf)) if pdf else None,
        sameAs=row.authentic_url,
    )


def article(
    row: Any, text: Any, absolute: Absolute, *, texts: Iterable[TextLink], photo: Photo | None, terms: Terms
) -> Node:
    """Describe an article in one of its texts, from `reads.documents.article`."""
    kind = KINDS[row.kind]
    return _text(kind, row, text, absolute, texts) | node(
        kind, identifier=row.public_id, author=office(absolute), image=picture(photo, absolute, terms)
    )


def _text(kind: str, row: Any, text: Any, absolute: Absolute, texts: Iterable[TextLink]) -> Node:
    about = [
        *(link("DefinedTerm", each, absolute) for each in row.public_topics),
        *(mention(each, absolute) for each in row.public_meetings),
    ]
    note = text.corrected_note
    return entity(
        kind,
        row,
        absolute,
        name=text.title,
        headline=text.title,
        abstract=text.summary,
        inLanguage=text.language,
        datePublished=_moment(text.first_published),
        dateModified=_moment(text.corrected_at or text.first_published),
        version=text.version if text.publish_at else None,
        about=about,
        publisher=office(absolute),
        correction=node("CorrectionComment", text=note, datePublished=_moment(text.corrected_at)) if note else None,
        workTranslation=[node(kind, inLanguage=each.code, url=absolute(each.url)) for each in texts],
    )


def _pdf(text: Edition, address: str) -> Node:
    return node("MediaObject", contentUrl=address, encodingFormat="application/pdf", inLanguage=text.language)


def _moment(known: datetime | None) -> str:
    return localtime(known).isoformat() if known else ""
