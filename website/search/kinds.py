"""What each kind of content gives to the search index: one table.

A path leads from a row by its relations to a column, as in a query: "meeting__title". A translated column gives its
text in the language of the entry, a property what it is in that language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from meetings.models import Article, Meeting, Outcome, Session, Statement, Topic
from partners.models import Format, Partner, Person
from photos.models import Gallery, Photo
from publishing.languages import translated_fields
from publishing.models import Document, Page, Record
from publishing.paths import rows_at


@dataclass(frozen=True)
class Borrowed:
    """What another row says of this one, found only while that row is public too.

    The path leads to a row that has the texts; `needs` leads on from there to the row with a state.
    """

    path: str
    texts: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True)
class SearchFacet:
    """Records to find rows by: those at the path, or at `otherwise` if it has none.

    With a base, the path begins at the rows to which that leads. Then the record counts while also the base is public,
    or that to which `via` leads on from it.
    """

    record: type[Record]
    path: str = ""
    otherwise: str = ""
    base: str = ""
    via: str = ""

    def relations(self) -> Iterator[str]:
        """Yield the paths of its relations."""
        inner = [joined(self.base, each) for each in (self.path, self.otherwise, self.via) if each]
        yield from filter(None, (self.base, *inner))


@dataclass(frozen=True)
class Kind:
    """What a kind gives to the search; texts in `around` are found, but not shown."""

    model: type[Any]
    title: str = "title"
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    days: tuple[str, ...] = ()  # the first, and the last where there are several
    borrowed: tuple[Borrowed, ...] = ()
    facets: tuple[SearchFacet, ...] = ()
    also: str | Promise = ""  # another word that people use for it
    weight: float = 0.0  # in the order of results: which kind is more likely to be meant

    @property
    def letter(self) -> str:
        return letter_of(self.model)

    @property
    def is_document(self) -> bool:
        """Whether its texts are those of editions: title, summary and body."""
        return issubclass(self.model, Document)

    def text_relations(self) -> Iterator[str]:
        """Yield the paths of the relations from whose rows texts are taken."""
        texts = (self.title, *self.names, *self.body, *self.around, *self.days)
        yield from (path.rpartition("__")[0] for path in texts if "__" in path)
        if self.is_document:
            yield "editions"
        for each in self.borrowed:
            yield each.path
            yield from (joined(each.path, text.rpartition("__")[0]) for text in each.texts if "__" in text)

    def relations(self) -> Iterator[str]:
        """Yield the paths of all relations that lead to what it gives."""
        yield from self.text_relations()
        yield from (joined(each.path, each.needs) for each in self.borrowed)
        for facet in self.facets:
            yield from facet.relations()


NAMES: Final = ("name", "acronym")
BY_SESSION: Final = (SearchFacet(Format, "formats", base="sessions"), SearchFacet(Topic, "topics", base="sessions"))
KINDS: Final = (
    Kind(
        Meeting,
        names=("headline", "level_name", "city", "venue", "series__name"),
        body=("summary", "glance_decided", "glance_who", "glance_next", "former_place"),
        days=("starts_on", "ends_on"),
        borrowed=(Borrowed("country", ("name",)),),
        facets=(
            *(
                SearchFacet(Partner, "country"),
                SearchFacet(Partner, "partner", base="hosts", via="appointment__person"),
            ),
            *BY_SESSION,
        ),
        weight=0.5,
    ),
    Kind(
        Session,
        names=("place",),
        body=("summary",),
        around=("meeting__title", "meeting__city"),
        days=("day",),
        borrowed=(Borrowed("formats", NAMES),),
        facets=(SearchFacet(Partner, "meeting__country"), SearchFacet(Format, "formats"), SearchFacet(Topic, "topics")),
        weight=0.2,
    ),
    Kind(
        Outcome,
        title="text",
        names=("verb_name",),
        also=pgettext_lazy("what readers search for", "decision"),
        around=("session__title", "session__meeting__title"),
        days=("session__day",),
        facets=(
            *(SearchFacet(Partner, "session__meeting__country"), SearchFacet(Format, "session__formats")),
            SearchFacet(Topic, "topics", otherwise="session__topics"),
        ),
    ),
    Kind(
        Statement,
        names=("kind_name", "reference", "adopted_by_note"),
        days=("issued_on",),
        borrowed=(
            *(Borrowed("adopted_by", NAMES), Borrowed("adopted_by_partners", NAMES)),
            Borrowed("given_by", ("person__name",), needs="person"),
        ),
        facets=(
            *(SearchFacet(Format, "adopted_by"), SearchFacet(Partner, "adopted_by_partners")),
            *(SearchFacet(Partner, "partner", base="given_by", via="person"), SearchFacet(Topic, "topics")),
        ),
        weight=0.3,
    ),
    Kind(
        Article,
        names=("kind_name",),
        days=("issued_on",),
        facets=(SearchFacet(Topic, "topics"), SearchFacet(Format, "formats", base="sessions")),
        weight=0.2,
    ),
    Kind(Gallery, body=("summary",), borrowed=(Borrowed("meeting", ("title", "city")),)),
    Kind(
        Photo,
        title="caption",
        names=("headline", "other_people", "place", "city", "country", "photographer"),
        body=("alt", "remark", "keywords"),
        around=("gallery__title",),
        days=("taken_on",),
        borrowed=(Borrowed("people", ("name",)),),
        facets=(SearchFacet(Format, "formats", base="session"), SearchFacet(Topic, "topics", base="session")),
        weight=-0.2,
    ),
    Kind(
        Partner,
        title="name",
        names=("acronym", "official_name", "iso_code", "former_names__name", "former_names__official_name"),
        facets=(SearchFacet(Partner), SearchFacet(Format, "memberships__format")),
        weight=0.4,
    ),
    Kind(
        Format,
        title="name",
        names=("acronym",),
        body=("description",),
        facets=(SearchFacet(Format),),
        weight=0.6,
    ),
    Kind(
        Person,
        title="name",
        names=("sort_name",),
        borrowed=(Borrowed("appointments", ("office", "partner__name"), needs="partner"),),
        facets=(SearchFacet(Partner, "appointments__partner"),),
        weight=0.5,
    ),
    Kind(Topic, title="name", body=("description",), facets=(SearchFacet(Topic),), weight=0.5),
    Kind(Page, body=("body",)),
)


def joined(*paths: str) -> str:
    return "__".join(filter(None, paths))


def letter_of(model: type[Any]) -> str:
    """Return the letter of the permanent ids of a kind."""
    letter: str = model._meta.get_field("public_id").letter
    return letter


@cache
def by_letter() -> dict[str, Kind]:
    return {kind.letter: kind for kind in KINDS}


@cache
def by_model() -> dict[type[Model], Kind]:
    return {kind.model: kind for kind in KINDS}


def texts_at(row: Model, path: str, language: str) -> list[str]:
    """Return the non-empty texts that a path leads to, in the active `language`."""
    relations, _separator, name = path.rpartition("__")
    values = (getattr(each, column(type(each), name, language), None) for each in rows_at(row, relations))
    return [text for value in values if value and (text := str(value).strip())]


def column(model: type[Model], name: str, language: str) -> str:
    """Return the column of a text in the language: its own where it is translated."""
    return build_localized_fieldname(name, language) if name in translated(model) else name


@cache
def translated(model: type[Model]) -> frozenset[str]:
    return frozenset(translated_fields(model))


def field_of(model: type[Model], name: str) -> Field | None:
    """Return the column with the name; None for what is a property."""
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None
