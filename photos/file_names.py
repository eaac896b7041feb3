"""The file names of downloaded photos."""

import re
import unicodedata
from typing import Final

from django.utils.text import slugify

from photos.models import Gallery, Photo

# Letters that do not come apart into a plain one and a mark. Others are left out, so the list stays as it is: photos
# were handed out under these names. People have a longer one (partners/new_people.py).
PLAIN: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae"}
)
CREDIT_PARTS: Final = re.compile(r"[,/|;]| – | - ")
WEB_ENDING: Final = re.compile(r"\.[a-z]{2,4}$", re.IGNORECASE)


def photo_name(photo: Photo, gallery: Gallery, *, number: int, total: int, size: str = "") -> str:
    """Return the name of a download in ASCII, made of public facts of the photo.

    An example is 2011-04-15_berlin_nato-russia-council_07_photothek.jpg. Unknown facts are left out; `size` names a
    smaller one.
    """
    meeting, session = gallery.public_meeting, photo.public_session
    day = photo.taken_on or (meeting.starts_on if meeting else None)
    parts = [
        day.isoformat() if day else "",
        ascii_slug(meeting.city) if meeting else "",
        session.slug if session else gallery.slug,
        str(number).zfill(max(2, len(str(total)))),
        agency(photo),
        "" if size == "original" else size,
    ]
    return f"{'_'.join(part for part in parts if part)}.jpg"


def agency(photo: Photo) -> str:
    """Return a slug of the photo's distributor, else of the photographer's surname.

    "Thomas Trutschel, Photothek.net/AA" is "photothek".
    """
    for part in CREDIT_PARTS.split(photo.credit):
        name = part.replace("©", "").strip()
        if name and name.casefold() != photo.photographer.strip().casefold():
            return ascii_slug(WEB_ENDING.sub("", name))
    words = photo.photographer.split()
    return ascii_slug(words[-1]) if words else ""


def ascii_slug(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and hyphens."""
    return slugify(unicodedata.normalize("NFKD", text.translate(PLAIN)))
