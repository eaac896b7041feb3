"""All editions of a document that were ever public, for the changes page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from publishing.kinds import editions_of
from publishing.models import Document, Edition

# The only fields that are read of an edition published in error.
WITHOUT_WORDS = ("public_id", "language", "publish_at", "correction", "document")


def editions(model: type[Document], slug: str, at: datetime) -> list[Any]:
    """Return the document's editions in all languages, newest first, without words.

    Annotations: `version`, `is_public` and `is_live`. Empty if no edition is public.
    """
    edition = editions_of(model)
    found = (
        edition.objects.ever_public(at)
        .filter(document__slug=slug)
        .with_version()
        .annotate(
            is_public=Exists(edition.objects.public(at).filter(pk=OuterRef("pk"))),
            is_live=Exists(edition.objects.live(at).filter(pk=OuterRef("pk"))),
        )
        .select_related("document")
        .only(*WITHOUT_WORDS, "document__slug", "document__public_id")
        .order_by("-version", "language")
    )
    rows = list(found)
    return rows if any(row.is_public for row in rows) else []


def words(model: type[Document], rows: Iterable[Edition], at: datetime) -> dict[int, Edition]:
    """Return the public ones of the editions with their words, by primary key."""
    return editions_of(model).objects.public(at).in_bulk([row.pk for row in rows])


def version_that_was_public(
    model: type[Document], slug: str, *, language: str, version: int, at: datetime
) -> str | None:
    """Return the public id of the edition with the number, even if withdrawn."""
    been = editions_of(model).objects.ever_public(at).filter(document__slug=slug, language=language)
    return been.with_version().filter(version=version).values_list("public_id", flat=True).first()


def earlier_edition(model: type[Edition], public_id: str, at: datetime) -> Edition | None:
    """Return the edition, with document and number, if it is public but not current."""
    earlier = model.objects.public(at).exclude(pk__in=model.objects.live(at)).with_version()
    return earlier.select_related("document").filter(public_id=public_id).first()
