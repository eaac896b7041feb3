"""Statements and articles for lists on other pages, with their live texts, in one query per model."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from meetings.models import Article, ArticleEdition, Statement, StatementEdition
from publishing.kinds import editions_of
from publishing.languages import columns_of
from website.listings import Hold
from website.reads.latest import Latest, first_of

NEWEST: Final = (F("issued_on").desc(nulls_last=True), "-pk")
NEWEST_FIRST: Final = (F("document__issued_on").desc(nulls_last=True), "document_id", "language")
# What lists show of a text and of its document.
LISTED: Final = ("language", "title", "document__slug", "document__kind", "document__issued_on")
OWN_KIND: Final = columns_of("document__own_kind")  # of statements only


def statements_about(about: Q, at: datetime) -> list[Statement]:
    """Return the statements that meet the condition, each with its live texts as `public_editions`."""
    return _gathered(_live(StatementEdition, Statement.objects.filter(about), at, *OWN_KIND))


def articles_about(about: Q, at: datetime) -> list[Article]:
    """Return the articles that meet the condition, each with its live texts as `public_editions`."""
    return _gathered(_live(ArticleEdition, Article.objects.filter(about), at))


def latest_statements(about: Q, at: datetime, hold: Hold) -> Latest:
    """Return the latest statements that meet the condition, which may repeat none."""
    return _latest(Statement, about, at, hold, *OWN_KIND)


def latest_articles(about: Q, at: datetime, hold: Hold) -> Latest:
    """Return the latest articles that meet the condition, which may repeat none."""
    return _latest(Article, about, at, hold)


def newest_texts(number: int, at: datetime) -> list[Statement | Article]:
    """Return the newest statements and articles, latest first. Up to half of them are articles."""
    statements = Statement.objects.public(at).order_by(*NEWEST)[:number]
    articles = Article.objects.public(at).order_by(*NEWEST)[:number]
    from_statements: list[Statement] = _gathered(_live(StatementEdition, statements, at, *OWN_KIND))
    from_articles: list[Article] = _gathered(_live(ArticleEdition, articles, at))
    room = max(number // 2, number - len(from_statements))
    chosen: list[Any] = [*from_articles[:room], *from_statements[: number - min(len(from_articles), room)]]
    return sorted(chosen, key=lambda text: str(text.issued_on or ""), reverse=True)


def _latest(model: Any, about: Q, at: datetime, hold: Hold, *further: str) -> Latest:
    keys, total = first_of(model, lambda: model.objects.public(at).filter(about).order_by(*NEWEST), hold)
    return Latest(_gathered(_live(editions_of(model), keys, at, *further)) if keys else [], total)


def _live(model: Any, documents: QuerySet[Any] | list[int], at: datetime, *further: str) -> QuerySet[Any]:
    """Return the live texts of those of the documents that are public, with what lists show of them."""
    texts = model.objects.live(at).select_related("document").only(*LISTED, *further)
    return texts.filter(document__in=documents).order_by(*NEWEST_FIRST)


def _gathered(editions: Iterable[Any]) -> list[Any]:
    """Return the documents of the editions, each once with its editions, in the given order."""
    documents: dict[int, Any] = {}
    for edition in editions:
        document = documents.setdefault(edition.document_id, edition.document)
        document.public_editions = [*getattr(document, "public_editions", []), edition]
    return list(documents.values())
