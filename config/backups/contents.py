"""The stored files that belong in a backup: all but those made again when needed."""

import re
from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db.models import FileField, Model, QuerySet

from photos.files import integrity
from publishing.stored_files import ASIDE, OnError, refuse, storage
from website.cards.making import FOLDER as CARDS

LEFT_OUT: Final = (f"{CARDS}/",)
# Names that hold the hash of the content, so that it need not be read to know what it is.
CONTENT_ADDRESS: Final = re.compile(
    r"photos/[0-9a-f]{2}/(?P<original>[0-9a-f]{64})/original\.\w+|editions/\w+/(?P<pdf>[0-9a-f]{64})\.pdf"
)


def stored_files(on_error: OnError = refuse) -> Iterator[tuple[str, int]]:
    """Yield name and length in bytes of each stored file that belongs in a backup."""
    for name, length in storage.files_below("", on_error):
        if not name.startswith(LEFT_OUT) and not name.endswith(ASIDE):
            yield name, length


def needed_files(using: str) -> set[str]:
    """Return the names of the files that the rows of the database name."""
    needed = set(integrity.needed(using))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows: QuerySet[Model] = QuerySet(model).using(using).exclude(**{field.name: ""})
                needed.update(rows.values_list(field.name, flat=True))
    return needed - {None}


def hash_in_name(name: str) -> str:
    """Return the hash that the name holds; empty if it holds none."""
    found = CONTENT_ADDRESS.fullmatch(name)
    return (found["original"] or found["pdf"]) if found else ""
