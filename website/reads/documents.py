"""Statements and articles with their live texts and public related rows."""

from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

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
from publishing.states import Correction
from website.reads.covers import with_cover
from website.reads.withdrawal_notices import explanation_of, notice_of

STRIP: Final = 6
RELATED: Final = 40  # texts, in all languages together


def statements(at: datetime) -> QuerySet[Statement]:
    """Return all statements, latest first, with `public_editions`, the live texts, and `public_adopted_by`."""
    formats = Prefetch("adopted_by", Format.objects.public(at), "public_adopted_by")
    return Statement.objects.public(at).prefetch_related(_live_texts(StatementEdition, at), formats)


def articles(at: datetime) -> QuerySet[Article]:
    """Return all articles, latest first, with `public_editions`, the live texts."""
    return Article.objects.public(at).prefetch_related(_live_texts(ArticleEdition, at))


def statement(slug: str, at: datetime, version: int | None = None) -> Statement | None:
    """Return the statement with the rows of its page. None if it is not public.

    `public_editions` has the live texts, and those with the version number if one is given.
    """
    speakers = Appointment.objects.public(at).filter(pk=OuterRef("document__given_by"))
    texts = _texts(StatementEdition, slug, at, version).annotate(
        public_given_by=FilteredRelation("document__given_by", condition=Q(Exists(speakers))),
    )
    found = list(texts.select_related("document", "public_given_by__person"))
    document = _document(found, version)
    if document is None:
        return None
    document.public_given_by = found[0].public_given_by
    outcomes = Outcome.objects.public(at).select_related("session__meeting")
    partners = Partner.objects.public(at).prefetch_related(Prefetch("former_names", to_attr="public_former_names"))
    prefetch_related_objects(
        [document],
        Prefetch("adopted_by", Format.objects.public(at), "public_adopted_by"),
        Prefetch("adopted_by_partners", partners, "public_adopted_by_partners"),
        Prefetch("outcomes", outcomes, "public_outcomes"),
        *_surroundings(with_cover(at), at),
    )
    return document


def article(slug: str, at: datetime, version: int | None = None) -> Article | None:
    """Return the article with the rows of its page, as `statement` does."""
    document = _document(list(_texts(ArticleEdition, slug, at, version).select_related("document")), version)
    if document is None:
        return None
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    prefetch_related_objects(
        [document],
        Prefetch("lead_photo", photos, "public_lead_photo"),
        *_surroundings(Meeting.objects.public(at), at),
    )
    return document


def meeting_photos(article: Any, at: datetime) -> QuerySet[Photo]:
    """Return the first photos of the galleries of the article's meetings."""
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    return photos.filter(gallery__meeting__in=article.public_meetings).order_by("gallery", "position", "id")[:STRIP]


def related_texts(article: Any, at: datetime) -> QuerySet[ArticleEdition]:
    """Return the live texts, in every language, of the latest other articles about the same meetings."""
    others = Article.objects.public(at).filter(meetings__in=article.public_meetings).exclude(pk=article.pk)
    return (
        ArticleEdition.objects.live(at)
        .defer("body")
        .filter(document__in=others)
        .select_related("document")
        .order_by(F("document__issued_on").desc(nulls_last=True), "-document")[:RELATED]
    )


def _document(found: list[Any], version: int | None) -> Any:
    """Return the document of the texts, with the live ones and those of the version. None without texts."""
    if not found:
        return None
    document = found[0].document
    document.public_editions = [text for text in found if text.is_live]
    document.public_version = [text for text in found if text.version == version]
    return document


def _live_texts(model: Any, at: datetime) -> Prefetch:
    return Prefetch("editions", model.objects.live(at).defer("body"), "public_editions")


def _texts(model: Any, slug: str, at: datetime, version: int | None = None) -> QuerySet[Any]:
    """Return the live texts of one document, and those with the version number.

    Annotations: the number, the last correction, the replacing version, the notices of the text and the document, the
    language of a newer source, and why the text in the page's language is missing.
    """
    live = model.objects.live(at).filter(document__slug=slug).annotate(is_live=Value(value=True))
    if version is None:
        texts = live.with_version()
    else:
        among_live = Exists(model.objects.live(at).filter(pk=OuterRef("pk")))
        public = model.objects.public(at).filter(document__slug=slug).annotate(is_live=among_live)
        texts = public.with_version().filter(Q(is_live=True) | Q(version=version))
    same = model.objects.filter(document=OuterRef("document"), language=OuterRef("language"))
    up_to_it = Q(publish_at__lte=OuterRef("publish_at")) | Q(pk=OuterRef("pk"))
    corrected = same.filter(up_to_it, pk__in=model.objects.public(at), correction=Correction.MAJOR).order_by(
        F("publish_at").desc(nulls_first=True)
    )
    newer = model.objects.filter(pk=OuterRef("newer_source"))
    return texts.with_newer_source(at).annotate(
        first_published=Subquery(same.public(at).order_by("publish_at").values("publish_at")[:1]),
        corrected_at=Subquery(corrected.values(moment=Coalesce("publish_at", Value(at)))[:1]),
        corrected_note=Subquery(corrected.values("correction_note")[:1]),
        was_replaced_at=Case(When(replaced_at__lte=at, then=F("replaced_at"))),
        newer_language=Subquery(newer.values("language")),
        newer_at=Subquery(newer.values("publish_at")),
        notice=notice_of(OuterRef("public_id"), at),
        document_notice=notice_of(OuterRef("document__public_id"), at),
        withdrawn_here=explanation_of(_had(model, at, version).values("public_id"), at),
    )


def _had(model: Any, at: datetime, version: int | None) -> QuerySet[Any]:
    """Return the text in the page's language, if it was public: if it was withdrawn, another one is shown."""
    had = model.objects.ever_public(at).filter(document=OuterRef(OuterRef("document")), language=get_language())
    return had if version is None else had.with_version().filter(version=version)


def _surroundings(meetings: QuerySet[Meeting], at: datetime) -> list[Prefetch]:
    return [
        Prefetch("meetings", meetings, "public_meetings"),
        Prefetch("sessions", Session.objects.public(at).select_related("meeting"), "public_sessions"),
        Prefetch("topics", Topic.objects.public(at), "public_topics"),
    ]
