"""Photos for other pages: a few of them, with their files and galleries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from meetings.models import Meeting, Session
from partners.models import Appointment, Partner, Person
from photos.models import Gallery, Photo
from publishing.languages import columns_of
from website.listings import Hold, Listing, with_keys

STRIP: Final = 6
OF_A_SESSION: Final = 12
PICTURE: Final = ("public_id", "focus_x", "focus_y", *columns_of("alt"))  # what a picture without a caption needs
RIGHTS: Final = ("credit", "copyright", "terms")  # for search engines
# What a strip and the card of a page show of a photo.
OF_A_STRIP: Final = (*PICTURE, *RIGHTS, "gallery__slug", "gallery__terms")
# What other pages show of a photo and of its gallery.
SHOWN: Final = ("public_id", "alt", "caption", "remark", *RIGHTS, "focus_x", "focus_y", "gallery")
GALLERY: Final = ("gallery__slug", "gallery__title", "gallery__meeting", "gallery__terms")
BY_GALLERY: Final = ("-gallery_id", "position", "id")
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
    """Return the meeting's lead photo, or its first one, and a strip per gallery."""
    inside = Photo.objects.public(at).filter(gallery__meeting=meeting).order_by(*BY_GALLERY)
    pairs = inside.rewrite(mode=False).values_list("gallery", "pk")  # no text, so in no language
    galleries = [[key for _gallery, key in of_one] for _gallery, of_one in groupby(pairs, itemgetter(0))]
    keys = {meeting.lead_photo_id, *(key for found in galleries for key in found[:STRIP])} - {None}
    taken: dict[int | None, Photo] = {photo.pk: photo for photo in _pictures(at).filter(pk__in=keys).order_by()}
    shown = [([taken[key] for key in found[:STRIP] if key in taken], len(found)) for found in galleries]
    strips = [Strip(first[0].gallery, first, total) for first, total in shown if first]
    lead = taken.get(meeting.lead_photo_id)
    return lead or next((strip.photos[0] for strip in strips), None), strips


def lead_photos(at: datetime) -> Prefetch:
    """Return what sets `public_lead_photo` on meetings, with its file."""
    shown = Photo.objects.public(at).with_file().order_by().only(*PICTURE)
    return Prefetch("lead_photo", shown, "public_lead_photo")


def photos_of_session(session: Session, at: datetime) -> list[Photo]:
    """Return the first photos of the session."""
    rows = photos(at).only(*OF_A_STRIP).filter(session=session).order_by(*BY_GALLERY)
    return list(rows[:OF_A_SESSION])


def photos_of_person(person: Person, at: datetime, hold: Hold) -> list[Photo]:
    """Return photos of the person, of the latest galleries."""
    return Listing(lambda: _keys(at, people=person), partial(_read, at), hold)[:OF_A_SESSION]


def photos_of_partner(partner: Partner, at: datetime, hold: Hold) -> list[Photo]:
    """Return the latest galleries' photos of people who held office for the partner."""

    def keys() -> QuerySet[Photo, int]:
        appointments = Appointment.objects.public(at).filter(partner=partner)
        shown = Photo.people.through.objects.filter(person__appointments__in=appointments)
        return _keys(at, pk__in=shown.values("photo"))

    return Listing(keys, partial(_read, at), hold)[:STRIP]


def _keys(at: datetime, **which: Any) -> QuerySet[Photo, int]:
    return Photo.objects.public(at).filter(**which).order_by(*IN_ORDER).values_list("pk", flat=True)


def _read(at: datetime, keys: Sequence[int]) -> list[Photo]:
    return with_keys(_pictures(at), keys)
