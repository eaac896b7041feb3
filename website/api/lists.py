"""Reads requests for lists of the API: filters, page size and cursor.

An API answers programs. What a page would leave out with a notice is refused here, since no one may read the notice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from http import HTTPStatus
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, Model, QuerySet
from django.http import QueryDict

from meetings.models import Article, Meeting, Outcome, Session, Statement
from partners.models import Partner
from photos.models import Gallery, Photo
from publishing.kinds import editions_of
from publishing.languages import LANGUAGES, TAG
from publishing.models import Document, Withdrawal
from publishing.wording import name_field
from website import filters
from website.api.facts import Schema, iso
from website.api.problems import Problem
from website.api.resources import Resource
from website.facets import ChoiceFacet, Facet, FacetSet, Option, RecordFacet, YearFacet, readable
from website.reads import galleries
from website.reads.api import after, in_order, read
from website.reads.corrections import entries
from website.reads.meetings import meetings

FEWEST, USUAL, MOST = 1, 25, 100  # rows of a page
CURSOR, LIMIT = "cursor", "limit"
LONGEST: Final = 200  # characters of a value
SLUG: Final[Schema] = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,80}$"}
YEAR: Final[Schema] = {"type": "string", "pattern": "^[0-9]{4}$"}
TEXT: Final[Schema] = {"type": "string", "pattern": "^[^\\x00-\\x1f\\x7f]{1,80}$"}
INTEGER: Final = re.compile("[1-9][0-9]{0,5}")


class LanguageFacet(Facet):
    """What has a text, or of records a name, in the language."""

    def label_of(self, value: str, rows: QuerySet[Model], at: datetime) -> str | None:
        return value

    def options(self, left: QuerySet[Model], rows: QuerySet[Model], at: datetime) -> list[Option]:
        return []

    def leave(self, rows: QuerySet[Model], value: str, at: datetime) -> QuerySet[Model]:
        if issubclass(rows.model, Document):
            live = editions_of(rows.model).objects.live(at).filter(language=value)
            return rows.filter(pk__in=live.order_by().values("document"))
        if value not in LANGUAGES:
            return rows.none()
        return rows.filter(**{f"{name_field(rows.model) or 'caption'}_{value}__gt": ""})


class Unlabelled(FacetSet):
    """Filters that print no labels: the query for the rows checks the records."""

    @property
    def qs(self) -> Any:
        rows = super().qs
        for name, value in self.chosen.items():
            facet = self.base_filters[name]
            if isinstance(facet, RecordFacet):
                rows = rows.filter(Exists(facet.records(self.at).order_by().filter(slug=value)))
        return rows

    def _label(self, name: str, facet: Facet, value: str) -> str | None:
        return value if isinstance(facet, RecordFacet) else super()._label(name, facet, value)


class SessionFilters(filters.SessionFilters):
    """The filters of the page, and one by the meeting."""

    meeting = RecordFacet("meeting", records=meetings, label="Meeting")


class PhotoFilters(filters.PhotoFilters):
    """The filters of a gallery's page, and one by the gallery."""

    gallery = RecordFacet("gallery", records=galleries.galleries, label="Gallery")


FILTERS: Final[Mapping[type[Model], type[FacetSet]]] = {
    Meeting: filters.MeetingFilters,
    Session: SessionFilters,
    Outcome: filters.OutcomeFilters,
    Statement: filters.StatementFilters,
    Article: filters.ArticleFilters,
    Gallery: filters.GalleryFilters,
    Photo: PhotoFilters,
    Partner: filters.PartnerFilters,
    Withdrawal: filters.CorrectionFilters,
}


@dataclass(frozen=True)
class Page:
    """A page of rows or register entries, and the cursor of the next page, if any.

    `is_kept` says that the page is the first, and of the usual size.
    """

    rows: list[Any]
    cursor: str
    is_kept: bool


@cache
def filters_of(resource: Resource) -> type[FacetSet]:
    """Return the filters of a list: those of its page and, for rows, the language."""
    own = FILTERS.get(resource.model, FacetSet)
    if not resource.is_of_rows:
        return own
    return type(f"{own.__name__}OfApi", (Unlabelled, own), {"language": LanguageFacet("language", label="Language")})


def parameters(resource: Resource) -> dict[str, tuple[Schema, str]]:
    """Return the parameters of a list by name, each with its schema and what it is."""
    size = {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": USUAL}
    facets: Mapping[str, Any] = filters_of(resource).base_filters
    return {
        **{name: (_schema(facet), str(facet.label)) for name, facet in facets.items()},
        LIMIT: (size, "How many rows to return."),
        CURSOR: ({"type": "string"}, "Where to go on: from `next` of the page before."),
    }


def asked_page(resource: Resource, query: QueryDict, rows: Any, at: datetime) -> Page:
    """Return the page that the query asks for; raises Problem if it is invalid."""
    refuse(query, parameters(resource))
    found = filters_of(resource)(query, rows, at=at)
    limit = int(query.get(LIMIT, USUAL))
    left, cursor = found.qs, query.get(CURSOR)
    values = _values(resource, cursor) if cursor is not None else []
    if resource.is_of_rows:
        left = in_order(after(left, resource.order, values) if values else left, resource.order)
        left = left.values_list("pk", flat=True)
    elif values:
        left = left.beyond(*values)
    # A well-formed value that no row has leaves no rows.
    keys = [] if found.ignored else [*left[: limit + 1]]
    page = read(resource.model, keys, at) if resource.is_of_rows else entries(keys, at)
    further = _cursor(resource, page[limit - 1]) if len(page) > limit else ""
    return Page(page[:limit], further, is_kept=cursor is None and LIMIT not in query)


def refuse(query: QueryDict, known: Mapping[str, tuple[Schema, str]]) -> None:
    """Raise a Problem naming each parameter that is unknown, repeated or malformed."""
    wrong = {}
    for name, values in query.lists():
        if name not in known:
            wrong[readable(name)] = f"This list does not know it. It knows {', '.join(known)}."
        elif len(values) > 1:
            wrong[name] = "It is given more than once."
        elif not _fits(values[0], known[name][0]):
            wrong[name] = f"“{readable(values[0])}” does not have the form: {_form(known[name][0])}."
    if wrong:
        errors = [{"parameter": name, "detail": reason} for name, reason in wrong.items()]
        names = ", ".join(wrong)
        raise Problem(HTTPStatus.BAD_REQUEST, f"The request cannot be read because of: {names}.", errors=errors)


def _fits(value: str, schema: Schema) -> bool:
    if schema["type"] == "integer":
        return bool(INTEGER.fullmatch(value)) and schema["minimum"] <= int(value) <= schema["maximum"]
    if "enum" in schema:
        return value in schema["enum"]
    is_short = len(value) <= schema.get("maxLength", LONGEST)
    return is_short and bool(re.fullmatch(schema.get("pattern", ".*"), value, re.DOTALL))


def _form(schema: Schema) -> str:
    if schema["type"] == "integer":
        return f"a number from {schema['minimum']} to {schema['maximum']}"
    return f"one of {', '.join(schema['enum'])}" if "enum" in schema else str(schema.get("pattern", "text"))


def _schema(facet: Facet) -> Schema:
    """Return the form of the values of a facet."""
    if isinstance(facet, ChoiceFacet):
        return {"type": "string", "enum": [*facet.words]}
    if isinstance(facet, filters.CorrectionFacet) and facet.field_name == "kind":
        return {"type": "string", "enum": [*filters.KINDS]}
    if isinstance(facet, YearFacet | filters.CorrectionFacet):
        return YEAR
    if isinstance(facet, LanguageFacet):
        return {"type": "string", "pattern": f"^{TAG.pattern}$"}
    return SLUG if isinstance(facet, RecordFacet) else TEXT


def _signer(resource: Resource) -> Signer:
    return Signer(salt=f"website.api.{resource.name}")


def _cursor(resource: Resource, row: Any) -> str:
    """Return the signed values by which the row is sorted: all of them are public."""
    values = [reduce(getattr, term.removeprefix("-").split("__"), row) for term in resource.order]
    return _signer(resource).sign_object([iso(value) if isinstance(value, date) else value for value in values])


def _values(resource: Resource, cursor: str) -> list[Any]:
    try:
        values: list[Any] = _signer(resource).unsign_object(cursor)
    except BadSignature as error:
        detail = "No page of this list goes on at this cursor. Take it from `next`, or begin again without it."
        raise Problem(HTTPStatus.NOT_FOUND, detail) from error
    return values
