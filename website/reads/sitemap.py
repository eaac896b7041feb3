"""Every public page for search engines, and the time of its last change.

A page changes when its row, or a row that it is made of, becomes public or is changed (`changed_at`). A part of the
sitemap is read a file at a time; the index knows the number of its pages and their last change without reading them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.db.models import Count, Exists, F, Max, Model, OuterRef, QuerySet
from django.db.models.functions import Greatest

from meetings.models import Meeting, Outcome, Session
from photos.models import Gallery, Photo
from publishing.kinds import editions_of, kinds
from publishing.languages import LANGUAGES
from publishing.models import Content, Document
from website.menu import MENU
from website.reads.last_changes import changed, known, latest
from website.sharing import picture_of

LISTS: Final = ("home", *MENU, "sessions", "corrections", "verify", "developers")
# What a page is made of in addition to its own row, with the way from there to that row.
PARTS: Final[Mapping[type[Model], Mapping[type[Model], str]]] = {
    Meeting: {Session: "meeting", Outcome: "session__meeting"},
    Session: {Outcome: "session"},
    Gallery: {Photo: "gallery"},
}


@dataclass(frozen=True)
class SitemapEntry:
    """A page with its languages, its last change if known, and its picture."""

    view: str
    args: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    changed: datetime | None = None
    image: str = ""


class Sizes:
    """The number and the last change of each kind's public rows, asked once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._known: dict[type[Model], tuple[int, datetime | None]] = {}

    def of(self, kind: type[Model]) -> tuple[int, datetime | None]:
        if kind not in self._known:
            found = changed(kind, self.at).aggregate(number=Count("pk"), last=Max("moment"))
            self._known[kind] = found["number"], found["last"]
        return self._known[kind]


def sizes_of_sections(at: datetime) -> dict[str, tuple[int, datetime | None]]:
    """Return each section's number of pages, and their last change if known."""
    sizes = Sizes(at)
    return {name: section.size(sizes) for name, section in sections().items()}


class Section(Protocol):
    """A part of the sitemap."""

    def size(self, sizes: Sizes) -> tuple[int, datetime | None]:
        """Return the number of pages, and when any of them last changed, if known."""

    def entries(self, at: datetime, start: int, end: int) -> list[SitemapEntry]:
        """Return the pages from one number to another, in a lasting order."""


class Lists:
    """The list pages, without a time: changes of lists are not recorded."""

    def size(self, sizes: Sizes) -> tuple[int, datetime | None]:
        return len(LISTS), None

    def entries(self, at: datetime, start: int, end: int) -> list[SitemapEntry]:
        return [SitemapEntry(view) for view in LISTS[start:end]]


@dataclass(frozen=True)
class Records:
    """The pages of records of a kind."""

    kind: type[Any]

    def size(self, sizes: Sizes) -> tuple[int, datetime | None]:
        number, last = sizes.of(self.kind)
        return number, latest(last, *(sizes.of(part)[1] for part in PARTS.get(self.kind, {})))

    def entries(self, at: datetime, start: int, end: int) -> list[SitemapEntry]:
        keys = self.kind.objects.public(at).order_by("pk").values("pk")[start:end]
        rows: Any = changed(self.kind, at).filter(pk__in=keys).order_by("pk")
        if self.kind is Photo:
            return [_entry_of_photo(photo) for photo in rows.with_file().select_related("gallery")]
        parts = [
            dict(changed(part, at).filter(**{f"{way}__in": keys}).values_list(way).annotate(last=Max("moment")))
            for part, way in PARTS.get(self.kind, {}).items()
        ]
        return [
            SitemapEntry(self.kind.page_name, tuple(address), changed=latest(last, *(part.get(key) for part in parts)))
            for key, last, *address in rows.values_list("pk", "moment", *self.kind.page_columns)
        ]


@dataclass(frozen=True)
class Documents:
    """The pages of a kind's documents, in the site's languages that have a text.

    Their words change by a new edition only.
    """

    kind: type[Document]

    def size(self, sizes: Sizes) -> tuple[int, datetime | None]:
        texts = self._texts(sizes.at).filter(document__in=self.kind.objects.public(sizes.at))
        found = texts.aggregate(number=Count("document", distinct=True), last=Max("moment"))
        return found["number"], latest(found["last"])

    def entries(self, at: datetime, start: int, end: int) -> list[SitemapEntry]:
        has_text = Exists(self._texts(at).filter(document=OuterRef("pk")))
        keys = self.kind.objects.public(at).filter(has_text).order_by("pk").values("pk")[start:end]
        texts = self._texts(at).filter(document__in=keys).order_by("document")
        found: dict[str, dict[str, datetime]] = {}
        for slug, language, moment in texts.values_list("document__slug", "language", "moment"):
            found.setdefault(slug, {})[language] = moment
        return [
            SitemapEntry(
                self.kind.page_name,
                (slug,),
                languages=tuple(code for code in LANGUAGES if code in moments),
                changed=latest(*moments.values()),
            )
            for slug, moments in found.items()
        ]

    def _texts(self, at: datetime) -> QuerySet[Any]:
        live = editions_of(self.kind).objects.live(at).filter(language__in=LANGUAGES).order_by()
        moment = Greatest(known("public_from"), F("changed_at"), F("document__changed_at"))
        return live.annotate(moment=moment)


def sections() -> dict[str, Section]:
    """Return the parts of the sitemap by their names."""
    found: dict[str, Section] = {"lists": Lists()}
    for kind in kinds(Content):
        if kind.sitemap_section:
            found[kind.sitemap_section] = Documents(kind) if issubclass(kind, Document) else Records(kind)
    return found


def _entry_of_photo(photo: Any) -> SitemapEntry:
    image = picture_of(photo)
    address = (photo.gallery.slug, photo.public_id)
    return SitemapEntry("photo", address, changed=latest(photo.moment), image=image.url if image else "")
