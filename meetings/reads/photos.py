"""Photos as other pages show them: a few, with their files and galleries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from meetings.models import Gallery, Meeting, Photo, Session
from partners.models import Appointment, Partner, Person

STRIP: Final = 6
OF_A_SESSION: Final = 12


@dataclass(frozen=True)
class Strip:
    """The first photos of a gallery, and how many it has."""

    gallery: Gallery
    photos: list[Photo]
    total: int


def photos(at: datetime) -> QuerySet[Photo]:
    """Return photos with their files and galleries, in the order of each gallery."""
    return (
        Photo.objects.public(at).with_file().select_related("gallery").order_by("gallery", "position", "id")
    )


def pictures_of(meeting: Meeting, at: datetime) -> tuple[Photo | None, list[Strip]]:
    """Return the meeting's lead photo, else its first one, and a strip of each of its galleries; in one query."""
    is_lead = Q(pk=meeting.lead_photo_id)
    rows = (
        photos(at)
        .filter(Q(gallery__meeting=meeting) | is_lead)
        .annotate(
            total=Window(Count("pk"), partition_by=F("gallery")),
            rank=Window(RowNumber(), partition_by=F("gallery"), order_by=("position", "id")),
        )
        .filter(Q(rank__lte=STRIP) | is_lead)
    )
    found = list(rows)
    lead = next((photo for photo in found if photo.pk == meeting.lead_photo_id), None)
    strips: dict[int, Strip] = {}
    for photo in found:
        if photo.gallery.meeting_id == meeting.pk and photo.rank <= STRIP:
            strip = strips.setdefault(photo.gallery_id, Strip(photo.gallery, [], photo.total))
            strip.photos.append(photo)
    first = next((strip.photos[0] for strip in strips.values()), None)
    return lead or first, list(strips.values())


def photos_of_session(session: Session, at: datetime) -> list[Photo]:
    """Return the first photos that were taken at the session."""
    return list(photos(at).filter(session=session)[:OF_A_SESSION])


def photos_of_person(person: Person, at: datetime) -> list[Photo]:
    """Return the first photos that show the person."""
    return list(photos(at).filter(people=person)[:OF_A_SESSION])


def photos_of_partner(partner: Partner, at: datetime) -> list[Photo]:
    """Return the first photos that show somebody who held an office for the partner."""
    appointments = Appointment.objects.public(at).filter(partner=partner)
    shown = Photo.people.through.objects.filter(person__appointments__in=appointments)
    return list(photos(at).filter(pk__in=shown.values("photo"))[:STRIP])
