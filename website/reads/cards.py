"""The words of cards at a moment."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import override

from meetings.models import Meeting, StatementEdition
from photos.models import Gallery, Photo
from publishing.languages import LANGUAGES
from publishing.models.office import office
from publishing.public_ids import model_of
from website.cards.words import Words, of_gallery, of_meeting, of_statement
from website.reads.covers import set_covers
from website.reads.galleries import with_surroundings
from website.reads.meetings import meetings
from website.reads.photos import pictures_of


def words_of(public_id: str, at: datetime) -> list[Words]:
    """Return the words of an object's cards, one per language; empty if not public."""
    reading = {Meeting: _of_meeting, Gallery: _of_gallery, StatementEdition: _of_edition}
    model: Any = model_of(public_id)
    if model not in reading:
        return []
    publisher = office()
    return [words.signed(publisher) for words in reading[model](public_id, at)]


def words_known_by(digest: str, public_id: str, at: datetime) -> Words | None:
    """Return the words with this hash, if one of the object's cards has them now."""
    return next((words for words in words_of(public_id, at) if words.digest == digest), None)


def _of_meeting(public_id: str, at: datetime) -> Iterable[Words]:
    meeting = meetings(at).filter(public_id=public_id).first()
    if meeting is None:
        return
    photo, _strips = pictures_of(meeting, at)
    for _language in _languages():
        yield of_meeting(meeting, photo)


def _of_gallery(public_id: str, at: datetime) -> Iterable[Words]:
    gallery = with_surroundings(at).filter(public_id=public_id).one()
    if gallery is None:
        return
    photo = Photo.objects.public(at).with_file().filter(gallery=gallery).first()
    for _language in _languages():
        yield of_gallery(gallery, photo)


def _of_edition(public_id: str, at: datetime) -> Iterable[Words]:
    about = Prefetch("document__meetings", Meeting.objects.public(at), "public_meetings")
    texts = StatementEdition.objects.public(at).defer("body").filter(public_id=public_id)
    text = texts.select_related("document").prefetch_related(about).first()
    if text:
        set_covers(text.document.public_meetings, at)
    words = of_statement(text, text.document.public_meetings) if text else None
    if words:
        yield words


def _languages() -> Iterator[str]:
    """Yield each language of the site, activated."""
    for code in LANGUAGES:
        with override(code):
            yield code
