"""Files: photos, PDFs of editions, flags. Each is as public as what it belongs to, at the moment of the request.

A file's address holds the hash of its content, but knowing it opens nothing. The type is told from what was
found in the content when it was stored, never from a name.
"""

from typing import Any, Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from meetings.downloads import ascii_slug, photo_name
from meetings.models import Photo, PhotoFile
from meetings.reads import galleries
from meetings.reads.files import edition_with_pdf, flag
from publishing.views import AtThisMoment

TYPES: Final = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "tif": "image/tiff",
    "avif": "image/avif",
    "pdf": "application/pdf",
}
# The photo desk's few minutes in which copies may live on in caches.
MAX_AGE: Final = 300


class StoredFile(AtThisMoment):
    """Streams one file out of the storage. Subclasses say which, or raise Http404."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError

    def answer(self, path: str, *, ext: str, etag: str, name: str = "") -> HttpResponseBase:
        """Return the file, or 304 to who has it already; `name` makes it a download under that name."""
        etag = f'"{etag}"'
        response: HttpResponseBase | None = get_conditional_response(self.request, etag=etag)
        if response is None:
            try:
                content = default_storage.open(path)
            except FileNotFoundError as error:
                raise Http404("The file is not in the storage.") from error
            response = FileResponse(content, as_attachment=bool(name), filename=name, content_type=TYPES[ext])
        response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["ETag"] = etag
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class PhotoDownload(StoredFile):
    """A photo's original or a rendition, for showing; with `?download`, for keeping."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        size, ext = kwargs["size"], kwargs["ext"]
        photo = galleries.photo_with_file(kwargs["public_id"], self.at)
        file = photo.file if photo else None
        if photo is None or file is None or file.hash != kwargs["hash"] or not _has(file, size, ext):
            raise Http404("There is no such public photo file.")
        name = self._name(photo, ext) if "download" in request.GET else ""
        return self.answer(file.path(size, ext), ext=ext, etag=f"{file.hash}-{size}", name=name)

    def _name(self, photo: Photo, ext: str) -> str:
        shown = galleries.photo(photo.gallery.slug, photo.public_id, self.at) or photo
        rank = galleries.rank(photo, self.at)
        meeting = shown.gallery.public_meeting
        return photo_name(
            day=photo.taken_on or (meeting.starts_on if meeting else None),
            place=meeting.city if meeting else "",
            subject=shown.public_session.slug if shown.public_session else photo.gallery.slug,
            rank=rank.number,
            total=rank.total,
            photographer=photo.photographer,
            ext=ext,
        )


class EditionPdf(StoredFile):
    """The PDF of an edition that is public, be it the live one or an earlier one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        edition = edition_with_pdf(kwargs["public_id"], kwargs["hash"], self.at)
        if edition is None:
            raise Http404("There is no such public PDF.")
        name = f"{edition.document.slug}_{ascii_slug(edition.language)}.pdf"
        return self.answer(str(edition.pdf.name), ext="pdf", etag=kwargs["hash"], name=name)


class Flag(StoredFile):
    """A partner's flag of today or of former days."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        path = flag(kwargs["public_id"], f"{kwargs['hash']}.{kwargs['ext']}", self.at)
        if path is None or kwargs["ext"] not in TYPES:
            raise Http404("There is no such public flag.")
        return self.answer(path, ext=kwargs["ext"], etag=kwargs["hash"])


def _has(file: PhotoFile, size: str, ext: str) -> bool:
    if size == "original":
        return ext == file.format
    return any(rendition["size"] == size and rendition["ext"] == ext for rendition in file.renditions)
