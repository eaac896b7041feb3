"""Photos for other pages: a few of them, with their files and galleries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from meetings.models import Meeting, Session
from partners.models import Appointment, Partner, Person
from photos.models import Gallery, Photo
from publishing.querysets import number_of
from website.listings import Hold, Listing, with_keys

STRIP: Final = 6
OF_A_SESSION: Final = 12
# What other pages show of a photo and of its gallery.
SHOWN: Final = ("public_id", "alt", "caption", "remark", "credit", "focus_x", "focus_y", "gallery")
PICTURE: Final = ("public_id", "alt", "focus_x", "focus_y")  # what a picture without a caption needs
GALLERY: Final = ("gallery__slug", "gallery__title", "gallery__meeting")
IN_ORDER: Final = ("-gallery__meeting__starts_on", "-gallery_id", "position", "id")


@dataclass(frozen=True)
class Strip:
    """The first photos of a gallery, and the number of all."""

    gallery: Gallery
    photos: list[Photo]
    total: int


def photos(at: datetime) -> QuerySet[Photo]:
    """Return photos with their files and galleries, in the order of each gallery."""
    return Photo.objects.public(at).with_file().select_related("gallery").order_by(*IN_ORDER)


def _pictures(at: datetime) -> QuerySet[Photo]:
    """Return the same photos with what other pages show of them."""
    return photos(at).only(*SHOWN, *GALLERY)


def pictures_of(meeting: Meeting, at: datetime) -> tuple[Photo | None, list[Strip]]:
    """Return the meeting's lead photo, or its first photo, and a strip of each gallery, in one query."""
    public = Photo.objects.public(at)
    rank = Window(RowNumber(), partition_by=F("gallery"), order_by=("position", "id"))
    first = public.filter(gallery__meeting=meeting).order_by().annotate(rank=rank).filter(rank__lte=STRIP)
    total = number_of(public.filter(gallery=OuterRef("gallery")))
    rows = public.filter(Q(pk__in=first.values("pk")) | Q(pk=meeting.lead_photo_id)).annotate(total=total)
    found = list(
        rows.with_file().select_related("gallery").only(*SHOWN, *GALLERY).order_by("-gallery_id", "position", "id")
    )
    lead = next((photo for photo in found if photo.pk == meeting.lead_photo_id), None)
    strips = []
    for gallery, taken in groupby((p for p in found if p.gallery.meeting_id == meeting.pk), attrgetter("gallery")):
        shown = list(taken)[:STRIP]  # without the lead photo, which comes last, if it is none of the first
        strips.append(Strip(gallery, shown, shown[0].total))
    return lead or next((strip.photos[0] for strip in strips), None), strips


def lead_photos(at: datetime) -> Prefetch:
    """Return what sets `public_lead_photo` on meetings, with its file."""
    shown = Photo.objects.public(at).with_file().order_by().only(*PICTURE)
    return Prefetch("lead_photo", shown, "public_lead_photo")


def photos_of_session(session: Session, at: datetime) -> list[Photo]:
    """Return the first photos of the session."""
    return list(_pictures(at).filter(session=session)[:OF_A_SESSION])


def photos_of_person(person: Person, at: datetime, hold: Hold) -> list[Photo]:
    """Return photos of the person, of the latest galleries."""
    return Listing(lambda: _keys(at, people=person), partial(_read, at), hold)[:OF_A_SESSION]


def photos_of_partner(partner: Partner, at: datetime, hold: Hold) -> list[Photo]:
    """Return photos of people who held an office for the partner, of the latest galleries."""

    def keys() -> QuerySet[Photo, int]:
        appointments = Appointment.objects.public(at).filter(partner=partner)
        shown = Photo.people.through.objects.filter(person__appointments__in=appointments)
        return _keys(at, pk__in=shown.values("photo"))

    return Listing(keys, partial(_read, at), hold)[:STRIP]


def _keys(at: datetime, **which: Any) -> QuerySet[Photo, int]:
    return Photo.objects.public(at).filter(**which).order_by(*IN_ORDER).values_list("pk", flat=True)


def _read(at: datetime, keys: Sequence[int]) -> list[Photo]:
    return with_keys(_pictures(at), keys)
