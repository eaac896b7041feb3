"""The list of galleries, and the pages of a gallery and of a photo."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from photos.models import Gallery, Photo
from publishing.addresses import path_of
from website.cards.words import of_gallery
from website.filters import GalleryFilters, PhotoFilters
from website.follow import Follow
from website.held import holding
from website.jsonld import photos as pictures
from website.menu import list_link
from website.reads import galleries
from website.sharing import Shared
from website.views.detail import ObjectPage
from website.views.lists import ObjectList


class GalleryList(ObjectList[Gallery]):
    template_name = "website/gallery_list.html"
    facets = GalleryFilters
    name = "galleries"
    title = _("Photos")
    extensions = ("atom", "csv", "json")

    def rows(self) -> QuerySet[Gallery]:
        return galleries.galleries(self.at)

    def read(self, keys: Sequence[int]) -> list[Gallery]:
        return galleries.with_previews(keys, self.at)


# The parameter that shows captions. The choice is only in the address.
CAPTIONS: Final = "captions"
SHOWN: Final = "1"


class GalleryPage(ObjectPage):
    template_name = "website/gallery.html"
    model = Gallery
    parameters = frozenset({CAPTIONS, *PhotoFilters.base_filters})

    def get_object(self, **address: str) -> Gallery | None:
        return galleries.gallery(address["slug"], self.at)

    def get_related_context(self, gallery: Any) -> dict[str, Any]:
        first = gallery.public_photos[0] if gallery.public_photos else None
        with_captions = self.request.GET.get(CAPTIONS) == SHOWN
        filters = self._filters(gallery, with_captions=with_captions)
        return {
            "shared": Shared(photo=first, card=of_gallery(gallery, first)),
            "described": pictures.gallery(gallery, self.absolute, self.terms),
            "photos": self._chosen(gallery, filters),
            "filters": filters,
            "follow": Follow.of_record(gallery, filters.chosen),
            "with_captions": with_captions,
            "captions_url": _captions_url(self.request.path, filters, with_captions=with_captions),
            "breadcrumbs": _breadcrumbs(gallery),
        }

    def _filters(self, gallery: Gallery, *, with_captions: bool) -> PhotoFilters:
        kept = {CAPTIONS: SHOWN} if with_captions else {}
        photos, hold = galleries.photos_of(gallery, self.at), holding(self.request, PhotoFilters.__name__, gallery.pk)
        filters = PhotoFilters(self.request.GET, photos, at=self.at, kept=kept, hold=hold)
        if filters.ignored or self.request.GET.get(CAPTIONS, SHOWN) != SHOWN:
            self.do_not_keep()
        return filters

    def _chosen(self, gallery: Any, filters: PhotoFilters) -> list[Photo]:
        """Return the requested photos. Returning all of them takes no more queries."""
        if not filters.chosen:
            return list(gallery.public_photos)
        chosen = set(filters.qs.values_list("pk", flat=True))
        return [photo for photo in gallery.public_photos if photo.pk in chosen]


class PhotoPage(ObjectPage):
    """The page of a photo. Its position counts only public photos."""

    template_name = "website/photo.html"
    model = Photo

    def get_object(self, **address: str) -> Photo | None:
        return galleries.photo(address["gallery__slug"], address["public_id"], self.at)

    def get_related_context(self, photo: Any) -> dict[str, Any]:
        rank = galleries.rank(photo, self.at)
        terms = photo.public_terms or photo.gallery.public_terms
        return {
            "shared": Shared(photo=photo),
            "described": pictures.photo(photo, self.absolute, self.terms),
            "gallery": photo.gallery,
            "rank": rank,
            "first_url": _photo_url(photo, rank.first),
            "previous_url": _photo_url(photo, rank.previous),
            "next_url": _photo_url(photo, rank.next),
            "last_url": _photo_url(photo, rank.last),
            "replaced_on": photo.replaced_on,
            "where": [name for name in ("place", "city", "country") if getattr(photo, name)],
            "terms": terms,
            "breadcrumbs": [
                *_breadcrumbs(photo.gallery),
                (photo.gallery, photo.gallery.get_absolute_url()),
            ],
        }


def _breadcrumbs(gallery: Gallery) -> list[tuple[str | Meeting, str]]:
    breadcrumbs: list[tuple[str | Meeting, str]] = [list_link("galleries")]
    if gallery.public_meeting:
        breadcrumbs.append((gallery.public_meeting, gallery.public_meeting.get_absolute_url()))
    return breadcrumbs


def _photo_url(photo: Photo, public_id: str | None) -> str:
    return path_of("photo", photo.gallery.slug, public_id) if public_id else ""


def _captions_url(path: str, filters: PhotoFilters, *, with_captions: bool) -> str:
    """Return the page's address with captions, or without them if they are shown."""
    query = QueryDict(mutable=True)
    query.update(filters.chosen | ({} if with_captions else {CAPTIONS: SHOWN}))
    return f"{path}?{query.urlencode()}" if query else path
