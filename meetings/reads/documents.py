"""Statements and articles with their live texts, and what of their surroundings is public."""

from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from meetings.models import (
    Article,
    ArticleEdition,
    Meeting,
    Outcome,
    Photo,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Appointment, Format, Partner
from publishing.notices import explanation_of, notice_of
from publishing.states import Correction, State

STRIP: Final = 6
RELATED: Final = 40  # texts, in all languages together


def statements(at: datetime) -> QuerySet[Statement]:
    """Return all statements with `public_editions`, the live texts, and `public_adopted_by`; the latest first."""
    formats = Prefetch("adopted_by", Format.objects.public(at), "public_adopted_by")
    return Statement.objects.public(at).prefetch_related(_live_texts(StatementEdition, at), formats)


def articles(at: datetime) -> QuerySet[Article]:
    """Return all articles with `public_editions`, the live texts; the latest first."""
    return Article.objects.public(at).prefetch_related(_live_texts(ArticleEdition, at))


def statement(slug: str, at: datetime) -> Statement | None:
    """Return the statement with all that its page shows; None where nothing is public under the address."""
    speakers = Appointment.objects.public(at).filter(pk=OuterRef("document__given_by"))
    texts = _texts(StatementEdition, slug, at).annotate(
        public_given_by=FilteredRelation("document__given_by", condition=Q(Exists(speakers)))
    )
    found = list(texts.select_related("document", "public_given_by__person"))
    if not found:
        return None
    document: Any = found[0].document
    document.public_editions = found
    document.public_given_by = found[0].public_given_by
    outcomes = Outcome.objects.public(at).select_related("session__meeting")
    partners = Partner.objects.public(at).prefetch_related("former_names")
    prefetch_related_objects(
        [document],
        Prefetch("adopted_by", Format.objects.public(at), "public_adopted_by"),
        Prefetch("adopted_by_partners", partners, "public_adopted_by_partners"),
        Prefetch("outcomes", outcomes, "public_outcomes"),
        *_surroundings(at),
    )
    return document


def article(slug: str, at: datetime) -> Article | None:
    """Return the article with all that its page shows; None where nothing is public under the address."""
    found = list(_texts(ArticleEdition, slug, at).select_related("document"))
    if not found:
        return None
    document: Any = found[0].document
    document.public_editions = found
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    prefetch_related_objects(
        [document], Prefetch("lead_photo", photos, "public_lead_photo"), *_surroundings(at)
    )
    return document


def photos_beside(article: Any, at: datetime) -> QuerySet[Photo]:
    """Return the first photos of the galleries of the article's meetings."""
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    return photos.filter(gallery__meeting__in=article.public_meetings).order_by("gallery", "position", "id")[
        :STRIP
    ]


def texts_beside(article: Any, at: datetime) -> QuerySet[ArticleEdition]:
    """Return the live texts, in every language, of the latest other articles about the same meetings."""
    others = Article.objects.public(at).filter(meetings__in=article.public_meetings).exclude(pk=article.pk)
    return (
        ArticleEdition.objects.live(at)
        .defer("body")
        .filter(document__in=others)
        .select_related("document")
        .order_by("-document__issued_on", "-document")[:RELATED]
    )


def _live_texts(model: Any, at: datetime) -> Prefetch:
    return Prefetch("editions", model.objects.live(at).defer("body"), "public_editions")


def _texts(model: Any, slug: str, at: datetime) -> QuerySet[Any]:
    """The live texts of one document. Each tells its number among those of its language, what was last
    corrected in it, whether it or the document was declared out of date, and why the reader's own is not there."""
    same = model.objects.filter(document=OuterRef("document"), language=OuterRef("language"))
    up_to_it = same.filter(state=State.APPROVED, publish_at__lte=OuterRef("publish_at"))
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    # The reader's own text, where it has been public and was withdrawn: then another is shown in its place.
    had = model.objects.filter(
        document=OuterRef(OuterRef("document")),
        language=get_language(),
        state=State.APPROVED,
        publish_at__lte=at,
    )
    # In a preview the text that is opened has no time yet: it is corrected at the moment itself.
    corrected = same.filter(pk__in=model.objects.public(at), correction=Correction.MAJOR).order_by(
        F("publish_at").desc(nulls_first=True)
    )
    return (
        model.objects.live(at)
        .filter(document__slug=slug)
        .annotate(
            version=Subquery(up_to_it.order_by().annotate(n=number).values("n")),
            corrected_at=Subquery(corrected.values(moment=Coalesce("publish_at", Value(at)))[:1]),
            corrected_note=Subquery(corrected.values("correction_note")[:1]),
            notice=notice_of(OuterRef("public_id"), at),
            document_notice=notice_of(OuterRef("document__public_id"), at),
            withdrawn_here=explanation_of(had.values("public_id"), at),
        )
    )


def _surroundings(at: datetime) -> list[Prefetch]:
    return [
        Prefetch("meetings", Meeting.objects.public(at), "public_meetings"),
        Prefetch("sessions", Session.objects.public(at).select_related("meeting"), "public_sessions"),
        Prefetch("topics", Topic.objects.public(at), "public_topics"),
    ]
