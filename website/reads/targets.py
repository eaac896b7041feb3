"""The current addresses of public ids, in the active language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Concat

from photos.models import Photo
from publishing.addresses import path_of
from publishing.kinds import kind_with_page
from publishing.models import Edition
from publishing.public_ids import model_of
from website.reads.photos import GALLERY, SHOWN


@dataclass(frozen=True)
class Target:
    """The address of a public object; for a photo also the photo with its file."""

    url: str
    photo: Photo | None = None


def targets(public_ids: Iterable[str], at: datetime) -> dict[str, Target]:
    """Return the targets of ids that are public, in at most two queries."""
    asked = _by_model(public_ids)
    photos = asked.pop(Photo, set())
    return (dict(_photos(photos, at)) if photos else {}) | _addresses(asked, at)


def linked(public_ids: Iterable[str], at: datetime) -> dict[str, Target]:
    """Return the same targets in one query, with photos that are no more than a link."""
    return _addresses(_by_model(public_ids), at)


def _by_model(public_ids: Iterable[str]) -> dict[type[Model], set[str]]:
    asked: dict[type[Model], set[str]] = defaultdict(set)
    for public_id in public_ids:
        if model := model_of(public_id):
            asked[model].add(public_id)
    return asked


def _addresses(asked: Mapping[type[Model], set[str]], at: datetime) -> dict[str, Target]:
    rows = [_ways(model, ids, at) for model, ids in asked.items()]
    if not rows:
        return {}
    return dict(_target(joined) for joined in rows[0].union(*rows[1:], all=True).order_by())


def _photos(ids: set[str], at: datetime) -> Iterator[tuple[str, Target]]:
    photos = Photo.objects.public(at).with_file().select_related("gallery").only(*SHOWN, *GALLERY)
    for photo in photos.filter(public_id__in=ids).order_by():
        yield photo.public_id, Target(photo.get_absolute_url(), photo)


def _ways(model: type[Any], ids: set[str], at: datetime) -> QuerySet[Model, str]:
    """Return public id and address parts as one column, separated by slashes.

    One column, because modeltranslation reorders columns, but a union needs the same order.
    """
    rows = model._default_manager.public(at).filter(public_id__in=ids).order_by()
    page = kind_with_page(model)
    path = ""
    if issubclass(model, Edition):
        rows = rows.filter(document__in=page._default_manager.public(at))
        path = "document__"
    columns = [part for column in page.page_columns for part in (Value("/"), F(f"{path}{column}"))]
    way = Concat("public_id", *columns, output_field=CharField())
    return rows.annotate(way=way).values_list("way", flat=True)


def _target(way: str) -> tuple[str, Target]:
    public_id, *parts = way.split("/")
    kind: Any = model_of(public_id)
    page = kind_with_page(kind)
    address = path_of(page.page_name, *parts)
    return public_id, Target(address if page.has_own_page else f"{address}#{public_id}")
