"""Statements and articles with their live texts and public related rows."""

from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
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
    Topic,
)
from partners.models import Appointment, Format, Partner
from photos.models import Photo
from publishing.kinds import editions_of
from publishing.languages import columns_of
from website.reads.covers import with_cover
from website.reads.document_texts import public_editions, with_texts
from website.reads.photos import GALLERY, SHOWN, photos
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


def with_live_texts(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return the statements or articles with what lists show of them, and with `public_editions`, the live texts."""
    own_kind = columns_of("own_kind") if rows.model is Statement else ()
    texts = editions_of(rows.model).objects.live(at).only("language", "title", "summary", "document")
    return rows.only("slug", "issued_on", "kind", *own_kind).prefetch_related(
        Prefetch("editions", texts, "public_editions")
    )


def statement(slug: str, at: datetime, version: int | None = None) -> Statement | None:
    """Return the statement with the rows of its page. None if it is not public.

    `public_editions` has the live texts, and `public_version` those with the version number if one is given.
    """
    speakers = Appointment.objects.public(at).filter(pk=OuterRef("document__given_by"))
    given_by = FilteredRelation("document__given_by", condition=Q(Exists(speakers)))
    rows = public_editions(StatementEdition, slug, at).annotate(public_given_by=given_by)
    editions = list(rows.select_related("document", "public_given_by__person"))
    document = with_texts(editions, at, version)
    if document is None:
        return None
    document.public_given_by = editions[0].public_given_by
    outcomes = Outcome.objects.public(at).select_related("session__meeting").only(*OUTCOME)
    partners = Partner.objects.public(at).only("slug", "kind", "name")
    partners = partners.prefetch_related(Prefetch("former_names", to_attr="public_former_names"))
    prefetch_related_objects(
        [document],
        Prefetch("adopted_by", Format.objects.public(at).only("slug", "name"), "public_adopted_by"),
        Prefetch("adopted_by_partners", partners, "public_adopted_by_partners"),
        Prefetch("outcomes", outcomes, "public_outcomes"),
        *_surroundings(with_cover(at), at),
    )
    return document


def article(slug: str, at: datetime, version: int | None = None) -> Article | None:
    """Return the article with the rows of its page, as `statement` does."""
    rows = public_editions(ArticleEdition, slug, at)
    document = with_texts(rows.select_related("document"), at, version)
    if document is None:
        return None
    lead_photo = Photo.objects.public(at).with_file().select_related("gallery").only(*SHOWN, *GALLERY)
    prefetch_related_objects(
        [document],
        Prefetch("lead_photo", lead_photo, "public_lead_photo"),
        *_surroundings(Meeting.objects.public(at), at),
    )
    return document


def meeting_photos(article: Any, at: datetime) -> QuerySet[Photo]:
    """Return the first photos of the galleries of the article's meetings."""
    taken = photos(at).only(*SHOWN, *GALLERY).filter(gallery__meeting__in=article.public_meetings)
    return taken[:STRIP]


def related_texts(article: Any, at: datetime) -> QuerySet[ArticleEdition]:
    """Return the live texts, in every language, of the latest other articles about the same meetings."""
    others = Article.objects.public(at).filter(meetings__in=article.public_meetings).exclude(pk=article.pk)
    return (
        ArticleEdition.objects.live(at)
        .filter(document__in=others)
        .select_related("document")
        .only(*LISTED)
        .order_by(F("document__issued_on").desc(nulls_last=True), "document_id")[:RELATED]
    )


def _surroundings(meetings: QuerySet[Meeting], at: datetime) -> list[Prefetch]:
    sessions = Session.objects.public(at).select_related("meeting")
    return [
        Prefetch("meetings", meetings.only("public_id", "slug", "title"), "public_meetings"),
        Prefetch("sessions", sessions.only("slug", "title", "meeting__slug"), "public_sessions"),
        Prefetch("topics", Topic.objects.public(at).only("slug", "name"), "public_topics"),
    ]
