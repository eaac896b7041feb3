"""The columns of tables: `COLUMNS` has those of each kind."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models import Article, Meeting, Outcome, Session, Statement
from meetings.times import TAKES_PLACE, Status
from partners.models import Partner
from photos.models import Gallery
from publishing.addresses import absolute
from publishing.models import Withdrawal
from publishing.wording import wording
from website.absolute_links import permalink
from website.filters import KINDS
from website.models import Entry
from website.reads import corrections
from website.syndication.tables import Column
from website.texts import in_order, text_for_reader


def _field(name: str) -> Callable[[Model], str]:
    """Return what reads a text of a record."""
    return lambda row: wording(row, name)[0]


def _names(rows: Iterable[Model]) -> str:
    return ", ".join(wording(row)[0] for row in rows)


def _text(row: Any) -> Any:
    return text_for_reader(row.public_editions)


def _languages(row: Any) -> str:
    return ", ".join(text.language for text in in_order(row.public_editions))


def _time(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


def _until(row: corrections.CorrectionEntry) -> str:
    until = row.withdrawal and row.withdrawal.until
    return until.isoformat(timespec="seconds") if until else ""


def _explanation(row: corrections.CorrectionEntry) -> str:
    return row.withdrawal.explanation if row.withdrawal else row.name.note if row.name else ""


ADDRESS: Final = Column("url", _("Web address"), lambda row: absolute(row.get_absolute_url()))
PERMALINK: Final = Column("id", _("Permalink"), lambda row: permalink(row.public_id))
TITLE: Final = Column("title", _("Title"), lambda row: wording(row)[0])
STATUS: Final = Column("status", _("Status"), lambda row: row.status)  # replaced by `columns`, which knows the moment
DOCUMENT: Final = (
    Column("title", _("Title"), lambda row: _text(row).title if _text(row) else ""),
    Column("kind", _("Kind"), lambda row: row.kind_name),
    Column("issued_on", _("Date"), lambda row: row.issued_on),
    Column("languages", _("Languages"), _languages),
)

COLUMNS: Final[dict[type[Model], tuple[Column, ...]]] = {
    Entry: (  # results of a search
        Column("title", _("Title"), lambda row: row.title),
        Column("kind", _("Kind"), lambda row: row.kind_name),
        Column("day", _("Day"), lambda row: row.day),
        Column("language", _("Language"), lambda row: row.language),
        PERMALINK,
        Column("url", _("Web address"), lambda row: absolute(row.url)),
    ),
    Meeting: (
        TITLE,
        Column("starts_on", _("First day"), lambda row: row.starts_on),
        Column("ends_on", _("Last day"), lambda row: row.ends_on),
        STATUS,
        Column("level", _("Level"), lambda row: row.level_name),
        Column("city", _("City"), _field("city")),
        Column("country", _("Country"), lambda row: wording(row.public_country)[0] if row.public_country else ""),
        Column("venue", _("Venue"), _field("venue")),
        Column("time_zone", _("Time zone"), lambda row: row.time_zone),
        Column("summary", _("Summary"), _field("summary")),
        PERMALINK,
        ADDRESS,
    ),
    Session: (
        TITLE,
        Column("meeting", _("Meeting"), lambda row: wording(row.meeting)[0]),
        Column("day", _("Day"), lambda row: row.day),
        Column("starts_at", _("Start"), lambda row: _time(row.starts_at)),
        Column("ends_at", _("End"), lambda row: _time(row.ends_at)),
        Column("time_zone", _("Time zone"), lambda row: row.zone if row.starts_at else ""),
        STATUS,
        Column("formats", _("Bodies"), lambda row: _names(row.public_formats)),
        Column("topics", _("Topics"), lambda row: _names(row.public_topics)),
        Column("summary", _("Summary"), _field("summary")),
        PERMALINK,
        ADDRESS,
    ),
    Statement: (
        *DOCUMENT,
        Column("reference", _("Reference number"), lambda row: row.reference),
        Column("formats", _("Bodies"), lambda row: _names(row.public_adopted_by)),
        PERMALINK,
        ADDRESS,
    ),
    Article: (*DOCUMENT, PERMALINK, ADDRESS),
    Gallery: (
        TITLE,
        Column("meeting", _("Meeting"), lambda row: wording(row.public_meeting)[0] if row.public_meeting else ""),
        Column("photos", _("Photos"), lambda row: row.total),
        Column("summary", _("Summary"), _field("summary")),
        PERMALINK,
        ADDRESS,
    ),
    Outcome: (
        Column("verb", _("Type of outcome"), lambda row: row.verb_name),
        Column("text", _("Outcome"), _field("text")),
        Column("day", _("Day"), lambda row: row.session.day),
        Column("session", _("Session"), lambda row: wording(row.session)[0]),
        Column("meeting", _("Meeting"), lambda row: wording(row.session.meeting)[0]),
        Column("formats", _("Bodies"), lambda row: _names(row.session.public_formats)),
        PERMALINK,
        ADDRESS,
    ),
    Partner: (
        Column("name", _("Name"), _field("name")),
        Column("official_name", _("Official name"), _field("official_name")),
        Column("kind", _("Kind"), lambda row: row.get_kind_display()),
        Column("iso_code", _("ISO code"), lambda row: row.iso_code),
        Column("acronym", _("Acronym"), lambda row: row.acronym),
        PERMALINK,
        ADDRESS,
    ),
    Withdrawal: (  # of the register of corrections
        Column("what", _("Kind"), lambda row: KINDS[row.what]),
        Column("when", _("Date and time"), lambda row: row.when.isoformat(timespec="seconds")),
        Column("until", pgettext_lazy("the end of a time", "Until"), _until),
        Column("type", _("Content"), lambda row: row.kind),
        Column("title", _("Title"), lambda row: row.name.title if row.name else ""),
        Column("note", _("Explanation"), _explanation),
        PERMALINK,
    ),
}


def columns(kind: type[Model], at: datetime) -> tuple[Column, ...]:
    """Return the columns of a kind; a status is that of the moment, as on its page."""
    status = replace(STATUS, value=partial(_status, at=at))
    return tuple(status if column is STATUS else column for column in COLUMNS[kind])


def _status(row: Meeting | Session, at: datetime) -> str:
    return str(status_at(row, at).label)


def status_at(row: Meeting | Session, at: datetime) -> Status:
    """Return the status of a meeting or a session at the moment, as on its page."""
    whole = row.meeting if isinstance(row, Session) else row
    if row.is_held(at):
        return Status.HELD
    return Status(whole.status if whole.status not in TAKES_PLACE else row.status)
