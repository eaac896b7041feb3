"""Removes the demonstration and all that is stored about it but the audit log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import router, transaction
from django.db.models import Model
from reversion.models import Revision, Version

from demonstration.content import Key, plain
from demonstration.survey import Survey, of_the_fixture
from photos.files import integrity
from photos.files.rendition_tasks import FOLDER
from photos.models import BinnedFile, Photo, PhotoFile, PictureDigest
from publishing import last_runs
from publishing.kinds import kinds
from publishing.last_runs import Job
from publishing.models import AuditLogEntry, audit_log
from publishing.models.audit_log import Action
from publishing.stored_files import storage
from website.cards import making as cards
from website.models import Entry, KnownWord
from website.search import index, vocabulary

IN_THE_END: Final = datetime(9999, 1, 1, tzinfo=UTC)  # later than the time of any file


def remove(found: Survey, stays: set[Key]) -> int:
    """Remove what goes, without rows that stay; return the number of deleted files.

    The rows have been public, which no queryset of the kinds deletes, so they are deleted past these. The files follow
    when the rows are gone.
    """
    going = {key: row for key, row in found.going.items() if key not in stays}
    photos = [pk for model, pk in going if model is Photo]
    hashes = {*PhotoFile.objects.filter(photo__in=photos).values_list("sha256", flat=True)}
    hashes |= {*BinnedFile.objects.filter(photo_id__in=_deleted_photos(found)).values_list("sha256", flat=True)}
    with transaction.atomic():
        _remove_what_follows(going, found, stays)
        _remove_rows(going)
        _write_index()
        User.objects.filter(pk__in=[account.pk for account in found.accounts]).delete()
        audit_log.record(Action.DELETE, by=None, by_name="./run manage", reason="demonstration --remove")
        last_runs.record(Job.REMOVAL)
    return _delete_files(hashes)


def _deleted_photos(found: Survey) -> list[Any]:
    """Return the keys of photos that editors deleted: their files are in the bin."""
    return [pk for model, pk in of_the_fixture() if model is Photo and (model, pk) not in found.going]


def _remove_what_follows(going: dict[Key, Model], found: Survey, stays: set[Key]) -> None:
    """Remove what is stored about the rows: withdrawals, links, addresses, revisions."""
    public_ids = [row.public_id for row in going.values() if hasattr(row, "public_id")]
    for model in apps.get_models():
        columns = {each.name for each in model._meta.concrete_fields}
        if "public_id" in columns and model not in kinds() and model not in (AuditLogEntry, Entry):
            _delete(model, "public_id", public_ids)
    files = [
        *PhotoFile.objects.filter(photo__in=[pk for model, pk in going if model is Photo]).values_list("pk", flat=True)
    ]
    _delete(PictureDigest, "file_id", files)
    _delete(PhotoFile, "pk", files)
    _delete(BinnedFile, "photo_id", _deleted_photos(found))
    for model, keys in _by_model(key for key in of_the_fixture() if key not in stays).items():
        content_type = ContentType.objects.get_for_model(model)
        versions = Version.objects.filter(content_type=content_type, object_id__in=[str(key) for key in keys])
        revisions = [*versions.values_list("revision", flat=True)]
        versions.delete()
        Revision.objects.filter(pk__in=revisions, version=None).delete()


def _remove_rows(going: dict[Key, Model]) -> None:
    """Remove the rows and their joins; relations are checked when all is done."""
    for model, keys in _by_model(going).items():
        for each in model._meta.many_to_many:
            joins: Any = each.remote_field.through
            _delete(joins, f"{each.m2m_field_name()}_id", keys)
    for model, keys in _by_model(going).items():
        _delete(model, "pk", keys)


def _write_index() -> None:
    """Write index and words again: entries of kept rows may name removed ones."""
    index.write_all()
    KnownWord.objects.all().delete()
    vocabulary.learn(Entry.objects.iterator())


def _delete(model: type[Model], column: str, values: list[Any]) -> None:
    rows = plain(model).filter(**{f"{column}__in": values})
    rows._raw_delete(router.db_for_write(model))  # noqa: SLF001  # without cascades


def _by_model(keys: Iterable[Key]) -> dict[type[Model], list[Any]]:
    found: dict[type[Model], list[Any]] = defaultdict(list)
    for model, pk in keys:
        found[model].append(pk)
    return found


def _delete_files(hashes: set[str]) -> int:
    """Delete files of pictures that no other photo has, and all images for sharing."""
    used = {*PhotoFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)}
    used |= {*BinnedFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)}
    paths = [path for sha256 in sorted(hashes - used) for path in integrity.stored(f"{FOLDER}/{sha256[:2]}/{sha256}")]
    paths += integrity.stored(cards.FOLDER)
    return sum(storage.take_away(path, not_since=IN_THE_END) for path in paths)
