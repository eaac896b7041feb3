"""The rows of feeds, of one or several kinds, latest change first, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, F, Model, Prefetch, Q, QuerySet, Value

from meetings.models import Article, Meeting, Outcome, Session, Statement, Topic
from partners.models import Partner, Person
from photos.models import Gallery, Photo
from publishing.joins import public_join
from publishing.kinds import editions_of
from publishing.models import Document
from publishing.public_ids import models_by_letter
from website.facets import FacetSet, left_by
from website.listings import Hold
from website.reads.galleries import with_surroundings
from website.reads.last_changes import with_changes
from website.reads.meetings import meetings, sessions
from website.reads.outcomes import register
from website.reads.partners import formats, partners
from website.reads.photos import photos
from website.reads.tombstones import withdrawn
from website.reads.withdrawal_notices import WithdrawalNotice

COLUMNS: Final = ("updated", "letter", "key")

type Key = tuple[datetime, str, int]  # of a row: its COLUMNS


@dataclass(frozen=True)
class Source:
    """What a feed lists of one kind: its public rows, and all that were ever public."""

    public: QuerySet[Model]
    ever: QuerySet[Model]


def source(kind: type[Any], about: Q, at: datetime) -> Source:
    """Return the rows of a kind that meet the condition."""
    return Source(kind.objects.public(at).filter(about), kind.objects.ever_public(at).filter(about))


def source_of_list(filters: FacetSet) -> Source:
    """Return the rows of a list that its filters have left."""
    ever = filters.all_rows.model._default_manager.ever_public(filters.at)
    return Source(filters.qs, left_by(type(filters), ever, filters.at, filters.chosen))


class FeedRows:
    """The rows of all the sources together. A slice reads a page of them.

    The rows of a page, of documents their texts, have `published` and `updated`; see last_changes.py. `hold` has the
    number of the rows and the keys of a page from memory where they still hold.
    """

    def __init__(self, sources: Callable[[], Sequence[Source]], at: datetime, hold: Hold) -> None:
        self._sources = sources
        self.at = at
        self._hold = hold

    def count(self) -> int:
        number: int = self._hold("number", lambda: self._keys().count())
        return number

    def __getitem__(self, page: slice) -> list[Model]:
        found = self._hold((page.start, page.stop), lambda: list(self._in_order()[page]))
        keys: dict[str, list[int]] = {}
        for _updated, letter, key in found:
            keys.setdefault(letter, []).append(key)
        by_letter = models_by_letter()
        rows = {
            (letter, row.pk): row
            for letter, asked in keys.items()
            for row in with_changes(ROWS[by_letter[letter]](self.at).filter(pk__in=asked).order_by(), self.at)
        }
        return [rows[letter, key] for _updated, letter, key in found if (letter, key) in rows]

    def _in_order(self) -> QuerySet[Model, Key]:
        return self._keys().order_by("-updated", "letter", "-key")

    def _keys(self) -> QuerySet[Model, Key]:
        keys = [self._keys_of(each.public) for each in self._sources()]
        return keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]

    def withdrawn(self) -> list[WithdrawalNotice]:
        """Return what was listed and is withdrawn as published in error."""
        return withdrawn([each.ever for each in self._sources()], self.at)

    def _keys_of(self, rows: QuerySet[Any]) -> QuerySet[Model, Key]:
        chosen = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
        letter = Value(rows.model._meta.get_field("public_id").letter, output_field=CharField())
        marked = with_changes(chosen, self.at).annotate(letter=letter, key=F("pk"))
        # A plain QuerySet: modeltranslation reorders columns, but a union needs the same order.
        plain: QuerySet[Any] = QuerySet(rows.model, marked.order_by().query)
        return plain.values_list(*COLUMNS)


def _sessions(at: datetime) -> QuerySet[Session]:
    return with_bodies(sessions(at), at)


def with_bodies(rows: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Fetch the sessions' bodies and topics as `public_formats`, `public_topics`."""
    return rows.prefetch_related(Prefetch("formats", formats(at), "public_formats"), _topics(at))


def _outcomes(at: datetime) -> QuerySet[Outcome]:
    return register(at).defer(None).prefetch_related(_topics(at))


def _documents[D: Document](kind: type[D], at: datetime) -> QuerySet[D]:
    """Return documents with their live texts, each with `published` and `updated`."""
    texts = with_changes(editions_of(kind).objects.live(at), at)
    return kind.objects.public(at).prefetch_related(Prefetch("editions", texts, "public_editions"), _topics(at))


def _statements(at: datetime) -> QuerySet[Statement]:
    return _documents(Statement, at).prefetch_related(Prefetch("adopted_by", formats(at), "public_adopted_by"))


def _articles(at: datetime) -> QuerySet[Article]:
    lead = Photo.objects.public(at).with_file().select_related("gallery")
    return _documents(Article, at).prefetch_related(Prefetch("lead_photo", lead, "public_lead_photo"))


def _photos(at: datetime) -> QuerySet[Photo]:
    terms = {
        "public_terms": public_join(Photo, "terms", at),
        "terms_of_gallery": public_join(Gallery, "terms", at, "gallery__"),
    }
    rows = photos(at).annotate(**terms).select_related(*terms)
    return rows.prefetch_related(Prefetch("people", Person.objects.public(at), "public_people"))


def _topics(at: datetime) -> Prefetch:
    return Prefetch("topics", Topic.objects.public(at).only("slug", "name"), "public_topics")


# What the entries of each kind are made of.
ROWS: Final[dict[type[Model], Callable[[datetime], QuerySet[Model]]]] = {
    Meeting: meetings,
    Session: _sessions,
    Outcome: _outcomes,
    Statement: _statements,
    Article: _articles,
    Gallery: with_surroundings,
    Photo: _photos,
    Partner: partners,
}
