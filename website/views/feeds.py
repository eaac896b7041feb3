"""The feeds and calendars of single rows, and the feed of the whole site."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import RedirectView

from photos.models import Gallery
from publishing.addresses import path_of
from publishing.models import Content
from website.filters import PhotoFilters
from website.held import holding
from website.reads import calendars, followed, galleries
from website.reads.entries import FeedRows, Source
from website.reads.office import office_of
from website.syndication.feeds import Followed
from website.views import formats
from website.views.detail import WithdrawnOrMovedMixin
from website.views.formats import InAnotherFormat


class OfOneRow(InAnotherFormat, WithdrawnOrMovedMixin):
    """The base of feeds and calendars of one row, at its address with another ending."""

    model: ClassVar[Any] = None
    extension: ClassVar[str]

    def found(self) -> Any:
        """Return the row. Raises an exception for the response if it is not public."""
        row = followed.followed(self.model, self.kwargs, self.at)
        if row is None:
            raise self.not_found(self.model, **self.kwargs)
        return row

    def followed(self, row: Content, chosen: dict[str, str] | None = None) -> Followed:
        title = f"{row} · {office_of(self.request).name}"
        own = path_of(f"{row.page_name}-{self.extension}", *self.kwargs.values())
        return Followed(title, row.get_absolute_url(), own, tuple((chosen or {}).items()))


class RecordFeed(OfOneRow):
    """The feed of a country, body, person, topic, meeting or session, of all kinds."""

    extension = "atom"
    parameters = frozenset({"page"})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.found()
        hold = holding(request, "changes", row.public_id, get_language())
        changes = FeedRows(lambda: followed.sources_about(row, self.at), self.at, hold)
        return formats.feed(self, self.followed(row), changes)


class GalleryFeed(OfOneRow):
    """The photos of a gallery, with their files, for picture desks."""

    model = Gallery
    extension = "atom"
    parameters = frozenset({"page", *PhotoFilters.base_filters})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gallery = self.found()
        filters = PhotoFilters(request.GET, galleries.photos_of(gallery, self.at), at=self.at)
        if filters.ignored:
            self.do_not_keep()
        hold = holding(request, "changes", gallery.public_id, *filters.chosen.items(), get_language())
        changes = FeedRows(lambda: self.sources(gallery, filters), self.at, hold)
        return formats.feed(self, self.followed(gallery, filters.chosen), changes)

    def sources(self, gallery: Gallery, filters: PhotoFilters) -> list[Source]:
        """Return the filtered photos; of a whole gallery also what was withdrawn of it."""
        if filters.chosen:
            return followed.sources_of_photos(filters.qs, self.at)
        return followed.sources_about(gallery, self.at)


class RecordCalendar(OfOneRow):
    """A meeting with its sessions, or a session."""

    extension = "ics"
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.found()
        read = calendars.of_meeting if row.page_name == "meeting" else calendars.of_session
        return formats.calendar(self, self.followed(row), read(row, self.at))


class SiteFeed(InAnotherFormat):
    """New statements, articles, meetings and galleries."""

    parameters = frozenset({"page"})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        new = _("What is new")  # apart, since xgettext reads no f-strings
        title = f"{new} · {office_of(request).name}"
        about = Followed(title, path_of("home"), path_of("feed"))
        hold = holding(request, "changes", get_language())
        return formats.feed(self, about, FeedRows(lambda: followed.sources_of_the_site(self.at), self.at, hold))


class FeedAddress(InAnotherFormat, RedirectView):
    """The addresses at which feeds are looked for; they lead to that of the site."""

    is_kept = False
    pattern_name = "feed"
    permanent = True
