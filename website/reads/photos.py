"""Photos for other pages: a few of them, with their files and galleries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from meetings.models import Meeting, Session
from partners.models import Appointment, Partner, Person
from photos.models import Gallery, Photo
from publishing.languages import columns_of

STRIP: Final = 6
OF_A_SESSION: Final = 12
# What a strip and the card of a page show of a photo.
OF_A_STRIP: Final = ("public_id", "credit", "focus_x", "focus_y", "gallery__slug", *columns_of("alt"))
# What other pages show of a photo and of its gallery.
SHOWN: Final = ("public_id", "alt", "caption", "remark", "credit", "focus_x", "focus_y", "gallery")
GALLERY: Final = ("gallery__slug", "gallery__title", "gallery__meeting")
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
    """Return the meeting's lead photo, or its first photo, and a strip of each gallery."""
    inside = Photo.objects.public(at).filter(gallery__meeting=meeting).order_by(*BY_GALLERY)
    pairs = inside.rewrite(mode=False).values_list("gallery", "pk")  # no text, so in no language
    galleries = [[key for _gallery, key in of_one] for _gallery, of_one in groupby(pairs, itemgetter(0))]
    keys = {meeting.lead_photo_id, *(key for found in galleries for key in found[:STRIP])} - {None}
    taken: dict[int | None, Photo] = {photo.pk: photo for photo in _pictures(at).filter(pk__in=keys).order_by()}
    shown = [([taken[key] for key in found[:STRIP] if key in taken], len(found)) for found in galleries]
    strips = [Strip(first[0].gallery, first, total) for first, total in shown if first]
    lead = taken.get(meeting.lead_photo_id)
    return lead or next((strip.photos[0] for strip in strips), None), strips


def with_lead_files(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Add to each meeting, in the same query, the current file of its lead photo if it is public."""
    public = Photo.objects.public(at).filter(pk=OuterRef("lead_photo"))
    is_shown = Q(lead_photo__files__replaced_at=None) & Q(Exists(public))
    rows: Any = meetings.annotate(lead_file=FilteredRelation("lead_photo__files", condition=is_shown))
    found: QuerySet[Meeting] = rows.select_related("lead_file__photo__gallery")
    return found


def set_lead_photos(meetings: Iterable[Any]) -> None:
    """Set `public_lead_photo` on meetings fetched with their lead files. None if there is none."""
    for meeting in meetings:
        file = getattr(meeting, "lead_file", None)  # not set if the join found no row
        meeting.public_lead_photo = file and file.photo
        if file:
            file.photo.current_file = file


def photos_of_session(session: Session, at: datetime) -> list[Photo]:
    """Return the first photos of the session."""
    rows = photos(at).only(*OF_A_STRIP).filter(session=session).order_by(*BY_GALLERY)
    return list(rows[:OF_A_SESSION])


def photos_of_person(person: Person, at: datetime) -> list[Photo]:
    """Return photos of the person, of the latest galleries."""
    return list(_pictures(at).filter(people=person)[:OF_A_SESSION])


def photos_of_partner(partner: Partner, at: datetime) -> list[Photo]:
    """Return photos of people who held an office for the partner, of the latest galleries."""
    appointments = Appointment.objects.public(at).filter(partner=partner)
    shown = Photo.people.through.objects.filter(person__appointments__in=appointments)
    return list(_pictures(at).filter(pk__in=shown.values("photo"))[:STRIP])
