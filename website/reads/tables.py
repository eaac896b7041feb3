"""The rows of tables, each with what its columns need."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet

from meetings.models import Article, Session, Statement
from photos.models import Gallery, Photo
from publishing.kinds import editions_of
from publishing.querysets import number_of
from website.reads.entries import with_bodies
from website.reads.partners import formats


def with_columns(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return the rows of a list, in order, with a fixed number of queries per chunk."""
    kind: Any = rows.model
    if kind is Session:
        rows = with_bodies(rows, at)
    if kind is Gallery:
        photos = Photo.objects.public(at).filter(gallery=OuterRef("pk"))
        rows = rows.select_related("public_meeting").annotate(total=number_of(photos))
    if kind in (Statement, Article):
        texts = editions_of(kind).objects.live(at).only("language", "title", "document")
        rows = rows.prefetch_related(Prefetch("editions", texts, "public_editions"))
    if kind is Statement:
        rows = rows.prefetch_related(Prefetch("adopted_by", formats(at), "public_adopted_by"))
    return rows
