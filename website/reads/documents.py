"""Statements and articles with their live texts and public related rows."""

from datetime import datetime
from typing import Any, Final

from django.db.models import (
    F,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)

from meetings.models import (
    Article,
    ArticleEdition,
    Meeting,
    Outcome,
    Session,
    Statement,
    StatementEdition,
)
from photos.models import Photo
from publishing.kinds import editions_of
from publishing.languages import columns_of
from publishing.models import Document
from website.reads.covers import set_covers
from website.reads.document_texts import public_editions, with_texts
from website.reads.names import Names, set_named
from website.reads.participants import offices
from website.reads.photos import GALLERY, OF_A_STRIP, SHOWN, photos
from website.reads.texts import LISTED

STRIP: Final = 6
# What a statement shows of an outcome.
OUTCOME: Final = (
    "public_id",
    "verb",
    "text",
    "statement",
    "session__slug",
    "session__meeting__slug",
    *columns_of("session__title"),
)
RELATED: Final = 40  # texts, in all languages together


def statements(at: datetime) -> QuerySet[Statement]:
    """Return all statements, latest first."""
    return Statement.objects.public(at)


def articles(at: datetime) -> QuerySet[Article]:
    """Return all articles, latest first."""
    return Article.objects.public(at)


def with_live_texts[D: Document](rows: QuerySet[D], at: datetime) -> QuerySet[D]:
    """Return the documents as lists show them, with live texts as `public_editions`."""
    own_kind = columns_of("own_kind") if rows.model is Statement else ()
    texts = editions_of(rows.model).objects.live(at).only("language", "title", "summary", "document")
    return rows.only("slug", "issued_on", "kind", *own_kind).prefetch_related(
        Prefetch("editions", texts, "public_editions")
    )


def statement(slug: str, at: datetime, names: Names, version: int | None = None) -> Statement | None:
    """Return the statement with the rows of its page. None if it is not public.

    `public_editions` has the live texts, and `public_version` those with the version number if one is given.
    """
    rows = public_editions(StatementEdition, slug, at)
    document = with_texts(rows.select_related("document"), at, version)
    if document is None:
        return None
    outcomes = Outcome.objects.public(at).select_related("session__meeting").only(*OUTCOME)
    document.public_outcomes = list(outcomes.filter(statement=document))
    prefetch_related_objects([document], *_surroundings(at))
    set_covers(document.public_meetings, at)
    document.public_given_by = offices([document.given_by_id], at).get(document.given_by_id)
    set_named([document], "adopted_by", names.formats)
    set_named([document], "adopted_by_partners", names.partners)
    set_named([document], "topics", names.topics)
    return document


def article(slug: str, at: datetime, names: Names, version: int | None = None) -> Article | None:
    """Return the article with the rows of its page, as `statement` does."""
    rows = public_editions(ArticleEdition, slug, at)
    document = with_texts(rows.select_related("document"), at, version)
    if document is None:
        return None
    lead_photo = Photo.objects.public(at).with_file().select_related("gallery").only(*SHOWN, *GALLERY)
    prefetch_related_objects(
        [document],
        Prefetch("lead_photo", lead_photo, "public_lead_photo"),
        *_surroundings(at),
    )
    set_named([document], "topics", names.topics)
    return document


def meeting_photos(article: Any, at: datetime) -> QuerySet[Photo]:
    """Return the first photos of the galleries of the article's meetings."""
    taken = photos(at).only(*OF_A_STRIP).filter(gallery__meeting__in=article.public_meetings)
    return taken[:STRIP]


def related_texts(article: Any, at: datetime) -> QuerySet[ArticleEdition]:
    """Return all live texts of the latest other articles about the same meetings."""
    others = Article.objects.public(at).filter(meetings__in=article.public_meetings).exclude(pk=article.pk)
    return (
        ArticleEdition.objects.live(at)
        .filter(document__in=others)
        .select_related("document")
        .only(*LISTED)
        .order_by(F("document__issued_on").desc(nulls_last=True), "document_id")[:RELATED]
    )


def _surroundings(at: datetime) -> list[Prefetch]:
    meetings = Meeting.objects.public(at).only("public_id", "slug", "title", "lead_photo")
    sessions = Session.objects.public(at).select_related("meeting")
    return [
        Prefetch("meetings", meetings, "public_meetings"),
        Prefetch("sessions", sessions.only("slug", "title", "meeting__slug"), "public_sessions"),
    ]
