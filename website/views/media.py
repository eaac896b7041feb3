"""The files of photos, PDFs, cards and flags, public while their objects are.

A file's address contains the hash of its content, but knowing it gives no access. The content type was detected from
the content when the file was stored, never from its name.
"""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from photos.file_names import ascii_slug, photo_name
from photos.files.downloads import ORIGINAL, SIZES, Download, remember, source_of
from photos.files.missing import missing_picture
from photos.files.rendition_tasks import read_again
from photos.files.renditions import FULL
from photos.files.store import note_unreadable
from photos.metadata import metadata_of
from photos.models import Photo, PhotoFile
from publishing import streams
from publishing.claims import Waited
from publishing.stored_files import storage
from publishing.streams import StoredRange
from publishing.unavailable import StorageUnavailable
from website.cards.making import stored_card
from website.reads import galleries
from website.reads.cards import words_known_by
from website.reads.files import edition_with_pdf, flag
from website.views.base import AtThisMoment

TYPES: Final = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "tif": "image/tiff",
    "avif": "image/avif",
    "pdf": "application/pdf",
}
# How long copies may stay in caches after a withdrawal: a day in browsers, five minutes in shared caches.
COPIES_FOR_A_DAY: Final = "public, max-age=86400, s-maxage=300"
COPIES_FOR_MINUTES: Final = "public, max-age=300"
BEGINNING: Final = "bytes=0-"  # the first range that clients request


class StoredFile(AtThisMoment):
    """Returns one file of the storage. Subclasses find it, or raise Http404."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError

    def answer(self, path: str, *, ext: str, etag: str, name: str = "") -> HttpResponseBase:
        """Return the file, as a download if it has a `name`; 304 if the client has it."""
        try:
            length = storage.size(path)
        except FileNotFoundError as error:
            raise Http404("The file is not in the storage.") from error
        body = StoredRange(path, 0, length)
        return streams.answer(
            self.request, body, etag=etag, content_type=TYPES[ext], caching=COPIES_FOR_MINUTES, name=name
        )


class PhotoFileView(AtThisMoment):
    """A photo's file: an image size as stored, or a copy with metadata (`?download`).

    Downloads carry the current caption and credit line. The uploaded original itself is never sent.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        size, ext = kwargs["size"], kwargs["ext"]
        photo = galleries.photo_with_file(kwargs["public_id"], self.at)
        file = photo.file if photo else None
        if photo is None or file is None or file.hash != kwargs["hash"]:
            raise Http404("There is no such public photo file.")
        try:
            if size == ORIGINAL or "download" in request.GET:
                return self.download(photo, file, size, ext)
            return self.shown(file, size, ext)
        except StorageUnavailable:
            raise  # answered with 503
        except Waited:
            return missing_picture()  # its sizes are being made again
        except OSError as error:
            note_unreadable(file, error)
            return missing_picture()

    def shown(self, file: PhotoFile, size: str, ext: str) -> HttpResponseBase:
        """Return a size as stored, or a header that makes the server in front send it."""
        made, path = _made(file, size, ext), file.path(size, ext)
        if storage.size(path) != made["bytes"]:
            read_again(file)
            made, path = _made(file, size, ext), file.path(size, ext)
            if (length := storage.size(path)) != made["bytes"]:
                raise OSError(f"{path} has {length} bytes instead of {made['bytes']}")
        if settings.ACCEL_PREFIX:
            order = HttpResponse(content_type=TYPES[ext])
            order.headers["X-Accel-Redirect"] = f"{settings.ACCEL_PREFIX}{storage.internal_path(path, TYPES[ext])}"
            return streams.secure_file_response(order, caching=COPIES_FOR_A_DAY)
        return streams.answer(
            self.request,
            StoredRange(path, 0, made["bytes"]),
            etag=made["sha256"][:32],
            content_type=TYPES[ext],
            caching=COPIES_FOR_A_DAY,
        )

    def download(self, photo: Photo, file: PhotoFile, size: str, ext: str) -> HttpResponseBase:
        """Return a copy with metadata, to be downloaded."""
        request = self.request
        source = source_of(file, size) if ext == "jpg" and size in SIZES else None
        if source is None:
            raise Http404("The photo is not handed out like that.")
        shown = galleries.photo(photo.gallery.slug, photo.public_id, self.at) or photo
        rank = galleries.rank(photo, self.at)
        download = Download(source, metadata_of([photo], self.at)[photo.pk])
        if request.method == "GET" and request.headers.get("Range", BEGINNING).startswith(BEGINNING):
            remember([download.digest(file, download.sha256)])
        return streams.answer(
            request,
            download.body,
            etag=download.etag,
            content_type=TYPES["jpg"],
            caching="no-cache",
            name=photo_name(shown, shown.gallery, number=rank.number, total=rank.total, size=size),
        )


def _made(file: PhotoFile, size: str, ext: str) -> dict[str, Any]:
    """Return what the row says of a size that is shown."""
    made = next((each for each in file.renditions if (each["size"], each["ext"]) == (size, ext)), None)
    if made is None or size == FULL:
        raise Http404("The photo has no such size.")
    return made


class EditionPdf(StoredFile):
    """The PDF of a public edition, current or earlier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        edition = edition_with_pdf(kwargs["public_id"], kwargs["hash"], self.at)
        if edition is None:
            raise Http404("There is no such public PDF.")
        name = f"{edition.document.slug}_{ascii_slug(edition.language)}.pdf"
        return self.answer(str(edition.pdf.name), ext="pdf", etag=kwargs["hash"], name=name)


class CardImage(StoredFile):
    """The card of a meeting, gallery or edition, while its words are current."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        words = words_known_by(kwargs["hash"], kwargs["public_id"], self.at) if kwargs["ext"] == "jpg" else None
        path = stored_card(words) if words else None
        if words is None or path is None:
            raise Http404("There is no such public card.")
        return self.answer(path, ext="jpg", etag=words.digest)


class Flag(StoredFile):
    """A partner's current or former flag."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        path = flag(kwargs["public_id"], f"{kwargs['hash']}.{kwargs['ext']}", self.at)
        if path is None or kwargs["ext"] not in TYPES:
            raise Http404("There is no such public flag.")
        return self.answer(path, ext=kwargs["ext"], etag=kwargs["hash"])
