"""The corrections and withdrawals of the whole site."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat, ExtractYear

from publishing.kinds import editions_of, kind_with_page, kinds
from publishing.languages import LANGUAGES, reader_language
from publishing.models import Document, Edition, Withdrawal
from publishing.public_ids import model_of, models_by_letter
from publishing.states import Correction
from publishing.wording import name_field, wording
from website.reads.targets import Target, targets
from website.reads.withdrawal_notices import WithdrawalNotice, withdrawal_notice
from website.texts import address_for_reader, text_for_reader, version_address

CORRECTED: Final = "corrected"
COLUMNS: Final = ("when", "what", "object_id", "key")

type Key = tuple[datetime, str, str, int]  # of an entry: its COLUMNS


@dataclass(frozen=True)
class Name:
    """The name, language, address and version number of a public object."""

    title: str
    url: str
    language: str
    version: int | None = None
    note: str = ""


@dataclass(frozen=True)
class CorrectionEntry:
    """An entry; for an object that is not public it has only the type and public id."""

    what: str
    when: datetime | None
    public_id: str
    kind: str  # the verbose name of the type
    name: Name | None
    withdrawal: WithdrawalNotice | None


class Register:
    """The register at a moment, in a zone; a slice has the keys that `asking` left."""

    model = Withdrawal  # which a set of filters asks for

    def __init__(self, at: datetime, zone: ZoneInfo) -> None:
        self.at = at
        self.zone = zone
        self.kind = ""
        self.year: int | None = None
        self.after: tuple[str, str] | None = None

    def beyond(self, when: str, public_id: str) -> Self:
        """Return the entries that come after the one of this moment and object."""
        asked = copy(self)
        asked.after = when, public_id
        return asked

    def asking(self, *, kind: str = "", year: str = "") -> Self:
        """Filter by kind and year, if given."""
        asked = copy(self)
        asked.kind = kind or self.kind
        asked.year = int(year) if year else self.year
        return asked

    @cached_property
    def counts(self) -> Mapping[tuple[str, int], int]:
        """The number of entries by kind and year, without filters. One query."""
        counted = [rows.order_by().values_list("what", "year").annotate(n=Count("pk")) for rows in self._sources()]
        found: Counter[tuple[str, int]] = Counter()
        for what, year, n in counted[0].union(*counted[1:], all=True).order_by():
            found[what, year] += n
        return found

    @property
    def left(self) -> Mapping[tuple[str, int], int]:
        """The counts of what is asked for."""
        return {
            (kind, year): n
            for (kind, year), n in self.counts.items()
            if self.kind in ("", kind) and self.year in (None, year)
        }

    def count(self) -> int:
        return sum(self.left.values())

    def __getitem__(self, page: slice) -> QuerySet[Model, Key]:
        asked = Q(what=self.kind) if self.kind else Q()
        if self.year:
            # Asked by its ends: a lookup by year would go by the active zone, whatever was annotated.
            first, end = (datetime(year, 1, 1, tzinfo=self.zone) for year in (self.year, self.year + 1))
            asked &= Q(when__gte=first, when__lt=end)
        if self.after:
            when, public_id = self.after
            asked &= Q(when__lt=when) | Q(when=when, object_id__lt=public_id)
        rows = [rows.order_by().filter(asked).values_list(*COLUMNS) for rows in self._sources()]
        return rows[0].union(*rows[1:], all=True).order_by("-when", "-object_id")[page]

    def _sources(self) -> list[QuerySet[Model]]:
        """Return the corrections of texts and the withdrawals as querysets with COLUMNS."""
        corrections = [
            edition.objects.public(self.at)
            .filter(correction=Correction.MAJOR)
            .annotate(when=F("publish_at"), what=Value(CORRECTED), object_id=F("public_id"), key=F("pk"))
            for edition in kinds(Edition)
        ]
        # A plain QuerySet: modeltranslation reorders columns, but a union needs the same order.
        withdrawals = (
            QuerySet(Withdrawal)
            .filter(_ever_public(self.at), since__lte=self.at)
            .annotate(when=F("since"), what=F("kind"), object_id=F("public_id"), key=F("pk"))
        )
        return [rows.annotate(year=ExtractYear("when", tzinfo=self.zone)) for rows in (*corrections, withdrawals)]


def _ever_public(at: datetime) -> Q:
    """Return the withdrawals of objects that were public."""
    rule = Q()
    models: dict[str, Any] = {**models_by_letter()}
    for letter, model in models.items():
        was_public = Exists(model._default_manager.ever_public(at).filter(public_id=OuterRef("public_id")))
        rule |= Q(Q(public_id__startswith=letter), was_public)
    return rule


def entries(page: Sequence[Key], at: datetime) -> list[CorrectionEntry]:
    """Return the entries with the keys, in their order."""
    names = _names({public_id for _when, _what, public_id, _key in page}, at)
    withdrawals = Withdrawal.objects.in_bulk([key for _when, what, _id, key in page if what != CORRECTED])
    return [
        CorrectionEntry(
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
    records = set(ids)
    kind_of: dict[str, Any] = {public_id: model_of(public_id) for public_id in ids}
    for document in kinds(Document):
        asked = [public_id for public_id in ids if kind_with_page(kind_of[public_id]) is document]
        records.difference_update(asked)
        if asked:
            names |= _names_of_texts(editions_of(document), asked, at)
    found = targets(records, at)
    titles = _titles(found)
    reader = reader_language()
    return names | {
        public_id: Name(title, target.url, language)
        for public_id, target in found.items()
        for title, language in [titles.get(public_id, ("", reader))]
    }


def _names_of_texts(edition: type[Edition], ids: list[str], at: datetime) -> dict[str, Name]:
    """Yield the names of public editions and documents."""
    names: dict[str, Name] = {}
    texts: dict[str, list[Any]] = {}
    documents = edition.document_model().objects.filter(public_id__in=ids)
    found = edition.objects.public(at).with_version().with_is_live(at).defer("body")
    # By keys, not across the join: only then does an index answer both.
    asked = Q(public_id__in=ids) | Q(document__in=documents.values("pk"), is_live=True)
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
    """Return each record's title, or a photo's caption, and its language; one query."""
    titles = {public_id: wording(target.photo, "caption") for public_id, target in found.items() if target.photo}
    by_kind: dict[Any, list[str]] = defaultdict(list)
    for public_id in found.keys() - titles.keys():
        by_kind[model_of(public_id)].append(public_id)
    asked = [
        model._default_manager.filter(public_id__in=ids)
        .order_by()
        .annotate(way=_title(name_field(model)))
        .values_list("way", flat=True)
        for model, ids in by_kind.items()
    ]
    if asked:
        ways = (way.split("/", 2) for way in asked[0].union(*asked[1:], all=True).order_by())
        titles |= {public_id: (title, language) for public_id, language, title in ways}
    return titles


def _title(column: str) -> Concat:
    """Return `public id/language/title` in the first language with a title."""
    languages = [reader_language(), *LANGUAGES]
    said = [
        When(**{f"{column}_{code}__gt": ""}, then=Concat(Value(f"/{code}/"), F(f"{column}_{code}")))
        for code in dict.fromkeys(languages)
    ]
    title = Case(*said, default=Value(f"/{languages[0]}/"), output_field=CharField())
    return Concat("public_id", title, output_field=CharField())
