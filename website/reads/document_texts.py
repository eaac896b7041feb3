"""The texts of a document's page, and what follows from its public editions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from publishing.models import Edition
from publishing.states import Correction
from publishing.windows import BEFORE_ALL, FAR_FUTURE
from website.reads.withdrawal_notices import explanation_for


def public_editions(model: type[Edition], slug: str, at: datetime) -> QuerySet[Any]:
    """Return the document's public editions, earlier ones too, with their numbers."""
    rows = model.objects.public(at).filter(document__slug=slug).with_is_live(at).with_version()
    return rows.order_by().annotate(
        source_language=F("translates__language"),
        source_serial=F("translates__serial"),
        source_at=F("translates__publish_at"),
        checked_at=F("checked_against__publish_at"),
    )


def with_texts(rows: Iterable[Any], at: datetime, version: int | None = None) -> Any:
    """Return the document of the public editions; None without one to show.

    It gets the live texts as `public_editions` and those with the version number as `public_version`. Each of them
    gets its first publication, its last correction, the time of its replacement, the newer source, and why the text
    in the page's language is missing.
    """
    editions = sorted(rows, key=lambda each: (each.language, -each.serial))
    live = [each for each in editions if each.is_live]
    numbered = [each for each in editions if version is not None and each.version == version]
    if not live and not numbered:
        return None
    document = editions[0].document
    document.public_editions, document.public_version = live, numbered
    shown = live if version is None else numbered
    withdrawn_here = _withdrawn_here(shown or live, at, version)
    for text in {*live, *numbered}:
        same = [each for each in editions if each.language == text.language]
        correction = _last_correction(text, same)
        newer = _newer_source(text, editions, at)
        text.first_published = min((each.publish_at for each in same if each.publish_at), default=None)
        text.corrected_at = (correction.publish_at or at) if correction else None
        text.corrected_note = correction.correction_note if correction else ""
        text.was_replaced_at = text.replaced_at if text.replaced_at <= at else None
        text.newer_language = newer.language if newer else None
        text.newer_at = newer.publish_at if newer else None
        text.withdrawn_here = withdrawn_here
    return document


def _last_correction(text: Edition, same: Sequence[Edition]) -> Edition | None:
    """Return the last major correction of the language up to the text."""
    major = [each for each in same if each.correction == Correction.MAJOR and (each is text or _is_before(each, text))]
    return max(major, key=lambda each: each.publish_at or FAR_FUTURE, default=None)


def _is_before(each: Edition, text: Edition) -> bool:
    return bool(each.publish_at and text.publish_at and each.publish_at <= text.publish_at)


def _newer_source(text: Any, editions: Sequence[Edition], at: datetime) -> Edition | None:
    """Return the edition that changed the text's source, as in `with_newer_source`."""
    since = {each.pk: _since(each, at) for each in editions}
    checked = since.get(text.checked_against_id, text.checked_at)
    known = checked or since.get(text.translates_id, text.source_at) or BEFORE_ALL
    newer = [
        each
        for each in editions
        if each.language == text.source_language
        and each.pk != text.translates_id
        and each.correction != Correction.MINOR
        and since[each.pk] > known
        and (each.serial > text.source_serial or text.source_at is not None)
    ]
    return max(newer, key=lambda each: since[each.pk], default=None)


def _since(edition: Edition, at: datetime) -> datetime:
    """Return since when the edition is public; `at` if a preview shows it early."""
    return edition.publish_at if edition.publish_at and edition.publish_at <= at else at


def _withdrawn_here(shown: Sequence[Edition], at: datetime, version: int | None) -> str | None:
    """Return the explanation if the page's language had a text published in error."""
    reader = get_language()
    if any(text.language == reader for text in shown):
        return None
    had = type(shown[0]).objects.ever_public(at).filter(document=shown[0].document_id, language=reader)
    return explanation_for(had if version is None else had.with_version().filter(version=version), at)
