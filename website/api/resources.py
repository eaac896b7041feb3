"""The table `RESOURCES`: what the API gives of each kind of content."""

from dataclasses import dataclass
from typing import Any, Final

from meetings.models import Article, Meeting, Outcome, Session, Statement, Topic
from meetings.models.meetings import Figure
from meetings.models.sessions import Participation
from partners.models import Appointment, Format, FormerName, Membership, Partner, Person
from photos.formats import lists
from photos.models import Gallery, Photo
from publishing.languages import tags_of
from publishing.models import Withdrawal
from website.api.common_facts import (
    CALENDARS,
    DELEGATION,
    DOCUMENT,
    FILES,
    FOLLOWED,
    ID,
    IDENTITY,
    PERMALINK,
    RECORD,
    STATUS,
    STRINGS,
    files_of,
    note_of,
    title_of,
)
from website.api.facts import (
    MOMENT,
    STRING,
    TEXT,
    Fact,
    columns,
    iso,
    kind_of,
    many,
    one,
    or_null,
    parts,
    row_of,
    texts,
)
from website.api.texts import TEXTS
from website.filters import KINDS


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind of content in the API; no two rows have the same values in `order`."""

    name: str
    model: type[Any]
    order: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_of_rows: bool = True  # False for the register of corrections, whose entries have no address of their own

    @property
    def relations(self) -> list[str]:
        """The paths of relations that its facts are read from."""
        return list(dict.fromkeys(path for fact in self.facts for path in fact.relations))


RESOURCES: Final = (
    Resource(
        "meetings",
        Meeting,
        ("-starts_on", "-public_id"),
        (
            *RECORD,
            *texts(Meeting, "title", "headline", "summary", "glance_decided", "glance_who", "glance_next"),
            *columns(Meeting, "level", "starts_on", "ends_on", "time_zone"),
            STATUS,
            *columns(Meeting, "former_starts_on", "former_ends_on"),
            *texts(Meeting, "city", "venue", "change_reason"),
            one("country", "country", description="country"),
            parts("hosts", "public_hosts", DELEGATION, "hosts"),
            parts("figures", "public_figures", texts(Figure, "label", "value"), "figures"),
            FOLLOWED,
            CALENDARS,
        ),
    ),
    Resource(
        "sessions",
        Session,
        ("-day", "-public_id"),
        (
            *RECORD,
            *texts(Session, "title", "summary", "place", "change_reason"),
            one("meeting", "meeting", description="meeting"),
            *columns(Session, "day", "day_is_inferred", "ends_on", "precision"),
            Fact("starts", or_null(MOMENT), lambda row, _around: iso(row.starts), "start"),
            Fact("ends", or_null(MOMENT), lambda row, _around: iso(row.ends), "end"),
            Fact("time_zone", STRING, lambda row, _around: row.zone, "time zone"),
            STATUS,
            *columns(Session, "former_day"),
            many("formats", "formats", description="bodies"),
            many("topics", "topics", description="topics"),
            parts(
                "participants",
                "public_participations",
                (
                    *DELEGATION,
                    *columns(Participation, "role", "chairs", "unnamed_count"),
                    *texts(Participation, "unnamed_phrase"),
                ),
                "participants",
            ),
            FOLLOWED,
            CALENDARS,
        ),
    ),
    Resource(
        "outcomes",
        Outcome,
        ("-session__day", "session__public_id", "position", "public_id"),
        (
            *RECORD,
            *columns(Outcome, "verb"),
            *texts(Outcome, "text"),
            Fact("day", STRING | {"format": "date"}, lambda row, _around: iso(row.session.day), "day"),
            one("session", "session", description="session"),
            one("meeting", "session__meeting", description="meeting"),
            many("formats", "session__formats", description="bodies of the session"),
            one("statement", "statement", description="statement"),
            many("topics", "topics", "session__topics", description="topics, or else those of the session"),
        ),
    ),
    Resource(
        "statements",
        Statement,
        ("-issued_on", "-public_id"),
        (
            *IDENTITY,
            TEXTS[Statement],
            *columns(Statement, "kind"),
            *texts(Statement, "own_kind"),
            *columns(Statement, "reference", "issued_on"),
            many("formats", "adopted_by", description="adopted by bodies"),
            many("partners", "adopted_by_partners", description="adopted by countries and organisations"),
            *texts(Statement, "adopted_by_note"),
            one("person", "given_by__person", description="speaker"),
            *DOCUMENT,
            Fact(
                "authentic_languages",
                STRINGS,
                lambda row, _around: tags_of(row.authentic_languages),
                "languages of the official text",
            ),
            *columns(Statement, "authentic_url"),
        ),
    ),
    Resource(
        "articles",
        Article,
        ("-issued_on", "-public_id"),
        (
            *IDENTITY,
            TEXTS[Article],
            *columns(Article, "kind", "issued_on"),
            one("lead_photo", "lead_photo", description="lead photo"),
            *DOCUMENT,
        ),
    ),
    Resource(
        "galleries",
        Gallery,
        ("-publish_at", "-public_id"),
        (
            *RECORD,
            *texts(Gallery, "title", "summary"),
            one("meeting", "meeting", description="meeting"),
            Fact("photos", {"type": "integer"}, lambda row, _around: row.total, "number of photos"),
            one("terms", "terms", description="terms of use"),
            FOLLOWED,
        ),
    ),
    Resource(
        "photos",
        Photo,
        ("-gallery__publish_at", "gallery__public_id", "position", "public_id"),
        (
            *RECORD,
            *texts(Photo, "headline", "caption", "alt", "remark"),
            *columns(Photo, "credit", "photographer", "copyright"),
            one("terms", "terms", "gallery__terms", description="terms of use"),
            one("gallery", "gallery", description="gallery"),
            one("session", "session", description="session"),
            many("people", "people", description="people shown"),
            Fact(
                "other_people",
                STRINGS,
                lambda row, _around: [*lists.parts(row.other_people)],
                "other people shown",
            ),
            *columns(Photo, "taken_on"),
            *texts(Photo, "place", "city", "country"),
            Fact("keywords", STRINGS, lambda row, _around: [*lists.parts(row.keywords)], "keywords"),
            Fact("files", FILES, lambda row, _around: files_of(row), "JPEG files, the largest first"),
        ),
    ),
    Resource(
        "partners",
        Partner,
        ("slug",),
        (
            *RECORD,
            *columns(Partner, "kind"),
            *texts(Partner, "name", "official_name"),
            *columns(Partner, "iso_code", "acronym"),
            parts(
                "former_names",
                "public_former_names",
                (*texts(FormerName, "name", "official_name"), *columns(FormerName, "since", "until")),
                "former names and flags",
            ),
            parts(
                "memberships",
                "public_memberships",
                (
                    row_of("format", "format", description="body"),
                    *columns(Membership, "capacity", "since", "until"),
                ),
                "memberships",
            ),
            FOLLOWED,
        ),
    ),
    Resource(
        "formats",
        Format,
        ("slug",),
        (
            *RECORD,
            *texts(Format, "name", "acronym", "description"),
            *columns(Format, "founded", "until"),
            parts(
                "members",
                "public_memberships",
                (
                    row_of("partner", "partner", description="country or organisation"),
                    *columns(Membership, "capacity", "since", "until"),
                ),
                "members",
            ),
            FOLLOWED,
        ),
    ),
    Resource(
        "people",
        Person,
        ("slug",),
        (
            *RECORD,
            *texts(Person, "name", "sort_name"),
            parts(
                "offices",
                "public_appointments",
                (
                    *texts(Appointment, "office"),
                    row_of("partner", "partner", description="country or organisation"),
                    *columns(Appointment, "since", "until"),
                ),
                "offices",
            ),
            FOLLOWED,
        ),
    ),
    Resource("topics", Topic, ("slug",), (*RECORD, *texts(Topic, "name", "description"), FOLLOWED)),
    Resource(
        "corrections",
        Withdrawal,
        ("when", "public_id"),
        (
            ID,
            PERMALINK,
            Fact("type", STRING, lambda entry, _around: kind_of(entry.public_id), "kind of content"),
            Fact("kind", STRING | {"enum": [*KINDS]}, lambda entry, _around: entry.what, "kind of entry"),
            Fact("when", or_null(MOMENT), lambda entry, _around: iso(entry.when), "date and time"),
            Fact(
                "until",
                or_null(MOMENT),
                lambda entry, _around: iso(entry.withdrawal.until) if entry.withdrawal else None,
                "end of a withdrawal",
            ),
            Fact("title", TEXT, lambda entry, _around: title_of(entry), "title"),
            Fact("note", TEXT, lambda entry, _around: note_of(entry), "explanation"),
        ),
        is_of_rows=False,
    ),
)
BY_NAME: Final = {resource.name: resource for resource in RESOURCES}
