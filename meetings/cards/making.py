"""Making cards: when a thing is approved, and when something changes that stands on its card.

A card is made before it is needed: as the thing is now, and as it will be when what is scheduled around it has become
public, so that nothing has to run when an embargo ends. Which of them is shown the words of the moment decide.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from PIL import Image

from meetings.cards.drawing import PHOTO, card
from meetings.cards.words import Words
from meetings.models import Card, Gallery, Meeting, Photo, PhotoFile, Statement, StatementEdition
from meetings.photos import keeping
from meetings.photos.renditions import FULL
from meetings.reads.cards import KINDS, words_of
from publishing import clock
from publishing.checks import END_OF_TIME
from publishing.moments import Moment
from publishing.public_ids import model_of
from publishing.states import State

FAILURES: Final = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
FOLDER: Final = "cards"
CONCERNED: Final = (Meeting, Gallery, Photo, Statement, StatementEdition)

logger = logging.getLogger("plenary.cards")


def ask_for(public_id: str) -> None:
    """Once what was changed is stored, let the worker make the cards on which the thing stands."""
    if model_of(public_id) in CONCERNED:
        transaction.on_commit(partial(make_cards.enqueue, public_id))


def ask_for_all() -> None:
    """Let the worker look through all cards: after a change of what stands on each, or an interruption."""
    transaction.on_commit(partial(make_cards.enqueue, ""))


@task()
def make_cards(public_id: str) -> None:
    """Make the cards that the thing stands on; of everything, where no thing is named."""
    make_now([public_id] if public_id else None)


def make_now(changed: Iterable[str] | None = None) -> int:
    """Make what is missing and delete what no longer holds, of all that stand on the changed things' cards."""
    upcoming = _upcoming()
    ids = (
        everything()
        if changed is None
        else {each for public_id in changed for each in standing_on(public_id)}
    )
    return sum(_make(public_id, upcoming) for public_id in sorted(ids))


def sweep() -> list[str]:
    """Delete stored cards without a row that are a day old, which an interruption has left; return their names."""
    needed = {card.path for card in Card.objects.all()}
    swept = [path for path in keeping.stored(FOLDER) if path not in needed and keeping.is_old(path)]
    for path in swept:
        default_storage.delete(path)
    return swept


def everything() -> set[str]:
    return {public_id for kind in KINDS for public_id in _ids(kind, Q(state=State.APPROVED))} | set(
        Card.objects.values_list("public_id", flat=True)
    )


def standing_on(public_id: str) -> set[str]:
    """Return the ids of the things on whose cards something of the changed one may stand."""
    own, model = {public_id}, model_of(public_id)
    if model is StatementEdition:
        return own
    if model is Statement:
        return _ids(StatementEdition, Q(document__public_id=public_id))
    meetings = {
        Meeting: Q(public_id=public_id),
        Gallery: Q(galleries__public_id=public_id) | Q(lead_photo__gallery__public_id=public_id),
        Photo: Q(galleries__photos__public_id=public_id) | Q(lead_photo__public_id=public_id),
    }
    if model not in meetings:
        return set()
    found = _ids(Meeting, meetings[model])
    galleries = {
        Meeting: Q(meeting__public_id=public_id),
        Gallery: Q(public_id=public_id),
        Photo: Q(photos__public_id=public_id),
    }
    texts = _ids(StatementEdition, Q(document__meetings__public_id__in=found))
    return found | texts | _ids(Gallery, galleries[model])


def _ids(model: Any, which: Q) -> set[str]:
    return set(model.objects.filter(which).values_list("public_id", flat=True))


def _upcoming() -> list[datetime]:
    """Return the moments from now on at which another photo may become public: those of what photos belong to, too."""
    now = clock.now()
    scheduled: set[datetime] = set()
    models: tuple[Any, ...] = (Meeting, Gallery, Photo)
    for model in models:
        scheduled |= set(model.objects.filter(publish_at__gt=now).values_list("publish_at", flat=True))
    return [now, *sorted(scheduled), END_OF_TIME]


def _make(public_id: str, upcoming: Iterable[datetime]) -> int:
    """Make the cards of one thing, if it is approved; return how many were missing."""
    model: Any = model_of(public_id)
    approved = model.objects.filter(public_id=public_id, state=State.APPROVED).exists()
    moments = [Moment.opening([public_id], at) for at in upcoming] if approved else []
    wanted = {words.carries: words for at in moments for words in words_of(public_id, at)}
    made = set(Card.objects.filter(public_id=public_id).values_list("carries", flat=True))
    for old in Card.objects.filter(public_id=public_id).exclude(carries__in=wanted):
        old.delete()
        default_storage.delete(old.path)
    return sum(_draw(words) for carries, words in wanted.items() if carries not in made)


def _draw(words: Words) -> bool:
    """Draw a card and store it; one that cannot be drawn is gone without, and the page shows the photo itself."""
    new = Card(public_id=words.public_id, carries=words.carries)
    try:
        content = card(words, _photo(words))
        if not default_storage.exists(new.path):
            default_storage.save(new.path, ContentFile(content))
    except FAILURES as error:
        logger.warning("The card of %s in %s could not be made: %s", words.public_id, words.language, error)
        return False
    Card.objects.get_or_create(carries=new.carries, defaults={"public_id": new.public_id})
    return True


def _photo(words: Words) -> Image.Image | None:
    """Return the photo in the smallest of its sizes that fills its place."""
    if words.photo is None:
        return None
    file = PhotoFile.objects.filter(sha256=words.photo.sha256, status=PhotoFile.Status.READY).first()
    if file is None:
        raise OSError("the sizes of the photo are not made")
    jpegs = [made for made in file.renditions if made["ext"] == "jpg" and made["size"] != FULL]
    large = [made for made in jpegs if made["width"] >= PHOTO[0] and made["height"] >= PHOTO[1]]
    made = min(large, key=_pixels) if large else max(jpegs, key=_pixels)
    with default_storage.open(file.path(made["size"], "jpg")) as stored, Image.open(stored) as picture:
        return picture.convert("RGB")


def _pixels(made: dict[str, Any]) -> int:
    return int(made["width"]) * int(made["height"])
