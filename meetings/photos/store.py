"""The one way in which a photo gets a file: check it, keep it byte for byte, make its sizes, write the row."""

import hashlib
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Photo, PhotoFile
from meetings.photos import jpeg, making, pictures
from meetings.photos.pictures import Picture
from meetings.photos.renditions import Rendition

Make = Callable[[PhotoFile, Picture], list[Rendition]]


def store(photo: Photo, upload: File, *, name: str = "") -> PhotoFile:
    """Make the upload the photo's current file; one that it replaces stays in the history.

    The same content again changes nothing. Of a first file the smallest size is made at once and the rest by the
    worker; one that replaces another is ready at once, so that readers never miss the photo. Raises ValidationError
    for what is no acceptable picture, with no row written. Files are written before the row: a row never points to
    nothing, and what no row points to is swept.
    """
    replaces = photo.files.filter(replaced_at=None).exists()
    return _store(photo, upload, name, making.make_all if replaces else making.make_first)


def store_ready(photo: Photo, upload: File, *, name: str = "") -> PhotoFile:
    """Do what `store` does, and make every size at once."""
    return _store(photo, upload, name, making.make_all)


def _store(photo: Photo, upload: File, name: str, make: Make) -> PhotoFile:
    upload.seek(0)
    content = upload.read(pictures.MAX_BYTES + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    current = photo.files.filter(replaced_at=None).first()
    if current and current.sha256 == sha256:
        return current
    picture = pictures.read(content)
    file = PhotoFile(
        photo=photo,
        sha256=sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        size=len(content),
        scan=jpeg.scan(content).as_row() if picture.format == PhotoFile.Format.JPEG else {},
        original_name=(name or upload.name or "")[-255:],
    )
    try:
        made = make(file, picture)
    except making.FAILURES as error:
        raise ValidationError(
            _("The picture cannot be shown (%(error)s). Export it anew, as JPEG."), params={"error": error}
        ) from error
    making.keep(file.path("original", file.format), content)
    with transaction.atomic():
        _write(file, made)
    file.refresh_from_db()  # where tasks are done at once, it is complete by now
    return file


def _write(file: PhotoFile, made: list[Rendition]) -> None:
    for replaced in file.photo.files.filter(replaced_at=None):
        replaced.replaced_at, replaced.was_public = timezone.now(), file.photo.was_public()
        replaced.save(update_fields=["replaced_at", "was_public"])
    file.save()
    making.register(file, made)
    if file.status != PhotoFile.Status.READY:
        making.ask_for(file)


def note_problem(file: PhotoFile, problem: str) -> None:
    """Say on the desk what is wrong with the stored files; the first word stands until it is mended."""
    PhotoFile.objects.filter(pk=file.pk, problem="").update(problem=problem)
