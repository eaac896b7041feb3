"""The rows of the demonstration, in the fixture and as they are stored."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db.models import Field, Model, QuerySet

from photos.models import Photo, PhotoFile
from publishing.languages import translated_fields
from publishing.windows import NOT_OF_FORMS

HERE: Final = Path(__file__).parent
FIXTURE: Final = HERE / "fixtures" / "berlin_2011.json"
PICTURES: Final = HERE / "pictures"

type Key = tuple[type[Model], Any]  # of a row: its model and its primary key


@cache
def fixture() -> dict[Key, DeserializedObject]:
    """Return the fixture's rows by key, deserialized and not stored."""
    rows = serializers.deserialize("json", FIXTURE.read_text())
    return {(type(each.object), each.object.pk): each for each in rows}


def stored_rows() -> dict[Key, Model]:
    """Return the stored rows of the demonstration, without others of the same key."""
    found: dict[Key, Model] = {}
    for model in {model for model, _pk in fixture()}:
        keys = [pk for kind, pk in fixture() if kind is model]
        for row in plain(model).filter(pk__in=keys):
            if getattr(row, "public_id", "") == getattr(fixture()[model, row.pk].object, "public_id", ""):
                found[model, row.pk] = row
    return found


def changed_fields(row: Model) -> list[str]:
    """Return the fields that differ from the fixture, and “files” for other pictures."""
    original = fixture()[type(row), row.pk]
    columns = {*translated_fields(type(row))}  # of these, the columns of each language are compared
    fields = [field for field in row._meta.concrete_fields if _is_compared(field) and field.name not in columns]
    found = [field.name for field in fields if field.value_from_object(row) != _value(field, original.object)]
    for name, related in (original.m2m_data or {}).items():
        joined = {getattr(each, "pk", each) for each in related}
        if {each.pk for each in getattr(row, name).all()} != joined:
            found.append(name)
    if isinstance(row, Photo) and _has_other_pictures(row):
        found.append("files")
    return found


def plain[M: Model](model: type[M]) -> QuerySet[M]:
    """Return all rows of the model, without what its own queryset does on writing."""
    return QuerySet(model)


def _is_compared(field: Field) -> bool:
    """Whether editors change the column; windows and times of writing follow others."""
    return not field.primary_key and field.name not in NOT_OF_FORMS and not getattr(field, "auto_now_add", False)


def _value(field: Field, row: Model) -> Any:
    return field.to_python(field.value_from_object(row))


def _has_other_pictures(photo: Photo) -> bool:
    files = PhotoFile.objects.filter(photo=photo).values_list("sha256", flat=True)
    return bool({*files} - pictures())


@cache
def pictures() -> frozenset[str]:
    """Return the hashes of the pictures of the demonstration."""
    return frozenset(_hashes())


def _hashes() -> Iterator[str]:
    for path in PICTURES.glob("*.jpg"):
        yield hashlib.sha256(path.read_bytes()).hexdigest()
