"""The corrections and withdrawals of the whole site."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat, ExtractYear
from django.utils.translation import get_language

from meetings.models import (
    Article,
    ArticleEdition,
    Meeting,
    Outcome,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Format, Partner, Person
from photos.models import Gallery, Photo
from publishing.models import Page, Withdrawal
from publishing.public_ids import model_of
from publishing.states import Correction
from publishing.wording import wording
from website.reads.targets import PLACES, Target, targets
from website.reads.withdrawal_notices import WithdrawalNotice, withdrawal_notice
from website.texts import address_for_reader, text_for_reader, version_address

CORRECTED: Final = "corrected"
EDITIONS: Final[dict[Any, Any]] = {Statement: StatementEdition, Article: ArticleEdition}
# The name field of each kind of record; photos use their captions, texts their titles.
TITLES: Final[dict[Any, str]] = {
    Meeting: "title",
    Session: "title",
    Outcome: "text",
    Gallery: "title",
    Partner: "name",
    Format: "name",
    Person: "name",
    Topic: "name",
    Page: "title",
}
OF_TEXTS: Final = {*EDITIONS, *EDITIONS.values()}
COLUMNS: Final = ("when", "what", "object_id", "key")


@dataclass(frozen=True)
class Name:
    """The name of a public object, its language and address, and the number of a version."""

    title: str
    url: str
    language: str
    version: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry. For an object that is not public it has only the type and the public id."""

    what: str
    when: datetime | None
    public_id: str
    kind: str  # the verbose name of the type
    name: Name | None
    withdrawal: WithdrawalNotice | None


class Register:
    """The entries at a moment. Years are those of the zone. A slice reads one page of the filtered entries."""

    def __init__(self, at: datetime, zone: ZoneInfo) -> None:
        self.at = at
        self.zone = zone
        self.kind = ""
        self.year: int | None = None

    def ask(self, *, kind: str, year: str) -> None:
        """Filter by kind and year, if given."""
        self.kind = kind
        self.year = int(year) if year else None

    @cached_property
    def counts(self) -> Mapping[tuple[str, int], int]:
        """The number of entries by kind and year, without filters. One query."""
        counted = [
            rows.order_by().values_list("what", "year").annotate(n=Count("pk")) for rows in self._sources()
        ]
        found: Counter[tuple[str, int]] = Counter()
        for what, year, n in counted[0].union(*counted[1:], all=True).order_by():
            found[what, year] += n
        return found

    def __len__(self) -> int:
        return sum(
            n
            for (what, year), n in self.counts.items()
            if self.kind in ("", what) and self.year in (None, year)
        )

    def __getitem__(self, page: slice) -> list[Entry]:
        asked = Q(what=self.kind) if self.kind else Q()
        if self.year:  # by its ends: a lookup by year would use the active zone
            first, end = (datetime(year, 1, 1, tzinfo=self.zone) for year in (self.year, self.year + 1))
            asked &= Q(when__gte=first, when__lt=end)
        rows = [rows.order_by().filter(asked).values_list(*COLUMNS) for rows in self._sources()]
        return _entries(rows[0].union(*rows[1:], all=True).order_by("-when", "-object_id")[page], self.at)

    def _sources(self) -> list[QuerySet[Any, Any]]:
        """Return the corrections of statements and articles, and the withdrawals, as querysets with COLUMNS."""
        corrections = [
            edition.objects.public(self.at)
            .filter(correction=Correction.MAJOR)
            .annotate(when=F("publish_at"), what=Value(CORRECTED), object_id=F("public_id"), key=F("pk"))
            for edition in EDITIONS.values()
        ]
        # A plain QuerySet: modeltranslation reorders columns, but a union needs the same order.
        withdrawals = (
            QuerySet(Withdrawal)
            .filter(_been_public(self.at), since__lte=self.at)
            .annotate(when=F("since"), what=F("kind"), object_id=F("public_id"), key=F("pk"))
        )
        return [
            rows.annotate(year=ExtractYear("when", tzinfo=self.zone)) for rows in (*corrections, withdrawals)
        ]


def _been_public(at: datetime) -> Q:
    """Return the withdrawals of objects that were public."""
    rule = Q()
    models: list[Any] = [*PLACES, Photo]
    for model in models:
        letter = model._meta.get_field("public_id").letter
        been = Exists(model._default_manager.ever_public(at).filter(public_id=OuterRef("public_id")))
        rule |= Q(Q(public_id__startswith=letter), been)
    return rule


def _entries(rows: Iterable[tuple[datetime, str, str, int]], at: datetime) -> list[Entry]:
    page = list(rows)
    names = _names({public_id for _when, _what, public_id, _key in page}, at)
    withdrawals = Withdrawal.objects.in_bulk([key for _when, what, _id, key in page if what != CORRECTED])
    return [
        Entry(
            what=what,
            when=when,
            public_id=public_id,
            kind=_kind(public_id),
            name=names.get(public_id),
            withdrawal=None if what == CORRECTED else withdrawal_notice(withdrawals[key], at),
        )
        for when, what, public_id, key in page
    ]


def _kind(public_id: str) -> str:
    model = model_of(public_id)
    return str(model._meta.verbose_name) if model else ""


def _names(ids: set[str], at: datetime) -> dict[str, Name]:
    """Return the names of the public objects. Makes at most five queries."""
    names: dict[str, Name] = {}
    for document, edition in EDITIONS.items():
        asked = [public_id for public_id in ids if model_of(public_id) in (document, edition)]
        if asked:
            names |= _names_of_texts(edition, asked, at)
    found = targets([public_id for public_id in ids if model_of(public_id) not in OF_TEXTS], at)
    titles = _titles(found)
    reader = get_language() or settings.LANGUAGE_CODE
    return names | {
        public_id: Name(title, target.url, language)
        for public_id, target in found.items()
        for title, language in [titles.get(public_id, ("", reader))]
    }


def _names_of_texts(edition: Any, ids: list[str], at: datetime) -> dict[str, Name]:
    """Yield the names of public editions and documents."""
    names: dict[str, Name] = {}
    texts: dict[str, list[Any]] = {}
    live = Exists(edition.objects.live(at).filter(pk=OuterRef("pk")))
    found = edition.objects.public(at).with_version().annotate(is_live=live).defer("body")
    asked = Q(public_id__in=ids) | Q(document__public_id__in=ids, is_live=True)
    for text in found.filter(asked).select_related("document"):
        url = address_for_reader(text.language, version_address(text))
        names[text.public_id] = Name(text.title, url, text.language, text.version, text.correction_note)
        if text.is_live:
            texts.setdefault(text.document.public_id, []).append(text)
    for public_id, group in texts.items():
        text = text_for_reader(group)
        if text:
            names[public_id] = Name(text.title, text.document.get_absolute_url(), text.language)
    return names


def _titles(found: Mapping[str, Target]) -> dict[str, tuple[str, str]]:
    """Return the titles of records and their languages, in one query. Photos have their captions."""
    titles = {
        public_id: wording(target.photo, "caption") for public_id, target in found.items() if target.photo
    }
    asked = []
    for model, column in TITLES.items():
        ids = [public_id for public_id in found if model_of(public_id) is model]
        if ids:
            rows = model._default_manager.filter(public_id__in=ids).order_by()
            asked.append(rows.annotate(way=_title(column)).values_list("way", flat=True))
    if asked:
        ways = (way.split("/", 2) for way in asked[0].union(*asked[1:], all=True).order_by())
        titles |= {public_id: (title, language) for public_id, language, title in ways}
    return titles


def _title(column: str) -> Concat:
    """Return one column of public id, language and text, in the first language with a text, separated by slashes."""
    languages = [get_language() or settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]
    said = [
        When(**{f"{column}_{code}__gt": ""}, then=Concat(Value(f"/{code}/"), F(f"{column}_{code}")))
        for code in dict.fromkeys(languages)
    ]
    title = Case(*said, default=Value(f"/{languages[0]}/"), output_field=CharField())
    return Concat("public_id", title, output_field=CharField())
