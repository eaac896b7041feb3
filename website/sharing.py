"""Sharing metadata of pages: Open Graph (ogp.me) and one image."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any, Final

from django.templatetags.static import static
from django.utils.translation import to_locale

from photos.files.renditions import FULL
from photos.models import Photo
from publishing.addresses import path_of
from publishing.models import Office
from website.cards.words import Words

LONGEST_TITLE: Final = 70  # characters; search engines show about 60
CUT: Final = " …"
WIDE_ENOUGH: Final = 1280
WIDTH, HEIGHT = 1200, 630  # of a card
# Open Graph's locales have a country; by default the one that gave the language its name.
LOCALES: Final = {"en": "en_GB", "de": "de_DE"}


@dataclass(frozen=True)
class SharedImage:
    """The image of a shared page. `url` is without host."""

    url: str
    type: str
    width: int
    height: int
    alt: str
    is_large: bool = True


@dataclass(frozen=True)
class Shared:
    """The metadata of a page for sharing; `changed` is its last public change."""

    kind: str = "website"
    photo: Photo | None = None
    card: Words | None = None  # unsigned
    published: datetime | None = None
    changed: datetime | None = None


def short_title(title: str, page: str, section: str, office: str) -> str:
    """Return the title of a page, cut to fit tabs and search results.

    The page of a list is always named; the section and the office where they fit. A longer title ends at a word.
    """
    for further in ((section, office), (office,), ()):
        whole = " · ".join(filter(None, (title, page, *further)))
        if len(whole) <= LONGEST_TITLE:
            return whole
    rest = f" · {page}" if page else ""
    room = LONGEST_TITLE - len(rest)
    words = shorten(title, room, placeholder=CUT)
    return (words if words != CUT.strip() else f"{title[: room - 1]}…") + rest  # of a single word too long


def image_of(shared: Shared, office: Office) -> SharedImage:
    """Return the page's card, or if it cannot be set the photo or the site's emblem."""
    card = shared.card.signed(office) if shared.card else None
    if card and card.can_be_set:
        address = path_of("card", card.public_id, card.digest, "jpg")
        return SharedImage(address, "image/jpeg", WIDTH, HEIGHT, card.alt)
    return picture_of(shared.photo) or _emblem(office.name)


def picture_of(photo: Any) -> SharedImage | None:
    """Return the widest JPEG of the photo within the limit. None without one."""
    file = photo.file if photo else None
    if file is None:
        return None
    jpegs = [made for made in file.renditions if made["ext"] == "jpg" and made["size"] != FULL]
    wide = [made for made in jpegs if made["width"] <= WIDE_ENOUGH] or jpegs
    if not wide:
        return None
    made = max(wide, key=lambda each: int(each["width"]))
    address = file.address(made["size"], "jpg")
    return SharedImage(address, "image/jpeg", made["width"], made["height"], photo.alt)


def _emblem(name: str) -> SharedImage:
    """Return the site's emblem, for pages without an image."""
    return SharedImage(static("img/icon-512.png"), "image/png", 512, 512, name, is_large=False)


def locale_of(language: str) -> str:
    """Return the Open Graph locale of a language."""
    locale = LOCALES.get(language) or to_locale(language)
    return locale if "_" in locale else f"{locale}_{locale.upper()}"
