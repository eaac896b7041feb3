"""Creates the image sizes of a file: the first in the request, others as a task."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet
from django.tasks import TaskResultStatus, default_task_backend, task
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from PIL import Image

from photos.files import renditions
from photos.files.pictures import DAMAGED, Picture
from photos.files.renditions import Rendition
from photos.files.turns import SECONDS_OF_THE_WORKER, turn
from photos.formats import embedding, jpeg
from photos.metadata import page_words
from photos.models import Photo, PhotoFile, PictureDigest
from publishing.claims import claim
from publishing.stored_files import storage
from publishing.unavailable import StorageUnavailable, reason

TRIES: Final = 3  # of a task, until it is given up
UNTIL_NEXT_TRY: Final = timedelta(minutes=1)  # of a storage that does not answer
SECONDS_OF_A_READER: Final = 2  # that a request for a picture waits while its sizes are being made
FOLDER: Final = "photos"
ROWS_AT_A_TIME: Final = 100  # a row with its sizes is large, and a site may have tens of thousands
# Raised for a picture that cannot be decoded, or by a disk.
FAILURES: Final = (*DAMAGED, MemoryError, Image.DecompressionBombError)

logger = logging.getLogger("plenary.work")


def make_first(file: PhotoFile, picture: Picture) -> list[Rendition]:
    """Make the smallest JPEG of a new file, whose row is not stored yet."""
    return _make(file, renditions.first(picture, _packet(file)))


def make_all(file: PhotoFile, picture: Picture) -> list[Rendition]:
    """Make every size for the row, which the caller stores; raises one of FAILURES."""
    made = _make(file, renditions.every(picture, _packet(file)))
    if picture.format == PhotoFile.Format.JPEG:  # what is known of the files may have grown since they came
        file.scan = jpeg.scan(picture.content).as_row()
    file.status, file.problem = PhotoFile.Status.READY, ""
    return made


def register(file: PhotoFile, made: Iterable[Rendition]) -> None:
    """Store the hashes by which copies of the file and its sizes are recognised."""
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
    """Let the worker create every size again. The present sizes are shown until then."""
    if file.status == PhotoFile.Status.FAILED:
        PhotoFile.objects.filter(pk=file.pk).update(status=PhotoFile.Status.PENDING, problem="")
    ask_for(file)


def refresh(photos: Iterable[Photo]) -> None:
    """Ask for new sizes of photos whose credit, photographer or copyright changed."""
    for photo in photos:
        file = photo.files.filter(replaced_at=None).first()
        if file and is_outdated(file):
            ask_for(file)


def is_outdated(file: PhotoFile) -> bool:
    """Whether the sizes carry other words than the photo has now."""
    return file.carries != embedding.page_fingerprint(page_words(file.photo))


def ask_for_unmade() -> int:
    """Enqueue the files whose sizes are unmade or outdated; return their number."""
    queued, ended = _in_the_queue(), _given_up()
    current = PhotoFile.objects.filter(replaced_at=None).select_related("photo").defer("scan")
    waiting = []
    found: Any = current.order_by("sha256", "pk").iterator(chunk_size=ROWS_AT_A_TIME)
    with closing(found) as rows:  # also where the storage does not answer
        for prefix, files in groupby(rows, lambda file: file.sha256[:2]):
            lengths = _lengths(f"{FOLDER}/{prefix}")
            waiting += [file.pk for file in files if file.pk not in queued and lacks_something(file, lengths)]
    for pk in sorted(waiting):
        if pk in ended:
            _give_up(pk)
        else:
            make_sizes.enqueue(pk)
    return len(waiting)


def lacks_something(file: PhotoFile, lengths: Mapping[str, int] | None = None) -> bool:
    """Return whether a size is unmade, not in the storage, or has outdated words.

    `lengths` are those of the stored files, if they are known.
    """
    if file.status != PhotoFile.Status.READY or file.problem or is_outdated(file):
        return True
    if lengths is None:
        lengths = _lengths(f"{FOLDER}/{file.sha256[:2]}/{file.sha256}")
    return any(lengths.get(file.path(each["size"], each["ext"])) != each["bytes"] for each in file.renditions)


def _lengths(folder: str) -> dict[str, int]:
    """Return the lengths of the files in the folder; none if it cannot be read.

    Making the sizes tells then, at each photo, what is wrong. A bucket lists a thousand files as fast as it tells of
    one.
    """
    try:
        return dict(storage.files_below(folder))
    except StorageUnavailable:
        raise
    except OSError:
        return {}


def _in_the_queue() -> set[int]:
    waiting = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return {result.args_kwargs["args"][0] for result in _results().filter(status__in=waiting)}


def _given_up() -> set[int]:
    """Return the ids of files whose sizes ended the worker without an exception."""
    failed = _results().filter(status=TaskResultStatus.FAILED, exception_class_path="")
    return {result.args_kwargs["args"][0] for result in failed if len(result.worker_ids) >= TRIES}


def _results() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(task_path=make_sizes.module_path)


def _give_up(file_id: int) -> None:
    sentence = _("Creating the image sizes stopped the worker %(tries)s times. Export the file again and replace it.")
    rows = PhotoFile.objects.filter(pk=file_id)
    rows.update(problem=sentence % {"tries": TRIES})
    rows.exclude(status=PhotoFile.Status.READY).update(status=PhotoFile.Status.FAILED)


@task()
def make_sizes(file_id: int) -> None:
    """Make the sizes of a file, if it exists; later, if the storage is unavailable."""
    file = PhotoFile.objects.filter(pk=file_id).select_related("photo").first()
    if file:
        try:
            make_now(file)
        except StorageUnavailable as error:
            if not default_task_backend.supports_defer:
                raise
            logger.warning("The sizes of %s are made later. %s", file.photo.public_id, error)
            make_sizes.using(run_after=timezone.now() + UNTIL_NEXT_TRY).enqueue(file_id)


def make_now(file: PhotoFile) -> None:
    """Create every size from the original; record the result or failure in the row.

    Only one process at a time makes the sizes of a file: what it has made meanwhile is not made again.
    """
    with claim(f"sizes-{file.pk}", seconds=SECONDS_OF_THE_WORKER) as waited:
        if waited:
            file = PhotoFile.objects.select_related("photo").get(pk=file.pk)
        if not waited or lacks_something(file):
            _make_now(file)


def read_again(file: PhotoFile) -> None:
    """Read the sizes of the file again once no process makes them; raises Waited."""
    with claim(f"sizes-{file.pk}", seconds=SECONDS_OF_A_READER):
        file.refresh_from_db(using=DEFAULT_DB_ALIAS, fields=["renditions", "carries"])


def _make_now(file: PhotoFile) -> None:
    try:
        picture = _stored(file)
        with turn(picture.content, seconds=SECONDS_OF_THE_WORKER):
            made = make_all(file, picture)
    except StorageUnavailable:
        raise
    except FAILURES as error:
        _fail(file, error)
        return
    with transaction.atomic():
        changed = {"renditions": file.renditions, "scan": file.scan, "carries": file.carries}
        PhotoFile.objects.filter(pk=file.pk).update(status=file.status, problem="", **changed)
        register(file, made)


class NotAsDelivered(OSError):
    """The bytes of a stored original differ from those that were uploaded."""


def _stored(file: PhotoFile) -> Picture:
    with storage.open(file.path("original", file.format)) as original:
        content = original.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise NotAsDelivered
    return Picture(content, PhotoFile.Format(file.format), file.width, file.height)


def _fail(file: PhotoFile, error: BaseException) -> None:
    """A file that was ready stays so: its earlier sizes are still there."""
    sentence = _("The image sizes could not be created (%(error)s). Replace the file, or try again.")
    if isinstance(error, FileNotFoundError):
        sentence = _("The original is not in the storage. Put it back from a backup, or replace the file.")
    if isinstance(error, NotAsDelivered):
        sentence = _(
            "The stored original differs from the delivered file. Put it back from a backup, or replace the file."
        )
    rows = PhotoFile.objects.filter(pk=file.pk)
    rows.update(problem=sentence % {"error": reason(error)})
    rows.exclude(status=PhotoFile.Status.READY).update(status=PhotoFile.Status.FAILED)


def _packet(file: PhotoFile) -> bytes:
    return embedding.packet_for_pages(page_words(file.photo))


def _make(file: PhotoFile, made: list[Rendition]) -> list[Rendition]:
    file.carries = embedding.page_fingerprint(page_words(file.photo))
    file.renditions = [each.as_row() for each in made]
    for each in made:
        storage.keep(file.path(each.size, each.ext), each.content)
    return made
