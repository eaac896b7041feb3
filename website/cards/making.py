"""Stored cards: drawn when requested, kept a month under the hash of their words."""

import logging
from datetime import timedelta
from threading import Lock
from typing import Any, Final

from django.core.files.base import ContentFile
from PIL import Image

from photos.files import integrity
from photos.files.renditions import FULL
from photos.models import PhotoFile
from publishing.stored_files import storage
from publishing.unavailable import StorageUnavailable
from website.cards.drawing import PHOTO, card
from website.cards.words import Words

FAILURES: Final = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
FOLDER: Final = "cards"
KEPT_FOR: Final = timedelta(days=30)
ONE_AT_A_TIME: Final = Lock()  # drawing takes a tenth of a second and the memory of a photo

logger = logging.getLogger("plenary.cards")


def stored_card(words: Words) -> str | None:
    """Return the card's storage name, drawn if needed; None if it cannot be drawn."""
    path = f"{FOLDER}/{words.digest[:2]}/{words.digest}.jpg"
    if storage.exists(path):
        return path
    with ONE_AT_A_TIME:
        if storage.exists(path):  # another request drew it during the wait for the lock
            return path
        try:
            return storage.save(path, ContentFile(card(words, _photo(words))))
        except StorageUnavailable:
            raise  # answered with 503
        except FAILURES as error:
            logger.warning("The card of %s in %s cannot be drawn: %s", words.public_id, words.language, error)
            return None


def sweep() -> list[str]:
    """Delete cards older than a month and return their names; they can be redrawn."""
    swept = [path for path in integrity.stored(FOLDER) if integrity.is_old(path, older_than=KEPT_FOR)]
    for path in swept:
        storage.delete(path)
    return swept


def _photo(words: Words) -> Image.Image | None:
    """Return the photo in its smallest image size that fills the place."""
    if words.photo is None:
        return None
    file = PhotoFile.objects.filter(sha256=words.photo.sha256, status=PhotoFile.Status.READY).first()
    if file is None:
        raise OSError("the sizes of the photo are not made")
    jpegs = [made for made in file.renditions if made["ext"] == "jpg" and made["size"] != FULL]
    large = [made for made in jpegs if made["width"] >= PHOTO[0] and made["height"] >= PHOTO[1]]
    made = min(large, key=_pixels) if large else max(jpegs, key=_pixels)
    with storage.open(file.path(made["size"], "jpg")) as stored, Image.open(stored) as picture:
        return picture.convert("RGB")


def _pixels(made: dict[str, Any]) -> int:
    return int(made["width"]) * int(made["height"])
