"""The uses of photos: as the lead of a meeting or an article, or in a text."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey, Model, Q

from photos.models import Photo
from publishing.kinds import kinds
from publishing.models import Edition
from publishing.texts.richtext import RichTextField


def uses_of(photos: Iterable[Photo]) -> Iterator[Model]:
    """Yield the rows of all kinds and states that show or link one of the photos."""
    rows = list(photos)
    if not rows:
        return
    for kind in kinds():
        for name in _leading(kind):
            yield from kind._default_manager.filter(**{f"{name}__in": rows})
    for kind in kinds():
        if columns := _texts(kind):
            found = kind._default_manager.filter(_mentions(rows, columns))
            yield from found.select_related("document") if issubclass(kind, Edition) else found


def _leading(kind: type[Model]) -> list[str]:
    """Return the foreign keys of the kind to a photo."""
    fields = kind._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, ForeignKey) and field.related_model is Photo]


def _texts(kind: type[Model]) -> list[str]:
    """Return the columns of the kind with formatted text, one for each language."""
    return [field.attname for field in kind._meta.concrete_fields if isinstance(field, RichTextField)]


def _mentions(photos: list[Photo], columns: list[str]) -> Q:
    found = Q()
    for photo in photos:
        for column in columns:
            found |= Q(**{f"{column}__contains": f"/id/{photo.public_id}"})
    return found
