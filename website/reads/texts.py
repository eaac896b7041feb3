"""Statements and articles with live texts for other lists, one query per model."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import F, Model, Q, QuerySet

from meetings.models import Article, ArticleEdition, Statement, StatementEdition
from publishing.kinds import editions_of
from publishing.languages import columns_of
from publishing.models import Document, Edition
from website.listings import Hold
from website.reads.latest import Latest, first_of

NEWEST: Final = (F("issued_on").desc(nulls_last=True), "-pk")
# What lists show of a text and of its document.
LISTED: Final = ("language", "title", "document__slug", "document__kind", "document__issued_on")
OWN_KIND: Final = columns_of("document__own_kind")  # of statements only


def texts_about(at: datetime, **related: Sequence[Model]) -> tuple[list[Statement], list[Article]]:
    """Return statements and articles that a relation joins to any of its rows.

    Each has its live texts as `public_editions`.
    """
    statements = _listed(StatementEdition, at, *OWN_KIND).filter(_joined_to(Statement, related))
    return _gathered(statements), _gathered(_listed(ArticleEdition, at).filter(_joined_to(Article, related)))


def _joined_to(model: type[Document], related: Mapping[str, Sequence[Model]]) -> Q:
    """Return the condition for texts of documents that a relation joins to its rows."""
    # By keys and not across joins: the database then starts at the related rows, not at all texts.
    return reduce(or_, (Q(document__in=_joined(model._meta.get_field(name), rows)) for name, rows in related.items()))


def _joined(field: Any, rows: Sequence[Model]) -> QuerySet[Model, int]:
    links = field.remote_field.through._default_manager.filter(**{f"{field.m2m_reverse_field_name()}__in": rows})
    return links.values_list(field.m2m_field_name(), flat=True)


def latest_statements(about: Q, at: datetime, hold: Hold) -> Latest[Statement]:
    """Return the latest statements that meet the condition, which may repeat none."""
    return _latest(Statement, about, at, hold, *OWN_KIND)


def latest_articles(about: Q, at: datetime, hold: Hold) -> Latest[Article]:
    """Return the latest articles that meet the condition, which may repeat none."""
    return _latest(Article, about, at, hold)


def newest_texts(number: int, at: datetime, hold: Hold) -> list[Statement | Article]:
    """Return the newest statements and articles, half of each if there are enough."""
    statements, articles = (_newest(model, number, at, hold) for model in (Statement, Article))
    from_statements: list[Statement] = _gathered(_live(StatementEdition, statements, at, *OWN_KIND))
    from_articles: list[Article] = _gathered(_live(ArticleEdition, articles, at))
    room = max(number // 2, number - len(from_statements))
    chosen: list[Any] = [*from_articles[:room], *from_statements[: number - min(len(from_articles), room)]]
    return sorted(chosen, key=lambda text: str(text.issued_on or ""), reverse=True)


def _newest(model: type[Document], number: int, at: datetime, hold: Hold) -> list[int]:
    """Return the keys of the newest documents, from memory where they still hold."""
    rows = model.objects.public(at).order_by(*NEWEST)
    found: list[int] = hold((model.__name__, number), lambda: list(rows.values_list("pk", flat=True)[:number]))
    return found


def _latest(model: type[Document], about: Q, at: datetime, hold: Hold, *further: str) -> Latest[Any]:
    keys, total = first_of(model, lambda: model.objects.public(at).filter(about).order_by(*NEWEST), hold)
    return Latest(_gathered(_live(editions_of(model), keys, at, *further)) if keys else [], total)


def _live(model: type[Edition], documents: list[int], at: datetime, *further: str) -> QuerySet[Edition]:
    """Return the live texts, as lists show them, of the documents that are public."""
    return _listed(model, at, *further).filter(document__in=documents)


def _listed(model: type[Edition], at: datetime, *further: str) -> QuerySet[Any]:
    """Return the live texts with what lists show of them."""
    return model.objects.live(at).select_related("document").only(*LISTED, *further).order_by()


def _gathered(editions: Iterable[Edition]) -> list[Any]:
    """Return the documents of editions, latest first, each once with its editions."""
    documents: dict[int, Any] = {}
    for edition in sorted(editions, key=_newest_first):
        document = documents.setdefault(edition.document_id, edition.document)
        document.public_editions = [*getattr(document, "public_editions", []), edition]
    return list(documents.values())


def _newest_first(text: Edition) -> tuple[int, int, str]:
    """Return the sort key of a text: latest first, without a day last, then by key."""
    issued_on = text.document.issued_on
    return -issued_on.toordinal() if issued_on else 0, text.document_id, text.language
