"""The one way in which a photo gets a file: check it, keep it byte for byte, make its renditions, write the row."""

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from meetings.models import Photo, PhotoFile
from meetings.photos import pictures, renditions


def store(photo: Photo, upload: File, *, name: str = "") -> PhotoFile:
    """Make the upload the photo's current file; one that it replaces stays in the history.

    The same content again changes nothing. Raises ValidationError for what is no acceptable picture, with
    nothing left behind. Files are written before the row: a row never points to nothing.
    """
    upload.seek(0)
    content = upload.read(pictures.MAX_BYTES + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    current = photo.files.filter(replaced_at=None).first()
    if current and current.sha256 == sha256:
        return current
    picture = pictures.read(content)
    made = renditions.make(picture)
    file = PhotoFile(
        photo=photo,
        sha256=sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        size=len(content),
        renditions=[rendition.as_row() for rendition, _ in made],
        original_name=(name or upload.name or "")[-255:],
    )
    _keep(file.path("original", file.format), content)
    for rendition, made_content in made:
        _keep(file.path(rendition.size, rendition.ext), made_content)
    with transaction.atomic():
        photo.files.filter(replaced_at=None).update(replaced_at=timezone.now())
        file.save()
    return file


def _keep(path: str, content: bytes) -> None:
    """Write the file unless it is there: a path holds the hash of its content."""
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
