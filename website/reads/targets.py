"""The current addresses of public ids, in the active language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from meetings.models import (
    Article,
    ArticleEdition,
    Meeting,
    Outcome,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Format, Partner, Person
from photos.models import Gallery, Photo
from publishing.models import Page
from publishing.public_ids import model_of


@dataclass(frozen=True)
class Target:
    """The address of a public object. For a photo also the photo itself with its file."""

    url: str
    photo: Photo | None = None


class Place(NamedTuple):
    """The URL name of a model, and the columns of its URL arguments."""

    view: str
    columns: tuple[str, ...] = ("slug",)


PLACES: Final[dict[type[Model], Place]] = {
    Meeting: Place("meeting"),
    Session: Place("session", ("meeting__slug", "slug")),
    Outcome: Place("session", ("session__meeting__slug", "session__slug")),
    Statement: Place("statement"),
    StatementEdition: Place("statement", ("document__slug",)),
    Article: Place("article"),
    ArticleEdition: Place("article", ("document__slug",)),
    Gallery: Place("gallery"),
    Partner: Place("partner"),
    Format: Place("format"),
    Person: Place("person"),
    Topic: Place("topic"),
    Page: Place("page"),
}


def targets(public_ids: Iterable[str], at: datetime) -> dict[str, Target]:
    """Return the targets of the ids that are public, in at most two queries: photos, and all other models."""
    asked: dict[type[Model], set[str]] = defaultdict(set)
    for public_id in public_ids:
        if model := model_of(public_id):
            asked[model].add(public_id)
    photos = asked.pop(Photo, set())
    found = dict(_photos(photos, at)) if photos else {}
    rows = [_ways(model, ids, at) for model, ids in asked.items() if model in PLACES]
    if rows:
        found |= dict(_target(joined) for joined in rows[0].union(*rows[1:], all=True).order_by())
    return found


def _photos(ids: set[str], at: datetime) -> Iterator[tuple[str, Target]]:
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    for photo in photos.filter(public_id__in=ids):
        yield photo.public_id, Target(photo.get_absolute_url(), photo)


def _ways(model: Any, ids: set[str], at: datetime) -> QuerySet[Any, str]:
    """Return the public id and the parts of the address as one column, separated by slashes.

    One column, because modeltranslation reorders columns, but a union needs the same order.
    """
    rows = model._default_manager.public(at).filter(public_id__in=ids).order_by()
    if model in (StatementEdition, ArticleEdition):
        document = model._meta.get_field("document").related_model
        rows = rows.filter(document__in=document._default_manager.public(at))
    columns = [part for column in PLACES[model].columns for part in (Value("/"), F(column))]
    joined = Concat("public_id", *columns, output_field=CharField())
    return rows.annotate(joined=joined).values_list("joined", flat=True)


def _target(joined: str) -> tuple[str, Target]:
    public_id, *parts = joined.split("/")
    model = model_of(public_id)
    address = reverse(PLACES[model].view, args=parts) if model else ""
    return public_id, Target(f"{address}#{public_id}" if model is Outcome else address)
