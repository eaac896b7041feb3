"""Where photos are used: as the lead of a meeting or an article, or in a text."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from meetings.models import Article, ArticleEdition, Meeting, StatementEdition
from photos.models import Photo
from publishing.models import Page


def uses_of(photos: Iterable[Photo]) -> Iterator[Any]:
    """Yield the meetings, articles, texts and pages that show or link one of the photos, whatever their state."""
    rows = list(photos)
    if not rows:
        return
    for kind in (Meeting, Article):
        yield from kind._default_manager.filter(lead_photo__in=rows)
    for text in (StatementEdition, ArticleEdition):
        yield from text._default_manager.filter(_mentions(rows, ["body"])).select_related("document")
    columns = [build_localized_fieldname("body", code) for code, _name in settings.LANGUAGES]
    yield from Page._default_manager.filter(_mentions(rows, columns))


def _mentions(photos: list[Photo], columns: list[str]) -> Q:
    found = Q()
    for photo in photos:
        for column in columns:
            found |= Q(**{f"{column}__contains": f"/id/{photo.public_id}"})
    return found
