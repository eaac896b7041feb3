"""Addresses of files, and the names under which readers keep them."""

import unicodedata
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from django.urls import reverse
from django.utils.text import slugify

from publishing.models import Edition

# Letters that do not come apart into a plain one and a mark.
PLAIN: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae"}
)


def pdf_url(edition: Edition) -> str:
    """Return the public address of an edition's PDF; empty where it has none."""
    if not edition.pdf.name:
        return ""
    return reverse("edition-pdf", args=[edition.public_id, PurePosixPath(edition.pdf.name).stem[:16]])


def photo_name(
    *, day: date | None, place: str, subject: str, rank: int, total: int, photographer: str, ext: str
) -> str:
    """Return the name under which a photo is kept, made of what it is, in ASCII, such as
    2011-04-15_berlin_nato-russia-council_07_trutschel.jpg. What is not known is left out.
    """
    surname = photographer.rsplit(maxsplit=1)[-1] if photographer.split() else ""
    number = str(rank).zfill(max(2, len(str(total))))
    parts = [
        day.isoformat() if day else "",
        ascii_slug(place),
        ascii_slug(subject),
        number,
        ascii_slug(surname),
    ]
    return f"{'_'.join(part for part in parts if part)}.{ext}"


def ascii_slug(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and hyphens."""
    return slugify(unicodedata.normalize("NFKD", text.translate(PLAIN)))
