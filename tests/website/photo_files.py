"""Rows of files for the photos of the demonstration; only one file is stored."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.forms import model_to_dict

from photos.files.store import store_ready
from photos.models import Photo, PhotoFile
from tests import factories as make


def make_files_of_all_photos() -> None:
    """Store a file of the first photo; add rows with other hashes for the others."""
    photos: Sequence[Photo] = list(Photo.objects.all())
    first = store_ready(photos[0], ContentFile(make.jpeg(width=2400, height=1600), name="1.jpg"))
    facts = model_to_dict(first, exclude=("id", "photo", "sha256"))
    PhotoFile.objects.bulk_create(PhotoFile(photo=photo, sha256=_hash(photo), **facts) for photo in photos[1:])


def _hash(row: Any) -> str:
    return sha256(f"{row._meta.label} {row.pk}".encode()).hexdigest()
