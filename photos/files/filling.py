"""Fills the metadata of a delivered file into empty fields of its photo's row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname

from meetings.models import Meeting, Session
from meetings.times import moment
from photos.formats import lists
from photos.formats.metadata import UNKNOWN, Metadata
from photos.models import Photo
from publishing.languages import LANGUAGES

TEXTS: Final = ("caption", "headline", "alt", "place", "city", "country")
SINGLE: Final = ("credit", "photographer", "copyright", "taken_on", "taken_at", "taken_offset")
GRACE: Final = timedelta(minutes=30)  # before a session and after it: arrivals, the family photo


@dataclass
class Filled:
    """The labels of the fields that a file filled, and of those that had to be cut.

    `foreign` names the texts in languages that the site lacks. The internal note holds these, and what was cut in full.
    """

    fields: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    session: Session | None = None


def fill(photo: Photo, words: Metadata, *, language: str) -> Filled:
    """Write the words into empty fields; texts of no language are in `language`.

    People are written as they are named, and proposed as links (people.py). The session is found by the time taken.
    Saves nothing.
    """
    filled = Filled()
    for name in TEXTS:
        for tag, text in getattr(words, name).items():
            if tag == UNKNOWN or tag in LANGUAGES:
                _put(photo, build_localized_fieldname(name, tag or language), text, filled)
            else:
                _offer(photo, name, tag, text, filled)
    for name in SINGLE:
        _put(photo, name, getattr(words, name), filled)
    _put_several(photo, "keywords", words.keywords, filled)
    if not (photo.pk and photo.people.exists()) and not photo.other_people:
        _put_several(photo, "other_people", words.people, filled)
    if photo.session is None and (session := _session(photo)):
        photo.session = filled.session = session
    return filled


def _put(photo: Photo, name: str, value: Any, filled: Filled) -> None:
    if not value or getattr(photo, name):
        return
    described: Any = Photo._meta.get_field(name)
    label = capfirst(str(described.verbose_name))
    limit = described.max_length
    if limit and isinstance(value, str) and len(value) > limit:
        _note(photo, label, value)
        value = _shortened(value, limit)
        filled.cut.append(label)
    setattr(photo, name, value)
    filled.fields.append(label)


def _put_several(photo: Photo, name: str, parts: Sequence[str], filled: Filled) -> None:
    """Write the parts as one text; the fields of several parts have no limit."""
    _put(photo, name, lists.written(parts), filled)


def _shortened(text: str, limit: int) -> str:
    """Return the text cut at the end of a word, without a mark, as files hold it."""
    head = text[: limit + 1]
    whole = head.rsplit(maxsplit=1)[0] if any(map(str.isspace, head)) else ""
    return whole if len(whole) > limit // 2 else text[:limit].rstrip()


def _offer(photo: Photo, name: str, tag: str, text: str, filled: Filled) -> None:
    """Keep a text in a language that the site lacks in the internal note, once."""
    described: Any = Photo._meta.get_field(name)
    label = f"{capfirst(str(described.verbose_name))} [{tag}]"
    if _note(photo, label, text):
        filled.foreign.append(label)


def _note(photo: Photo, label: str, text: str) -> bool:
    """Add the text to the internal note, and return whether it was not there before."""
    line = f"{label}: {text}"
    if line in photo.note:
        return False
    photo.note = f"{photo.note}\n{line}".strip()
    return True


def _session(photo: Photo) -> Session | None:
    """Return the only session during which, else near which, the photo was taken."""
    meeting = photo.gallery.meeting
    taken = _taken(photo, meeting) if meeting else None
    if meeting is None or taken is None:
        return None
    sessions = list(meeting.sessions.all())
    for grace in (timedelta(), GRACE):
        during = [session for session in sessions if _holds(session, taken, grace)]
        if during:
            return during[0] if len(during) == 1 else None
    return None


def _taken(photo: Photo, meeting: Meeting) -> datetime | None:
    if not (photo.taken_on and photo.taken_at):
        return None
    local = datetime.combine(photo.taken_on, photo.taken_at)
    if photo.taken_offset:
        return datetime.fromisoformat(f"{local.isoformat()}{photo.taken_offset}").astimezone(UTC)
    try:
        return moment(local.date(), local.time(), meeting.time_zone)
    except ValidationError:  # the hour in which clocks change
        return local.replace(tzinfo=ZoneInfo(meeting.time_zone)).astimezone(UTC)


def _holds(session: Session, taken: datetime, grace: timedelta) -> bool:
    starts, ends = session.starts, session.ends
    return bool(starts and ends and starts - grace <= taken < ends + grace)
