"""Galleries, their photos, and the position of each public photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber

from meetings.models import Session
from partners.models import Appointment, Partner, Person
from photos.models import Gallery, Photo, PhotoFile
from publishing.joins import public_join
from publishing.languages import columns_of
from publishing.querysets import number_of
from website.listings import with_keys
from website.reads.photos import PICTURE, SHOWN

PREVIEW: Final = 4
SESSION: Final = ("public_id", "slug", "title", "meeting__slug")  # what a photo shows of its session
# The earlier public files of a photo, latest first.
_seen_before = PhotoFile.objects.filter(photo=OuterRef("pk"), was_ever_public=True).order_by("-replaced_at")


@dataclass(frozen=True)
class Rank:
    """A photo's position in its gallery, from 1, and its neighbours' public ids."""

    number: int
    total: int
    first: str | None
    previous: str | None
    next: str | None
    last: str | None


def galleries(at: datetime) -> QuerySet[Gallery]:
    """Return the galleries with public photos, latest first, with `public_meeting`."""
    return (
        _with_meetings(at)
        .filter(Exists(Photo.objects.public(at).filter(gallery=OuterRef("pk"))))
        .order_by(F("public_meeting__starts_on").desc(nulls_last=True), "-id")
    )


def with_previews(keys: Sequence[int], at: datetime) -> list[Gallery]:
    """Return galleries by their keys, with the first photos as `preview`, of `total`."""
    photos = Photo.objects.public(at)
    rank = Window(RowNumber(), partition_by=F("gallery"), order_by=("position", "id"))
    first = photos.filter(gallery__in=keys).order_by().annotate(rank=rank).filter(rank__lte=PREVIEW)
    preview = photos.with_file().filter(pk__in=first.values("pk")).only(*PICTURE, "gallery")
    rows: Any = _with_meetings(at).annotate(total=number_of(photos.filter(gallery=OuterRef("pk"))))
    rows = rows.select_related("public_meeting").only("slug", *columns_of("title", "summary"), "meeting")
    return with_keys(rows.prefetch_related(Prefetch("photos", preview, "preview")), keys)


def _with_meetings(at: datetime) -> QuerySet[Gallery]:
    return Gallery.objects.public(at).annotate(public_meeting=public_join(Gallery, "meeting", at))


def shows_partner(partner: Partner | QuerySet[Partner], at: datetime) -> Q:
    """Return the condition for galleries with photos of the partner's office holders."""
    return _shows(Appointment.objects.public(at).filter(partner=partner).values("person"), at)


def shows_person(person: int | QuerySet[Person], at: datetime) -> Q:
    """Return the condition for galleries with photos of the person."""
    return _shows(Person.objects.public(at).filter(pk=person).values("pk"), at)


def _shows(people: QuerySet[Appointment | Person], at: datetime) -> Q:
    photos = Photo.people.through.objects.filter(person__in=people).values("photo")
    return Q(pk__in=Photo.objects.public(at).filter(pk__in=photos).order_by().values("gallery"))


def gallery(slug: str, at: datetime) -> Gallery | None:
    """Return the gallery with `public_photos`, meeting and terms; None if not public."""
    found: Gallery | None = with_surroundings(at).filter(slug=slug).one()
    if found:
        photos = Photo.objects.public(at).with_file().only(*SHOWN)
        prefetch_related_objects([found], Prefetch("photos", photos, "public_photos"))
    return found


def photos_of(gallery: Gallery, at: datetime) -> QuerySet[Photo]:
    """Return the photos of the gallery, for its filters."""
    return Photo.objects.public(at).filter(gallery=gallery)


def photo(gallery_slug: str, public_id: str, at: datetime) -> Photo | None:
    """Return the photo with its page's rows; None if not public in this gallery."""
    sessions = Session.objects.public(at).select_related("meeting").only(*SESSION)
    found = (
        Photo.objects.public(at)
        .with_file()
        .filter(gallery__slug=gallery_slug, public_id=public_id)
        .annotate(
            public_terms=public_join(Photo, "terms", at),
            public_meeting=public_join(Gallery, "meeting", at, "gallery__"),
            terms_of_gallery=public_join(Gallery, "terms", at, "gallery__"),
            replaced_on=Subquery(_seen_before.values("replaced_at")[:1]),
        )
        .select_related("gallery", "public_terms", "public_meeting", "terms_of_gallery")
        .prefetch_related(
            Prefetch("people", Person.objects.public(at).only("slug", "name"), "public_people"),
            Prefetch("session", sessions),
        )
        .one()
    )
    if found:
        found.public_session = found.session  # None if it is not public, as it was fetched
        found.gallery.public_meeting = getattr(found, "public_meeting", None)  # not set if the join found no row
        found.gallery.public_terms = getattr(found, "terms_of_gallery", None)
    return found


def rank(photo: Photo, at: datetime) -> Rank:
    """Return the photo's rank among its gallery's public photos, in one query."""
    others = Photo.objects.public(at).filter(gallery=photo.gallery_id)
    ids = list(others.rewrite(mode=False).values_list("public_id", flat=True))  # no text, so in no language
    place = ids.index(photo.public_id)
    before, after = ids[:place], ids[place + 1 :]
    return Rank(
        number=place + 1,
        total=len(ids),
        first=before[0] if before else None,
        previous=before[-1] if before else None,
        next=after[0] if after else None,
        last=after[-1] if after else None,
    )


def photo_with_file(public_id: str, at: datetime) -> Photo | None:
    """Return the photo with its current file and gallery. None if it is not public."""
    return Photo.objects.public(at).with_file().select_related("gallery").filter(public_id=public_id).first()


def with_surroundings(at: datetime) -> Any:
    """Return the public galleries with their public meetings and terms."""
    return (
        Gallery.objects.public(at)
        .annotate(
            public_meeting=public_join(Gallery, "meeting", at),
            public_terms=public_join(Gallery, "terms", at),
        )
        .select_related("public_meeting", "public_terms")
    )
