"""Making a photo file's sizes: in the request what the editor has to see at once, the rest as a task."""

import hashlib
from collections.abc import Iterable
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _
from PIL import Image

from meetings.models import Photo, PhotoFile, PictureDigest
from meetings.photos import embedding, renditions
from meetings.photos.pictures import Picture
from meetings.photos.renditions import Rendition
from meetings.reads.photo_metadata import page_words

# What goes wrong with a picture that cannot be decoded, or a disk.
FAILURES: Final = (OSError, ValueError, SyntaxError, RuntimeError, MemoryError, Image.DecompressionBombError)


def make_first(file: PhotoFile, picture: Picture) -> list[Rendition]:
    """Make the smallest JPEG of a new file, whose row is not stored yet."""
    return _make(file, renditions.first(picture, _packet(file)))


def make_all(file: PhotoFile, picture: Picture) -> list[Rendition]:
    """Make every size of a file, whose row the caller stores; raises one of FAILURES with the row untouched."""
    made = _make(file, renditions.every(picture, _packet(file)))
    file.status, file.problem = PhotoFile.Status.READY, ""
    return made


def register(file: PhotoFile, made: Iterable[Rendition]) -> None:
    """Store by which hashes copies of the file, and of what was made of it, are known again."""
    known = {file.sha256: "original"}
    if file.scan:
        known[file.scan["sha256"]] = "original"
    for each in made:
        known |= {each.picture: each.size, each.sha256: each.size}
    rows = [PictureDigest(file=file, sha256=sha256, size=size) for sha256, size in known.items()]
    PictureDigest.objects.bulk_create(rows, ignore_conflicts=True)


def ask_for(file: PhotoFile) -> None:
    """Let the worker make what the file's sizes lack."""
    make_sizes.enqueue(file.pk)


def make_again(file: PhotoFile) -> None:
    """Let the worker make every size anew. What is shown stays shown until then."""
    if file.status == PhotoFile.Status.FAILED:
        PhotoFile.objects.filter(pk=file.pk).update(status=PhotoFile.Status.PENDING, problem="")
    ask_for(file)


def refresh(photos: Iterable[Photo]) -> None:
    """Make the sizes anew of those photos whose credit, photographer or copyright is not what the sizes carry."""
    for photo in photos:
        file = photo.files.filter(replaced_at=None).first()
        if file and is_outdated(file):
            ask_for(file)


def is_outdated(file: PhotoFile) -> bool:
    """Whether the sizes carry other words than the photo has now."""
    return file.carries != embedding.page_fingerprint(page_words(file.photo))


def ask_for_unmade() -> int:
    """Let the worker make what an interruption has left unmade; return of how many files."""
    waiting = list(PhotoFile.objects.filter(status=PhotoFile.Status.PENDING).select_related("photo"))
    for file in waiting:
        ask_for(file)
    return len(waiting)


@task()
def make_sizes(file_id: int) -> None:
    """Make the sizes of a file that may have been deleted, or made by another worker, meanwhile."""
    file = PhotoFile.objects.filter(pk=file_id).select_related("photo").first()
    if file:
        make_now(file)


def make_now(file: PhotoFile) -> None:
    """Make every size from the stored original, and say so in the row; a failure stands there with its reason."""
    try:
        made = make_all(file, _stored(file))
    except FAILURES as error:
        _fail(file, error)
        return
    with transaction.atomic():
        changed = {"renditions": file.renditions, "scan": file.scan, "carries": file.carries}
        PhotoFile.objects.filter(pk=file.pk).update(status=file.status, problem="", **changed)
        register(file, made)


class NotAsDelivered(OSError):
    """The bytes of a stored original are others than those that came."""


def _stored(file: PhotoFile) -> Picture:
    with default_storage.open(file.path("original", file.format)) as original:
        content = original.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise NotAsDelivered
    return Picture(content, PhotoFile.Format(file.format), file.width, file.height)


def _fail(file: PhotoFile, error: BaseException) -> None:
    """A file that was ready stays so: its earlier sizes are still there."""
    sentence = _("The sizes could not be made (%(error)s). Replace the file, or try again.")
    if isinstance(error, FileNotFoundError):
        sentence = _("The original is not in the storage. Put it back from a backup, or replace the file.")
    if isinstance(error, NotAsDelivered):
        sentence = _(
            "The stored original is not what was delivered. Put it back from a backup, or replace the file."
        )
    rows = PhotoFile.objects.filter(pk=file.pk)
    rows.update(problem=sentence % {"error": error})
    rows.exclude(status=PhotoFile.Status.READY).update(status=PhotoFile.Status.FAILED)


def _packet(file: PhotoFile) -> bytes:
    return embedding.packet_for_pages(page_words(file.photo))


def _make(file: PhotoFile, made: list[Rendition]) -> list[Rendition]:
    file.carries = embedding.page_fingerprint(page_words(file.photo))
    file.renditions = [each.as_row() for each in made]
    for each in made:
        keep(file.path(each.size, each.ext), each.content)
    return made


def keep(path: str, content: bytes) -> None:
    """Write the file unless it is there; one that is damaged is written anew."""
    if default_storage.exists(path):
        with default_storage.open(path) as stored:
            if stored.read() == content:
                return
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
