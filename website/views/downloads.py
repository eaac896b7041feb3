"""The download of several photos: the page to select them, and the ZIP file."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import get_script_prefix
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from photos.file_names import photo_name
from photos.files import captions
from photos.files.captions import Entry
from photos.files.downloads import ORIGINAL, SIZES, Download, remember, widest_up_to
from photos.files.store import note_unreadable
from photos.files.zips import Archive, Member
from photos.models import Gallery, PhotoFile
from publishing import streams
from publishing.addresses import absolute
from publishing.models import Page
from publishing.texts.markup import parse
from publishing.unavailable import StorageUnavailable
from publishing.wording import wording
from website.absolute_links import with_host
from website.bodies import shown
from website.menu import list_link
from website.reads.downloads import Holdings, Numbered, holdings
from website.views.detail import WithdrawnOrMovedMixin

MOST_PHOTOS: Final = 200
MOST_BYTES: Final = 2 * 1000**3
SIZE_NAMES: Final = {
    ORIGINAL: gettext_lazy("Original size"),
    "1920": gettext_lazy("At most 1920 pixels wide"),
    "1280": gettext_lazy("At most 1280 pixels wide"),
}


class OfGallery(WithdrawnOrMovedMixin):
    """The base of both views: the gallery and the selection in the query string."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = request.GET.getlist("photo")
        size = request.GET.get("size", ORIGINAL)
        self.size = size if size in SIZES else ORIGINAL

    def found(self) -> Holdings:
        """Return the gallery with its photos; raises `not_found()` if it is not public."""
        found = holdings(self.kwargs["slug"], self.at)
        if found is None:
            raise self.not_found(Gallery, slug=self.kwargs["slug"])
        return found

    def page(self, found: Holdings, *, refusal: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        """Return the page with the current selection."""
        gallery = found.gallery
        sizes = [
            {
                "name": name,
                "label": label,
                "bytes": _bytes(found.photos, name),
                "is_chosen": name == self.size,
            }
            for name, label in SIZE_NAMES.items()
        ]
        context = {
            "gallery": gallery,
            "terms": found.terms(found.photos),
            "numbered": found.photos,
            "asked": set(self.asked),
            "sizes": sizes,
            "refusal": refusal,
            "most": MOST_PHOTOS,
            "breadcrumbs": [
                list_link("galleries"),
                (gallery, gallery.get_absolute_url()),
            ],
        }
        return render(self.request, "website/download.html", context, status=status)


class DownloadPage(OfGallery):
    """All photos of a gallery with a checkbox each. `?photo=` selects some of them."""

    parameters = frozenset({"photo", "size", "chosen"})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.page(self.found())


class GalleryZip(OfGallery):
    """The ZIP file of the selected photos, or all; if refused, a page with the error."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.found()
        chosen = found.chosen(self.asked)
        if "chosen" in request.GET and not self.asked:
            chosen = []
        if refusal := _refusal(chosen, self.size):
            return self.page(found, refusal=refusal, status=HTTPStatus.BAD_REQUEST)
        copies: dict[str, tuple[PhotoFile, Download]] = {}
        members = self.members(found, chosen, copies)
        archive = Archive(members, lambda members: _remember(members, copies))
        name = f"{found.gallery.slug}{'' if self.size == ORIGINAL else f'_{self.size}'}.zip"
        return streams.answer(
            request,
            archive.body,
            etag=archive.etag,
            content_type="application/zip",
            caching="no-cache",
            name=name,
        )

    def members(
        self, found: Holdings, chosen: list[Numbered], copies: dict[str, tuple[PhotoFile, Download]]
    ) -> list[Member]:
        """Return the files of the ZIP file, adding its photos to `copies` by file name.

        An unreadable photo is left out and listed in the work queue.
        """
        words = found.words(chosen, self.at)
        entries: list[Entry] = []
        members: list[Member] = []
        for photo, number in ((each.photo, each.number) for each in chosen):
            file = photo.file
            source = widest_up_to(file, self.size) if file else None
            if file is None or source is None:
                continue
            download = Download(source, words[photo.pk])
            total = len(found.photos)
            name = photo_name(photo, found.gallery, number=number, total=total, size=self.size)
            try:
                members.append(Member(name, download.body, download.crc32, file.stored_at))
            except StorageUnavailable:
                raise  # answered with 503
            except OSError as error:
                note_unreadable(file, error)
                continue
            copies[name] = file, download
            entries.append(Entry(name, photo, words[photo.pk], source.width, source.height))
        return [*members, *self.accompanying_files(found, found.terms(chosen), entries, members)]

    def accompanying_files(
        self, found: Holdings, terms: list[Page], entries: list[Entry], members: list[Member]
    ) -> Iterable[Member]:
        """Yield the captions and the terms of use."""
        changed = max((member.changed for member in members), default=self.at)
        yield Member.of("captions.csv", captions.table(entries), changed)
        yield Member.of("captions.html", captions.sheet(found.gallery, entries), changed)
        for number, page in enumerate(terms, start=1):
            language = wording(page, "body")[1]
            body = with_host(shown(parse(page.body), at=self.at, language=language), "")
            inside = get_script_prefix()  # in a preview, addresses have its prefix, which does not work elsewhere
            body = body.replace(absolute(inside), absolute("/"))
            name = slugify(_("Terms of use")) + (f"-{number}" if number > 1 else "")
            yield Member.of(f"{name}.html", captions.terms(page, body), changed)


def _remember(members: Iterable[Member], copies: dict[str, tuple[PhotoFile, Download]]) -> None:
    """Store the hashes of the photos in a ZIP file, so that they can be verified."""
    rows = []
    for member in members:
        if copy := copies.get(member.name):
            file, download = copy
            rows.append(download.digest(file, member.sha256))
    remember(rows)


def _refusal(chosen: list[Numbered], size: str) -> str:
    """Return an error about the selection, or an empty string."""
    if not chosen:
        return _("Select at least one photo. Photos you selected earlier may no longer be available.")
    if len(chosen) > MOST_PHOTOS:
        sentence = _("You selected %(number)s photos. A ZIP file can hold %(most)s at most. Select fewer.")
        return sentence % {"number": len(chosen), "most": MOST_PHOTOS}
    if (length := _bytes(chosen, size)) > MOST_BYTES:
        sentence = _(
            "Your selection has %(size)s. A ZIP file can hold %(most)s at most. Select fewer photos or a smaller size."
        )
        return sentence % {"size": filesizeformat(length), "most": filesizeformat(MOST_BYTES)}
    return ""


def _bytes(numbered: Iterable[Numbered], size: str) -> int:
    """Return the size of the pictures in bytes, without metadata."""
    files = (each.photo.file for each in numbered)
    sources = (widest_up_to(file, size) for file in files if file)
    return sum(source.bytes for source in sources if source)
