"""Rows for tests: each function makes one approved, public row by default.

Texts carry the kind and a number, so that two rows never look alike.
"""

import io
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from PIL import Image

from meetings.models import (
    Article,
    ArticleEdition,
    Figure,
    Host,
    Meeting,
    Outcome,
    Participation,
    Series,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Appointment, Format, FormerName, Membership, Partner, Person
from photos.files.store import store_ready
from photos.models import Gallery, Photo
from publishing.models import Office, Page, PreviewLink, Withdrawal
from publishing.states import State

LONG_AGO = datetime(2011, 4, 15, 12, 0, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2011, 4, 14), date(2011, 4, 15)

_numbers = itertools.count(1)
# Round and round: a whole run of the tests makes more partners than there are codes, but no one test does.
_iso_codes = itertools.cycle(map("".join, itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2)))


def both(field: str, text: str) -> dict[str, str]:
    """Return the text for a field's columns; the German one is marked as such."""
    return {f"{field}_en": text, f"{field}_de": f"{text} (deutsch)"}


def public(**values: Any) -> dict[str, Any]:
    """Return the state of a row that has long been public, with the values over it."""
    return {"state": State.APPROVED, "publish_at": LONG_AGO} | values


def make_user(*, role: str = "editor", **values: Any) -> User:
    """Make an account of the admin in one of the roles; without one it has no rights."""
    made = User.objects.create(**{"username": f"user-{next(_numbers)}", "is_staff": True} | values)
    if role:
        made.groups.add(Group.objects.get(name=role))
    return made


def make_office(**values: Any) -> Office:
    texts = both("name", "Press office") | both("wordmark", "Berlin 2011")
    return Office.objects.update_or_create(pk=1, defaults=texts | values)[0]


def make_partner(**values: Any) -> Partner:
    n = next(_numbers)
    country: dict[str, Any] = {"kind": "country", "iso_code": next(_iso_codes)}
    if values.get("kind") == "organisation":
        country = {}
    return Partner.objects.create(
        **public() | country | both("name", f"Partner {n}") | {"slug": f"partner-{n}"} | values
    )


def make_format(*, members: Iterable[Partner] = (), **values: Any) -> Format:
    n = next(_numbers)
    made = Format.objects.create(**public() | both("name", f"Format {n}") | {"slug": f"format-{n}"} | values)
    for partner in members:
        Membership.objects.create(format=made, partner=partner, since="1999")
    return made


def make_former_name(partner: Partner, *, name: str = "", **values: Any) -> FormerName:
    texts = both("name", name or f"Former name {next(_numbers)}")
    return FormerName.objects.create(partner=partner, **texts | {"until": "2012"} | values)


def make_person(**values: Any) -> Person:
    n = next(_numbers)
    texts = both("name", f"Person {n}") | both("sort_name", f"{n}, Person")
    return Person.objects.create(**public() | texts | {"slug": f"person-{n}"} | values)


def make_appointment(**values: Any) -> Appointment:
    values.setdefault("person", values.get("person") or make_person())
    values.setdefault("partner", values.get("partner") or make_partner())
    return Appointment.objects.create(**both("office", f"Minister {next(_numbers)}") | {"since": "2009"} | values)


def make_topic(**values: Any) -> Topic:
    n = next(_numbers)
    return Topic.objects.create(**public() | both("name", f"Topic {n}") | {"slug": f"topic-{n}"} | values)


def make_series(**values: Any) -> Series:
    return Series.objects.create(**both("name", f"Series {next(_numbers)}") | values)


def make_meeting(**values: Any) -> Meeting:
    n = next(_numbers)
    texts = both("title", f"Meeting {n}") | both("summary", f"Summary {n}.") | both("city", "Berlin")
    facts = {
        "slug": f"meeting-{n}",
        "level": "foreign_ministers",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
    }
    return Meeting.objects.create(**public() | texts | facts | values)


def make_host(meeting: Meeting, **values: Any) -> Host:
    if "partner" not in values:
        appointment = values.get("appointment")
        values["partner"] = appointment.partner if appointment else make_partner()
    return Host.objects.create(meeting=meeting, **values)


def make_figure(meeting: Meeting, **values: Any) -> Figure:
    n = next(_numbers)
    texts = both("label", f"Figure {n}") | both("value", f"about {n}")
    return Figure.objects.create(meeting=meeting, **texts | values)


def make_session(*, formats: Iterable[Format] = (), topics: Iterable[Topic] = (), **values: Any) -> Session:
    n = next(_numbers)
    values.setdefault("meeting", values.get("meeting") or make_meeting())
    texts = both("title", f"Session {n}") | both("summary", f"Session summary {n}.")
    made = _released(Session(**texts | {"slug": f"session-{n}", "day": FIRST_DAY} | values), values)
    made.formats.set(formats)
    made.topics.set(topics)
    return made


def make_participation(**values: Any) -> Participation:
    if "unnamed_count" not in values:
        values.setdefault("partner", values.get("partner") or make_partner())
    return Participation.objects.create(**values)


def make_outcome(*, topics: Iterable[Topic] = (), **values: Any) -> Outcome:
    values.setdefault("session", values.get("session") or make_session())
    texts = both("text", f"the outcome {next(_numbers)}")
    made = _released(Outcome(**texts | {"verb": "adopted"} | values), values)
    made.topics.set(topics)
    return made


def make_statement(
    *, languages: Iterable[str] = ("en", "de"), edition: dict[str, Any] | None = None, **values: Any
) -> Statement:
    """Make a statement; `edition` holds values for the edition of each language."""
    n = next(_numbers)
    related = {name: values.pop(name) for name in (*_RELATED, "adopted_by", "adopted_by_partners") if name in values}
    facts = {
        "slug": f"statement-{n}",
        "kind": "statement",
        "working_title": f"Statement {n}",
        "issued_on": LAST_DAY,
    }
    made = Statement.objects.create(**facts | values)
    for name, rows in related.items():
        getattr(made, name).set(rows)
    _make_editions(made, languages, edition or {})
    return made


def make_article(
    *, languages: Iterable[str] = ("en", "de"), edition: dict[str, Any] | None = None, **values: Any
) -> Article:
    """Make an article; `edition` holds values for the edition of each language."""
    n = next(_numbers)
    related = {name: values.pop(name) for name in _RELATED if name in values}
    facts = {"slug": f"article-{n}", "kind": "report", "working_title": f"Article {n}", "issued_on": LAST_DAY}
    made = Article.objects.create(**facts | values)
    for name, rows in related.items():
        getattr(made, name).set(rows)
    _make_editions(made, languages, edition or {})
    return made


def make_edition(document: Statement | Article, *, language: str = "en", **values: Any) -> Any:
    """Make an edition of the document, public since long ago by default."""
    edition = _edition(document, language, values)
    edition.save()
    return edition


def _make_editions(document: Statement | Article, languages: Iterable[str], values: dict[str, Any]) -> None:
    """Store the first edition of each language, and write windows once."""
    editions = [_edition(document, language, {"serial": 1} | values) for language in languages]
    if editions:
        type(editions[0])._default_manager.bulk_create(editions)


def _edition(document: Statement | Article, language: str, values: dict[str, Any]) -> Any:
    texts = {
        "title": f"{document.working_title} ({language})",
        "summary": f"What {document.working_title} is about ({language}).",
        "body": f"<p>First paragraph of {document.working_title} ({language}).</p><p>Second paragraph.</p>",
    }
    model = StatementEdition if isinstance(document, Statement) else ArticleEdition
    return model(**public() | texts | {"document": document, "language": language} | values)


def make_gallery(*, photos: int = 0, **values: Any) -> Gallery:
    n = next(_numbers)
    texts = both("title", f"Gallery {n}")
    made = Gallery.objects.create(**public() | texts | {"slug": f"gallery-{n}"} | values)
    for position in range(1, photos + 1):
        make_photo(gallery=made, position=position)
    return made


def make_photo(*, file: bytes | None = None, people: Iterable[Person] = (), **values: Any) -> Photo:
    """Make a photo with a small file of its own."""
    n = next(_numbers)
    values.setdefault("gallery", values.get("gallery") or make_gallery())
    texts = both("caption", f"Photo {n}") | both("alt", f"What photo {n} shows") | {"credit": f"Agency {n}"}
    made = _released(Photo(**texts | values), values)
    made.people.set(people)
    store_ready(made, ContentFile(file or jpeg(colour=(n % 256, n * 7 % 256, n // 256 % 256)), name=f"{n}.jpg"))
    return made


def make_page(**values: Any) -> Page:
    n = next(_numbers)
    texts = both("title", f"Page {n}") | both("body", f"<p>Body of page {n}.</p>")
    return Page.objects.create(**public() | texts | {"slug": f"page-{n}"} | values)


# What makes a row of each kind that has a web address.
KINDS: dict[str, Callable[..., Any]] = {
    "meeting": make_meeting,
    "session": make_session,
    "statement": make_statement,
    "article": make_article,
    "gallery": make_gallery,
    "partner": make_partner,
    "format": make_format,
    "person": make_person,
    "topic": make_topic,
    "page": make_page,
}


def withdraw(item: Any, **values: Any) -> Withdrawal:
    """Declare the object published in error, by default, long ago."""
    texts = both("explanation", f"Explanation {next(_numbers)}.")
    facts = {"public_id": item.public_id, "kind": "in_error", "since": LONG_AGO, "reason": "A reason."}
    return Withdrawal.objects.create(**facts | texts | values)


def make_preview(row: Any = None, *, maker: User | None = None, **values: Any) -> str:
    """Make a preview link of the row or the whole site; return its token."""
    link = {"maker": maker or make_user(), "public_id": row.public_id if row else ""}
    return PreviewLink.objects.create(**link | values).token


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(*, width: int = 60, height: int = 40, colour: tuple[int, int, int] = (20, 60, 90)) -> bytes:
    """Return a small JPEG of one colour."""
    return encoded(Image.new("RGB", (width, height), colour))


_RELATED = ("meetings", "sessions", "topics")


def _released[C: (Session, Outcome, Photo)](child: C, values: dict[str, Any]) -> C:
    """Store a child as released with its parent; saving would hold it back."""
    child.state = values.get("state", State.APPROVED)
    type(child)._default_manager.bulk_create([child])
    return child
