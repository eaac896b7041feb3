"""The public photos of a gallery, with names and descriptions, for downloads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from photos.formats.metadata import Metadata
from photos.metadata import metadata_of
from photos.models import Gallery, Photo
from publishing.joins import public_join
from publishing.models import Page
from website.reads.galleries import with_surroundings


@dataclass(frozen=True)
class Numbered:
    """A photo and its number among the public photos of its gallery."""

    photo: Photo
    number: int


@dataclass(frozen=True)
class Holdings:
    """A gallery with its public photos, in order."""

    gallery: Gallery
    photos: list[Numbered]

    def terms(self, chosen: Iterable[Numbered]) -> list[Page]:
        """Return the terms of use of the photos: their own, or the gallery's."""
        pages = (each.photo.public_terms or self.gallery.public_terms for each in chosen)
        return list(dict.fromkeys(page for page in pages if page))

    def chosen(self, public_ids: Iterable[str]) -> list[Numbered]:
        """Return the photos with these ids, or all photos without ids."""
        wanted = set(public_ids)
        return [each for each in self.photos if not wanted or each.photo.public_id in wanted]

    def words(self, chosen: Iterable[Numbered], at: datetime) -> dict[int, Metadata]:
        """Return the metadata of the photos by primary key."""
        return metadata_of([each.photo for each in chosen], at)


def holdings(slug: str, at: datetime) -> Holdings | None:
    """Return the gallery and its photos, in two queries. None if it is not public."""
    gallery = with_surroundings(at).filter(slug=slug).one()
    if gallery is None:
        return None
    photos = (
        Photo.objects.public(at)
        .with_file()
        .annotate(public_session=public_join(Photo, "session", at), public_terms=public_join(Photo, "terms", at))
        .select_related("public_session", "public_terms")
    )
    prefetch_related_objects([gallery], Prefetch("photos", photos, "public_photos"))
    found: list[Photo] = gallery.public_photos  # set by the Prefetch above
    return Holdings(gallery, [Numbered(photo, number) for number, photo in enumerate(found, start=1)])
