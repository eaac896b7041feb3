"""Withdrawals of what was published in error, for readers who have it in a feed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from publishing.kinds import editions_of
from publishing.models import Document, Edition
from publishing.public_ids import model_of
from publishing.states import WithdrawalKind
from website.reads.withdrawal_notices import WithdrawalNotice, holding, withdrawal_notice

MOST: Final = 25


def withdrawn(rows: Iterable[QuerySet[Model]], at: datetime) -> list[WithdrawalNotice]:
    """Return the notices of the latest withdrawals of rows that were ever public.

    That of the last text of a document names the document.
    """
    rules = [rule for some in rows for rule in _rules(some, at)]
    found = holding(at, WithdrawalKind.IN_ERROR).filter(reduce(or_, rules)).order_by("-since", "-id")[:MOST]
    notices = [withdrawal_notice(withdrawal, at) for withdrawal in found]
    documents = _documents(notice.public_id for notice in notices)
    named: dict[str, WithdrawalNotice] = {}
    for notice in notices:
        public_id = documents.get(notice.public_id, notice.public_id)
        named.setdefault(public_id, replace(notice, public_id=public_id))
    return [*named.values()]


def _rules(rows: QuerySet[Model], at: datetime) -> Iterable[Q]:
    """Yield the conditions for withdrawals of the rows, and of documents' last texts."""
    kind: Any = rows.model
    yield _of_the_kind(kind, rows)
    if issubclass(kind, Document):
        texts = editions_of(kind).objects.ever_public(at)
        gone = rows.exclude(pk__in=kind.objects.public(at).order_by().values("pk"))
        yield _of_the_kind(texts.model, texts.filter(document__in=gone.order_by().values("pk")))


def _of_the_kind(kind: type[Any], rows: QuerySet[Model]) -> Q:
    letter = kind._meta.get_field("public_id").letter
    return Q(Exists(rows.order_by().filter(public_id=OuterRef("public_id"))), public_id__startswith=letter)


def _documents(public_ids: Iterable[str]) -> dict[str, str]:
    """Return the public ids of the documents of those that are of texts."""
    asked: dict[type[Edition], list[str]] = {}
    for public_id in public_ids:
        kind = model_of(public_id)
        if kind is not None and issubclass(kind, Edition):
            asked.setdefault(kind, []).append(public_id)
    found: dict[str, str] = {}
    for kind, ids in asked.items():
        texts = kind.objects.filter(public_id__in=ids)
        found |= dict(texts.values_list("public_id", "document__public_id"))
    return found
