"""Where public ids lead: the current address of each thing that is public, in the active language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import F, Model, QuerySet, Value
from django.urls import reverse

from meetings.models import (
    Article,
    ArticleEdition,
    Gallery,
    Meeting,
    Outcome,
    Page,
    Photo,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Format, Partner, Person
from publishing.public_ids import model_of


@dataclass(frozen=True)
class Target:
    """A public thing's address; of a photo also the photo itself, fetched with its file."""

    url: str
    photo: Photo | None = None


class Place(NamedTuple):
    """Where a kind lives: the name of its address, and the columns that the address is made of."""

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
    """Return what is public of the ids, in two queries at most: one for photos, one for all other kinds."""
    asked: dict[type[Model], set[str]] = defaultdict(set)
    for public_id in public_ids:
        if model := model_of(public_id):
            asked[model].add(public_id)
    photos = asked.pop(Photo, set())
    found = dict(_photos(photos, at)) if photos else {}
    rows = [_rows(model, ids, at) for model, ids in asked.items() if model in PLACES]
    if rows:
        found |= {public_id: Target(_address(public_id, parts)) for public_id, *parts in _all_of(rows)}
    return found


def _photos(ids: set[str], at: datetime) -> Iterator[tuple[str, Target]]:
    photos = Photo.objects.public(at).with_file().select_related("gallery")
    for photo in photos.filter(public_id__in=ids):
        yield photo.public_id, Target(photo.get_absolute_url(), photo)


def _rows(model: Any, ids: set[str], at: datetime) -> QuerySet[Any, tuple[str, ...]]:
    """The public id and the columns of the address, as many for every kind."""
    rows = model._default_manager.public(at).filter(public_id__in=ids).order_by()
    if model in (StatementEdition, ArticleEdition):
        document = model._meta.get_field("document").related_model
        rows = rows.filter(document__in=document._default_manager.public(at))
    first, second = (*(F(column) for column in PLACES[model].columns), Value(""))[:2]
    return rows.annotate(first=first, second=second).values_list("public_id", "first", "second")


def _all_of(rows: list[QuerySet[Any, tuple[str, ...]]]) -> QuerySet[Any, tuple[str, ...]]:
    return rows[0].union(*rows[1:], all=True).order_by() if len(rows) > 1 else rows[0]


def _address(public_id: str, parts: list[str]) -> str:
    model = model_of(public_id)
    place = PLACES[model] if model else Place("home", ())
    address = reverse(place.view, args=[part for part in parts if part])
    return f"{address}#{public_id}" if model is Outcome else address
