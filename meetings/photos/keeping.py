"""Whether the stored files are what the rows say, and which of them nobody needs any more."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Version

from meetings.models import PhotoFile
from meetings.photos import making

FOLDER: Final = "photos"
CHUNK: Final = 1024 * 1024
# A file is written before its row, so a new one may be somebody's upload that is under way.
STILL_COMING: Final = timedelta(days=1)


def damage(file: PhotoFile) -> str:
    """Return a sentence on what is wrong with the stored original or one of the sizes; empty where all is well.

    Reads the original from end to end.
    """
    try:
        intact = _digest(file.path("original", file.format)) == file.sha256
    except FileNotFoundError:
        return _("The original is not in the storage. Put it back from a backup, or replace the file.")
    if not intact:
        return _(
            "The stored original is not what was delivered. Put it back from a backup, or replace the file."
        )
    for each in file.renditions:
        if not default_storage.exists(file.path(each["size"], each["ext"])):
            return _("The size %(size)s is not in the storage. Make the sizes again.") % {
                "size": each["size"]
            }
    return ""


def sweep(*, older_than: timedelta = STILL_COMING) -> list[str]:
    """Delete the stored files to which neither a row nor a kept version leads; return their names.

    A version leads to the original and to all that was made of it: what is recovered finds its files.
    """
    needed = {path for file in PhotoFile.objects.all() for path in _paths(file)}
    kept = {str(version.field_dict.get("sha256")) for version in _deleted_files()}
    before = timezone.now() - older_than
    swept = []
    for path in list(_stored()):
        sha256 = path.split("/")[-2]
        if path in needed or sha256 in kept or default_storage.get_modified_time(path) > before:
            continue
        default_storage.delete(path)
        swept.append(path)
    return swept


def bring_back(photo_ids: Iterable[int]) -> None:
    """Store the rows of deleted files again whose photos were recovered, and have their sizes made."""
    wanted = set(photo_ids)
    for version in _deleted_files():
        if version.field_dict.get("photo_id") in wanted:
            version.revert()
            file = PhotoFile.objects.get(pk=version.object_id)
            PhotoFile.objects.filter(pk=file.pk).update(status=PhotoFile.Status.PENDING)
            if file.replaced_at is None:
                making.ask_for(file)


def _deleted_files() -> Any:
    return Version.objects.get_deleted(PhotoFile)


def _paths(file: PhotoFile) -> Iterator[str]:
    yield file.path("original", file.format)
    for each in file.renditions:
        yield file.path(each["size"], each["ext"])


def _stored(folder: str = FOLDER) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _stored(f"{folder}/{name}")


def _digest(path: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(path) as stored:
        for chunk in stored.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
