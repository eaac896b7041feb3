"""Stores the file of a photo: checks it, keeps it as it is, creates its sizes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from photos.files import pictures, rendition_tasks
from photos.files.pictures import Picture
from photos.files.renditions import Rendition
from photos.files.turns import turn
from photos.formats import jpeg
from photos.models import Photo, PhotoFile
from publishing.stored_files import storage
from publishing.texts.control_characters import without_controls
from publishing.unavailable import is_unavailable, reason

Make = Callable[[PhotoFile, Picture], list[Rendition]]


@dataclass(frozen=True)
class Prepared:
    """A file that is checked, kept and made ready for its row, which `write` stores."""

    file: PhotoFile
    made: list[Rendition]

    @property
    def is_stored(self) -> bool:
        """Whether the photo has the file already."""
        return self.file.pk is not None


def store(photo: Photo, upload: File) -> PhotoFile:
    """Make the upload the photo's current file; a replaced one stays in the history.

    The same content again repairs damaged files on the disk, and changes nothing else. Of a first file the smallest
    size is made at once and the rest by the worker; one that replaces another is ready at once, so that readers
    never miss the photo. Raises ValidationError for what is no acceptable picture, with no row written. Files are
    written before the row: a row always has its files, and files without a row are swept.
    """
    return _store(prepare_upload(photo, upload))


def store_ready(photo: Photo, upload: File) -> PhotoFile:
    """Do what `store` does, and make every size at once."""
    return _store(prepare_upload(photo, upload, make=rendition_tasks.make_all))


def prepare_upload(photo: Photo, upload: File, *, make: Make | None = None) -> Prepared:
    """Do all of `store` that takes time and needs no transaction, before `write`."""
    content = content_of(upload)
    current = photo.files.filter(replaced_at=None).first() if photo.pk else None
    if current and current.sha256 == hashlib.sha256(content).hexdigest():
        storage.keep(current.path("original", current.format), content)
        return Prepared(current, [])
    make = make or (rendition_tasks.make_all if current else rendition_tasks.make_first)
    return prepare(photo, pictures.read(content), name=upload.name or "", make=make)


def prepare(photo: Photo, picture: Picture, *, name: str, make: Make = rendition_tasks.make_first) -> Prepared:
    """Do all that takes time; the photo's row need not be stored yet."""
    content = picture.content
    file = PhotoFile(
        photo=photo,
        sha256=hashlib.sha256(content).hexdigest(),
        format=picture.format,
        width=picture.width,
        height=picture.height,
        size=len(content),
        scan=jpeg.scan(content).as_row() if picture.format == PhotoFile.Format.JPEG else {},
        original_name=without_controls(name)[-255:],
    )
    try:
        with turn(content):
            made = make(file, picture)
    except rendition_tasks.FAILURES as error:
        if is_unavailable(error):
            raise
        sentence = _("The picture cannot be shown (%(error)s). Export it again, as JPEG.")
        raise ValidationError(sentence, params={"error": reason(error)}) from error
    storage.keep(file.path("original", file.format), content)
    return Prepared(file, made)


@transaction.atomic
def write(prepared: Prepared) -> None:
    """Store the row of a photo's file, which is its current one from now on."""
    file = prepared.file
    if prepared.is_stored:
        if file.problem:
            rendition_tasks.make_again(file)
        return
    file.photo = file.photo  # has an id by now
    earlier = list(file.photo.files.filter(replaced_at=None))
    for replaced in earlier:
        replaced.replaced_at, replaced.was_ever_public = timezone.now(), file.photo.was_ever_public()
        replaced.save(update_fields=["replaced_at", "was_ever_public"])
    file.save()
    if earlier:
        QuerySet(Photo).filter(pk=file.photo.pk).update(changed_at=file.stored_at)
    rendition_tasks.register(file, prepared.made)
    if file.status != PhotoFile.Status.READY:
        rendition_tasks.ask_for(file)


def content_of(upload: File) -> bytes:
    """Return what was uploaded, and no more than one byte above what is accepted."""
    upload.seek(0)
    return upload.read(pictures.MAX_BYTES + 1)


def _store(prepared: Prepared) -> PhotoFile:
    write(prepared)
    prepared.file.refresh_from_db()  # where tasks are done at once, it is complete by now
    return prepared.file


def note_unreadable(file: PhotoFile, error: OSError) -> None:
    """Record a storage error in the row; an earlier message stays until it is fixed."""
    problem = _("A stored file cannot be read (%(error)s).") % {"error": reason(error)}
    PhotoFile.objects.filter(pk=file.pk, problem="").update(problem=problem)
