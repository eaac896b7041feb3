"""Creates a draft photo of a gallery from a delivered file, with its metadata."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import reversion
from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from photos.files import pictures, reading, store
from photos.files.filling import Filled, fill
from photos.files.reading import Delivered
from photos.models import Gallery, Photo
from publishing.locks import lock_rows
from publishing.models import audit_log
from publishing.models.audit_log import Action


@dataclass(frozen=True)
class IntakeResult:
    """The result of an upload: a new photo, or the gallery's photo of the same file."""

    photo: Photo
    is_new: bool
    filled: Filled = field(default_factory=Filled)
    delivered: Delivered = field(default_factory=Delivered)
    elsewhere: Gallery | None = None  # another gallery that has the same file


def take_in(
    gallery: Gallery,
    upload: File,
    *,
    by: User,
    language: str,
    defaults: Mapping[str, str],
    position: int | None = None,
) -> IntakeResult:
    """Check the file and store a draft photo; `defaults` fill what it leaves empty.

    `language` is that of texts whose language the file does not tell. Without a position the photo goes last. Raises
    ValidationError for what is no acceptable picture, with nothing stored. What takes time is done before the
    transaction, so that many can come at once.
    """
    content = store.content_of(upload)
    sha256 = hashlib.sha256(content).hexdigest()
    if known := _known(gallery, sha256):
        return IntakeResult(known, is_new=False)
    picture = pictures.read(content)  # refused before anything else is made of it
    photo = Photo(gallery=gallery)
    delivered = reading.deliver(content)
    filled = fill(photo, delivered.words, language=language)
    _complete(photo, defaults)
    prepared = store.prepare(photo, picture, name=upload.name or "")
    with transaction.atomic():
        # One at a time from here on: the same file may have come twice at the same moment.
        lock_rows([gallery])
        if known := _known(gallery, sha256):
            return IntakeResult(known, is_new=False)
        photo.position = position or _last(gallery) + 1
        with reversion.create_revision():
            reversion.set_user(by)
            reversion.set_comment(_("Photos added."))
            photo.save()
            store.write(prepared)
        audit_log.record(Action.SAVE, by=by, target=photo)
    elsewhere = Gallery.objects.filter(photos__files__sha256=sha256).exclude(pk=gallery.pk).first()
    return IntakeResult(photo, is_new=True, filled=filled, delivered=delivered, elsewhere=elsewhere)


def _complete(photo: Photo, defaults: Mapping[str, str]) -> None:
    for name, value in defaults.items():
        if not getattr(photo, name):
            setattr(photo, name, value)


def _known(gallery: Gallery, sha256: str) -> Photo | None:
    """Return the photo of the gallery that has or had the file."""
    return Photo.objects.filter(gallery=gallery, files__sha256=sha256).first()


def _last(gallery: Gallery) -> int:
    return gallery.photos.aggregate(last=Max("position"))["last"] or 0
