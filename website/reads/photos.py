"""Photos for other pages: a few of them, with their files and galleries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from meetings.models import Meeting, Session
from partners.models import Appointment, Partner, Person
from photos.models import Gallery, Photo

STRIP: Final = 6
OF_A_SESSION: Final = 12
LATEST_FIRST: Final = ("-gallery", "position", "id")


@dataclass(frozen=True)
class Strip:
    """The first photos of a gallery, and the number of all."""

    gallery: Gallery
    photos: list[Photo]
    total: int


def photos(at: datetime) -> QuerySet[Photo]:
    """Return photos with their files and galleries, in the order of each gallery."""
    return Photo.objects.public(at).with_file().select_related("gallery").order_by("gallery", "position", "id")


def pictures_of(meeting: Meeting, at: datetime) -> tuple[Photo | None, list[Strip]]:
    """Return the meeting's lead photo, or its first photo, and a strip of each gallery, in one query."""
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
    return list(photos(at).filter(session=session)[:OF_A_SESSION])


def photos_of_person(person: Person, at: datetime) -> list[Photo]:
    """Return photos of the person, of the latest galleries."""
    return list(photos(at).filter(people=person).order_by(*LATEST_FIRST)[:OF_A_SESSION])


def photos_of_partner(partner: Partner, at: datetime) -> list[Photo]:
    """Return photos of people who held an office for the partner, of the latest galleries."""
    appointments = Appointment.objects.public(at).filter(partner=partner)
    shown = Photo.people.through.objects.filter(person__appointments__in=appointments)
    return list(photos(at).filter(pk__in=shown.values("photo")).order_by(*LATEST_FIRST)[:STRIP])
