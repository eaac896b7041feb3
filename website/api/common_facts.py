"""Facts that the API tells of several kinds."""

from typing import Any, Final

from meetings.times import Status
from partners.models import Appointment
from photos.files.downloads import sizes_of
from publishing.addresses import absolute
from publishing.models import Content
from website.absolute_links import permalink
from website.api.facts import (
    ADDRESS,
    MOMENT,
    STRING,
    Fact,
    Schema,
    by_language,
    iso,
    many,
    parts,
    row_of,
    texts,
)
from website.follow import Follow
from website.reads.corrections import CorrectionEntry
from website.syndication.columns import status_at

ADDRESSES: Final[Schema] = {"type": "object", "additionalProperties": ADDRESS}
STRINGS: Final[Schema] = {"type": "array", "items": STRING}
FILES: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"url": ADDRESS, "type": STRING, "width": {"type": "integer"}, "height": {"type": "integer"}},
        "required": ["url", "type", "width", "height"],
        "additionalProperties": False,
    },
}


def _feeds(row: Content) -> dict[str, str]:
    return by_language(lambda: _follow(row).feed)


def _calendars(row: Content) -> dict[str, str]:
    return by_language(lambda: _follow(row).calendar)


def _follow(row: Content) -> Follow:
    found = Follow.of_record(row)
    if found is None:
        raise TypeError(f"{row!r} has no feed.")
    return found


def files_of(photo: Any) -> list[dict[str, Any]]:
    """Return the JPEG files that can be downloaded, the largest first."""
    return [
        {
            "url": absolute(photo.file.address(size, "jpg")),
            "type": "image/jpeg",
            "width": source.width,
            "height": source.height,
        }
        for size, source in (sizes_of(photo.file) if photo.file else [])
    ]


def title_of(entry: CorrectionEntry) -> dict[str, str]:
    return {entry.name.language: entry.name.title} if entry.name and entry.name.title else {}


def note_of(entry: CorrectionEntry) -> dict[str, str]:
    said = entry.withdrawal.explanation if entry.withdrawal else entry.name.note if entry.name else ""
    language = entry.withdrawal.language if entry.withdrawal else entry.name.language if entry.name else ""
    return {language: said} if said else {}


ID: Final = Fact("id", STRING, lambda row, _around: row.public_id, "permanent ID")
PERMALINK: Final = Fact("permalink", ADDRESS, lambda row, _around: permalink(row.public_id), "permalink")
IDENTITY: Final = (
    ID,
    PERMALINK,
    Fact("pages", ADDRESSES, lambda row, _around: by_language(row.get_absolute_url), "pages, by language"),
)
RECORD: Final = (
    *IDENTITY,
    Fact("published", MOMENT, lambda row, _around: iso(row.published), "first published"),
    Fact("updated", MOMENT, lambda row, _around: iso(row.updated), "last changed"),
)
CALENDARS: Final = Fact("calendars", ADDRESSES, lambda row, _around: _calendars(row), "calendars, by language")
FOLLOWED: Final = Fact("feeds", ADDRESSES, lambda row, _around: _feeds(row), "Atom feeds, by language")
STATUS: Final = Fact(
    "status",
    STRING | {"enum": list(Status.values)},
    lambda row, around: status_at(row, around.at).value,
    "schedule status",
)
DELEGATION: Final = (
    row_of("partner", "partner", description="country or organisation"),
    parts(
        "people",
        "people",
        (row_of("person", "person", description="person"), *texts(Appointment, "office")),
        "people, with their offices of the day",
    ),
)
DOCUMENT: Final = (
    many("meetings", "meetings", description="meetings"),
    many("sessions", "sessions", description="sessions"),
    many("topics", "topics", description="topics"),
)
