"""The words of a card, built from the rows of its page."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.models import Meeting
from meetings.times import days_in_words
from photos.models import Gallery, Photo
from publishing.languages import LANGUAGES, reader_language
from publishing.models import Edition, Office
from website.cards.type import has_letters

DESIGN: Final = 1  # increase it to have all cards drawn again
LETTERS_OF_HASH: Final = 16


@dataclass(frozen=True)
class CardPhoto:
    """The photo on a card: the hash of its file, its credit line and its focal point."""

    sha256: str
    credit: str
    focus_x: int | None = None
    focus_y: int | None = None

    @classmethod
    def of(cls, photo: Photo | None) -> Self | None:
        if photo is None or photo.file is None:
            return None
        return cls(photo.file.sha256, photo.credit, photo.focus_x, photo.focus_y)


@dataclass(frozen=True)
class Words:
    """The words of a card. `signed` adds the wordmark of the press office."""

    public_id: str
    language: str
    kicker: str
    title: str
    line: str
    photo: CardPhoto | None
    wordmark: str = ""

    def signed(self, office: Office) -> "Words":
        with override(self.language):
            return replace(self, wordmark=office.wordmark)

    @property
    def digest(self) -> str:
        """The hash of the words, part of the card's address."""
        text = json.dumps([DESIGN, asdict(self)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:LETTERS_OF_HASH]

    @property
    def can_be_set(self) -> bool:
        """Return whether the typeface of cards has every letter."""
        credit = self.photo.credit if self.photo else ""
        return has_letters(f"{self.kicker}{self.title}{self.line}{self.wordmark}{credit}")

    @property
    def alt(self) -> str:
        """The alternative text of the card."""
        return f"{self.title} ({self.line})" if self.line else self.title


def of_meeting(meeting: Meeting, photo: Photo | None) -> Words:
    """Return the words in the active language, with the meeting's lead photo."""
    line = _joined(days_in_words(meeting.starts_on, meeting.ends_on), meeting.city)
    kicker = meeting.level_name
    return Words(meeting.public_id, reader_language(), kicker, meeting.title, line, CardPhoto.of(photo))


def of_gallery(gallery: Gallery, photo: Photo | None) -> Words:
    """Return the words in the active language, with the gallery's first photo."""
    meeting = gallery.public_meeting
    line = _joined(days_in_words(meeting.starts_on, meeting.ends_on), meeting.city) if meeting else ""
    return Words(gallery.public_id, reader_language(), _("Photos"), gallery.title, line, CardPhoto.of(photo))


def of_statement(text: Edition, meetings: list[Any]) -> Words | None:
    """Return the words of an edition in its language, with its meeting's lead photo.

    None if that is not a language of the site.
    """
    if text.language not in LANGUAGES:
        return None
    document = text.document
    cover = next((meeting.cover for meeting in meetings if meeting.cover), None)
    with override(text.language):
        line = date_format(document.issued_on, "DATE_FORMAT") if document.issued_on else ""
        kicker = document.kind_name
    photo = CardPhoto(**cover) if cover else None
    return Words(text.public_id, text.language, kicker, text.title, line, photo)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
