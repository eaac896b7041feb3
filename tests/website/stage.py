"""A site with a public row of every kind, and the ways to keep rows from readers.

What is planted there (planting.py) has words of its own, of the form hush-0001: one for each text of each row. The
ways say when readers may find them.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.core.files.base import ContentFile

from meetings.models import Article, Meeting, Outcome, Statement
from photos.models import Gallery
from publishing.kinds import kinds
from publishing.models import Content, FormerAddress
from publishing.public_ids import new_public_id
from tests import factories as make

EMBARGO: Final = datetime(2011, 4, 15, 18, 0, tzinfo=UTC)
A_SECOND_BEFORE: Final = EMBARGO - timedelta(seconds=1)
EARLIER: Final = make.LONG_AGO + timedelta(hours=1)
ROWS_OF_A_PAGE: Final = 25
NOTE: Final = {"note": "hush-note"}


class Shown(NamedTuple):
    """Whether readers may see a row a second before the embargo ends, and then."""

    before: bool
    then: bool


NEVER, ALWAYS = Shown(before=False, then=False), Shown(before=True, then=True)
FROM_THEN, UNTIL_THEN = Shown(before=False, then=True), Shown(before=True, then=False)


@dataclass(frozen=True)
class Way:
    """A way to keep a row from readers, with the statuses of its page.

    `shown` says when readers find the explanation of its withdrawal: from then on, for the register keeps it.
    """

    name: str
    shown: Shown
    answers: tuple[int, int]
    record: dict[str, Any] = field(default_factory=dict)
    child: dict[str, Any] = field(default_factory=dict)
    withdrawal: dict[str, Any] | None = None
    shown_words: Shown = NEVER


SCHEDULED: Final = Way(
    "scheduled",
    FROM_THEN,
    (404, 200),
    {"publish_at": EMBARGO},
    {"release": "own_time", "publish_at": EMBARGO},
)
SECRET: Final = (
    Way("draft", NEVER, (404, 404), {"state": "draft", "publish_at": None}, {"state": "draft"}),
    Way("in review", NEVER, (404, 404), {"state": "in_review", "publish_at": None}, {"state": "in_review"}),
    Way("approved, held back", NEVER, (404, 404), {"publish_at": None}, {"release": "held_back"}),
    SCHEDULED,
)
WITHDRAWN: Final = (
    Way("withdrawn", NEVER, (410, 410), withdrawal={"since": EARLIER}, shown_words=ALWAYS),
    Way("withdrawn then", UNTIL_THEN, (200, 410), withdrawal={"since": EMBARGO}, shown_words=FROM_THEN),
    Way(
        "restored then",
        FROM_THEN,
        (410, 200),
        withdrawal={"since": EARLIER, "until": EMBARGO},
        shown_words=ALWAYS,
    ),
    Way(
        "out of date then",
        ALWAYS,
        (200, 200),
        withdrawal={"since": EMBARGO, "kind": "out_of_date"},
        shown_words=FROM_THEN,
    ),
)
REPLACED: Final = Way("replaced then", UNTIL_THEN, (200, 200), {"publish_at": EARLIER})
FILELESS: Final = Way("without a file", NEVER, (404, 404))
WAYS: Final = (*SECRET, *WITHDRAWN, REPLACED, FILELESS)


class Word(NamedTuple):
    """What a word was planted for, and when readers find it."""

    way: str
    text: str
    shown: Shown


@dataclass
class Stage:
    """The public rows by name, those ready for each way, the planted, and the words.

    `traces` are words that need not show when they may: parts of addresses, and permanent ids.
    """

    public: dict[str, Any] = field(default_factory=dict)
    ready: dict[str, dict[str, Any]] = field(default_factory=dict)
    planted: list[tuple[Way, Any]] = field(default_factory=list)
    words: dict[str, Word] = field(default_factory=dict)
    traces: dict[str, Word] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def word(self, way: Way, text: str, shown: Shown | None = None) -> str:
        """Return a new word; all are of one length."""
        word = f"hush-{next(self.numbers):04}"
        self.words[word] = Word(way.name, text, shown or way.shown)
        return word

    def trace(self, way: Way, text: str, trace: str = "") -> str:
        trace = trace or f"hush-{next(self.numbers):04}"
        self.traces[trace] = Word(way.name, text, way.shown)
        return trace

    def words_for(self, way: Way, of: str, *fields: str, shown: Shown | None = None) -> dict[str, str]:
        """Return a word for each of the fields, the same in every language."""
        words = {name: self.word(way, f"{of}, {name}", shown) for name in fields}
        return {f"{name}_{language}": word for name, word in words.items() for language in ("en", "de")}

    def record(self, way: Way, making: Callable[..., Any], *fields: str, **values: Any) -> Any:
        """Make a row that is kept from readers in the way, with words in the fields."""
        return self.withdrawn(way, self.below(way, making, *fields, **way.record | values))

    def child(self, way: Way, making: Callable[..., Any], *fields: str, **values: Any) -> Any:
        return self.withdrawn(way, self.below(way, making, *fields, **way.child | values))

    def edition(self, way: Way, document: Any, language: str, **values: Any) -> Any:
        return self.withdrawn(way, self.text(way, document, language, **way.record | values))

    def below(self, way: Way, making: Callable[..., Any], *fields: str, **values: Any) -> Any:
        """Make a row that is hidden only because its parent is."""
        of = making.__name__.removeprefix("make_")
        if of in kinds_with_a_slug():
            values["slug"] = self.trace(way, f"address of a {of}")
        return self._noted(way, making(**self.words_for(way, of, *fields) | values))

    def text(self, way: Way, document: Any, language: str, **values: Any) -> Any:
        """Make an edition with words of its own, and a PDF that holds the last of them."""
        words = {name: self.word(way, f"{name} in {language}") for name in ("title", "summary", "body")}
        pdf = ContentFile(f"%PDF-1.7 {words['body']}".encode(), name="text.pdf")
        return self._noted(way, make.make_edition(document, language=language, pdf=pdf, **words | values))

    def withdrawn(self, way: Way, row: Any) -> Any:
        """Withdraw the row, if that is the way."""
        if way.withdrawal is not None:
            texts = self.words_for(way, row._meta.model_name, "explanation", shown=way.shown_words)
            make.withdraw(row, **way.withdrawal | texts)
        return row

    def _noted(self, way: Way, row: Any) -> Any:
        self.planted.append((way, row))
        self.trace(way, f"id of a {row._meta.model_name}", row.public_id)
        if hasattr(row, "slug"):
            unique = row._meta.get_field("slug").unique
            parent = "" if unique else row.parent.public_id
            facts = {"public_id": row.public_id, "letter": row.public_id[0], "parent": parent}
            FormerAddress.objects.create(slug=former_slug(row), **facts)
        return row


def kinds_with_a_slug() -> set[str]:
    """Return the names of the kinds whose pages are found by a slug of their own."""
    return {str(kind._meta.model_name) for kind in kinds(Content) if "slug" in kind.page_columns}


def former_slug(row: Any) -> str:
    """Return the last part of the address that a planted row had before."""
    return str(row.slug).replace("hush-", "once-")


def set_the_scene() -> Stage:
    """Make a public meeting with one of everything, and rows ready for each way."""
    make.make_office(email="press@plenary.example")
    ids = {way.name: {letter: new_public_id(letter) for letter in "tpd"} for way in WAYS}
    linked = [public_id for each in ids.values() for public_id in each.values()]
    body = "".join(f'<p>In <a href="/id/{i}">this</a>:</p><p><a href="/id/{i}">this</a></p>' for i in linked)
    minister = make.make_appointment(person=make.make_person(**NOTE), partner=make.make_partner(**NOTE))
    council, topic = make.make_format(members=[minister.partner]), make.make_topic()
    meeting = make.make_meeting(country=minister.partner, **NOTE)
    session = make.make_session(meeting=meeting, formats=[council], topics=[topic], **NOTE)
    make.make_participation(session=session, partner=minister.partner, appointment=minister)
    about: dict[str, Any] = {"meetings": [meeting], "sessions": [session], "topics": [topic], **NOTE}
    statement = make.make_statement(
        adopted_by=[council], adopted_by_partners=[minister.partner], given_by=minister, **about
    )
    page = make.make_page(body_en=body, body_de=body)
    gallery = make.make_gallery(meeting=meeting, terms=page, **NOTE)
    public = {
        "minister": minister,
        "person": minister.person,
        "partner": minister.partner,
        "format": council,
        "topic": topic,
        "meeting": meeting,
        "session": session,
        "statement": statement,
        "article": make.make_article(edition={"body": body}, **about),
        "gallery": gallery,
        "photo": make.make_photo(gallery=gallery, session=session, people=[minister.person], **NOTE),
        "page": page,
        "outcome": make.make_outcome(session=session, topics=[topic], statement=statement),
    }
    return Stage(public, {way.name: _ready(meeting, ids[way.name]) for way in WAYS})


def _ready(meeting: Meeting, ids: dict[str, str]) -> dict[str, Any]:
    """Make public rows that will point to planted ones; texts link to `ids` already."""
    gallery, earlier = make.make_gallery(), date(2010, 11, 19)
    return {
        "ids": ids,
        "meeting": make.make_meeting(starts_on=earlier, ends_on=earlier),
        "gallery": gallery,
        "photo": make.make_photo(gallery=gallery),
        "statement": make.make_statement(languages=["de"], meetings=[meeting]),
        "article": make.make_article(languages=["de"], meetings=[meeting]),
    }


def fill_the_lists() -> None:
    """Fill the first page of each list, so that one row more begins a second."""
    session = make.make_session()
    makings: dict[Any, Callable[[], Any]] = {
        Meeting: make.make_meeting,
        Statement: lambda: make.make_statement(languages=["en"]),
        Article: lambda: make.make_article(languages=["en"]),
        Gallery: lambda: make.make_gallery(photos=1),
        Outcome: lambda: make.make_outcome(session=session),
    }
    for model, making in makings.items():
        for _ in range(ROWS_OF_A_PAGE - model.objects.public(A_SECOND_BEFORE).count()):
            making()
