"""What other sites show of a page that somebody shares: Open Graph (ogp.me), and one picture."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import to_locale

from photos.files.renditions import FULL
from photos.models import Photo
from publishing.models import Office
from website.cards.words import Words

WIDE_ENOUGH: Final = 1280
WIDTH, HEIGHT = 1200, 630  # of a card
# Open Graph names a language with a country; where nothing else is said, the one after which it is called.
LOCALES: Final = {"en": "en_GB", "de": "de_DE"}


@dataclass(frozen=True)
class SharedImage:
    """A picture that stands for the page; `url` has no host."""

    url: str
    type: str
    width: int
    height: int
    alt: str
    is_large: bool = True


@dataclass(frozen=True)
class Shared:
    """What a page says of itself besides its title and description. `changed` is what readers are told of a change."""

    kind: str = "website"
    photo: Photo | None = None
    card: Words | None = None  # unsigned
    published: datetime | None = None
    changed: datetime | None = None


def image_of(shared: Shared, office: Office) -> SharedImage:
    """Return the card of the words that the page has now; where it cannot be set, the photo or the site's own sign."""
    card = shared.card.signed(office) if shared.card else None
    if card and card.can_be_set:
        address = reverse("card", args=[card.public_id, card.carries, "jpg"])
        return SharedImage(address, "image/jpeg", WIDTH, HEIGHT, card.alt)
    return picture_of(shared.photo) or _emblem(office.name)


def picture_of(photo: Any) -> SharedImage | None:
    """Return the widest JPEG of the photo that is not too wide; None without one."""
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
    """Return the site's own sign, for pages without a picture."""
    return SharedImage(static("img/icon-512.png"), "image/png", 512, 512, name, is_large=False)


def locale_of(language: str) -> str:
    """Return the name of a language in Open Graph."""
    locale = LOCALES.get(language) or to_locale(language)
    return locale if "_" in locale else f"{locale}_{locale.upper()}"
