"""Checks stored photo files against the database and deletes orphaned files."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from photos.files import rendition_tasks
from photos.files.rendition_tasks import FOLDER, ROWS_AT_A_TIME
from photos.models import BinnedFile, Photo, PhotoFile
from publishing import last_runs
from publishing.stored_files import sha256_of, storage
from publishing.unavailable import StorageUnavailable, reason

# A file is written before its row, so a new one may belong to an upload that is under way.
STILL_COMING: Final = timedelta(days=1)

logger = logging.getLogger("plenary.work")


class NoPhotoRows(Exception):
    """Raised if files are stored but no rows: they may belong to another site."""


def damage(file: PhotoFile) -> str:
    """Return a sentence on the first damage to the stored files, or "".

    Reads all of them from end to end. Raises StorageUnavailable.
    """
    try:
        intact = sha256_of(file.path("original", file.format)) == file.sha256
    except FileNotFoundError:
        return _("The original is not in the storage. Put it back from a backup, or replace the file.")
    except StorageUnavailable:
        raise
    except OSError as error:
        sentence = _("The original cannot be read (%(error)s). Put it back from a backup, or replace the file.")
        return sentence % {"error": reason(error)}
    if not intact:
        return _("The stored original differs from the delivered file. Put it back from a backup, or replace the file.")
    for each in file.renditions:
        if not _is_sound(file, each):
            sentence = _("The image size %(size)s is missing or damaged. Create the image sizes again.")
            return sentence % {"size": each["size"]}
    return ""


def check() -> Iterator[tuple[PhotoFile, str]]:
    """Yield each damaged file with its damage, which is stored; reads all files."""
    damaged = 0
    for file in PhotoFile.objects.select_related("photo").order_by("pk").iterator():
        problem = damage(file)
        PhotoFile.objects.filter(pk=file.pk).exclude(status=PhotoFile.Status.FAILED).update(problem=problem)
        if problem:
            damaged += 1
            yield file, problem
    last_runs.record(last_runs.Job.FILES, found=damaged)


def in_bin() -> list[BinnedFile]:
    """Return what the bin holds."""
    return list(BinnedFile.objects.defer("facts").order_by("binned_at"))


def empty_bin(files: Sequence[BinnedFile]) -> None:
    """Remove these files from the bin; delete those that nothing else needs.

    A file that was kept again since it came into the bin is another upload's, whose row may not be written yet.
    """
    binned = {file.sha256: file.binned_at for file in files}
    BinnedFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    photos, others = (kind.objects.filter(sha256__in=binned) for kind in (PhotoFile, BinnedFile))
    for used in (photos, others, photos):  # again: what was recovered meanwhile is in neither of the others
        for sha256 in used.values_list("sha256", flat=True):
            binned.pop(sha256, None)
    for sha256, binned_at in binned.items():
        for path in list(stored(f"{FOLDER}/{sha256[:2]}/{sha256}")):
            storage.take_away(path, not_since=binned_at)


def sweep(*, older_than: timedelta = STILL_COMING) -> list[str]:
    """Delete stored files that neither a row nor the bin needs; return their names.

    The bin needs the original and all that was made of it: what is recovered finds its files. Raises NoPhotoRows.
    """
    if not PhotoFile.objects.exists() and not BinnedFile.objects.exists() and next(stored(), None):
        raise NoPhotoRows("Photos are stored, but the database has none: no file was deleted. Check the database.")
    swept: list[str] = []
    for prefix in _folders(FOLDER):  # one by one, so that never all names are in memory
        try:
            unneeded = _unneeded(prefix)
            swept.extend(path for path in unneeded if storage.take_away(path, not_since=timezone.now() - older_than))
        except StorageUnavailable:
            raise
        except OSError as error:
            logger.warning("The rest of the folder %s/%s cannot be swept: %s", FOLDER, prefix, error)
    return swept


def put_into_bin(photos: QuerySet[Photo]) -> None:
    """Keep what there is of the files of photos that are about to be deleted."""
    files = PhotoFile.objects.filter(photo__in=photos)
    BinnedFile.objects.bulk_create(BinnedFile.of(file) for file in files)


def bring_back(photo_ids: Iterable[int]) -> None:
    """Store the file rows of recovered photos again, and have their sizes made."""
    wanted = set(photo_ids)
    binned = BinnedFile.objects.filter(photo_id__in=wanted)
    for each in binned:
        file = each.restored()
        file.save()
        rendition_tasks.register(file, [])
        if file.replaced_at is None:
            rendition_tasks.ask_for(file)
    binned.delete()


def _folders(folder: str) -> list[str]:
    try:
        return sorted(storage.listdir(folder)[0])
    except FileNotFoundError:
        return []


def _unneeded(prefix: str) -> list[str]:
    """Return the unneeded stored files whose original's hash begins with the prefix."""
    needed = _needed(prefix)
    kept = set(_beginning_with(prefix, BinnedFile.objects.all()).values_list("sha256", flat=True))
    needed |= _needed(prefix)  # again: what was recovered meanwhile is in neither of the others
    return [path for path in stored(f"{FOLDER}/{prefix}") if path not in needed and path.split("/")[-2] not in kept]


def _needed(prefix: str) -> set[str]:
    files = _beginning_with(prefix, PhotoFile.objects.defer("scan"))
    return {path for file in files.iterator(chunk_size=ROWS_AT_A_TIME) for path in _paths(file)}


def needed(using: str) -> Iterator[str]:
    """Yield the paths that a database's rows need; of the bin, only the originals."""
    for file in PhotoFile.objects.using(using).defer("scan").iterator(chunk_size=ROWS_AT_A_TIME):
        yield from _paths(file)
    for binned in BinnedFile.objects.using(using).iterator(chunk_size=ROWS_AT_A_TIME):
        file = binned.restored()
        yield file.path("original", file.format)


def _beginning_with[M: Model](prefix: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Return the rows whose hash begins with the prefix, by a range of the index."""
    return rows.filter(sha256__gte=prefix, sha256__lt=f"{prefix}g")  # g comes after all hexadecimal digits


def _paths(file: PhotoFile) -> Iterator[str]:
    yield file.path("original", file.format)
    for each in file.renditions:
        yield file.path(each["size"], each["ext"])


def is_old(path: str, *, older_than: timedelta = STILL_COMING) -> bool:
    """Whether the stored file is older than an upload that is still under way can be."""
    return bool(storage.get_modified_time(path) <= timezone.now() - older_than)


def stored(folder: str = FOLDER) -> Iterator[str]:
    """Yield the names of all files below the folder of the storage."""
    return (name for name, _length in storage.files_below(folder))


def _is_sound(file: PhotoFile, made: Mapping[str, Any]) -> bool:
    try:
        return sha256_of(file.path(made["size"], made["ext"])) == made["sha256"]
    except StorageUnavailable:
        raise
    except OSError:
        return False
