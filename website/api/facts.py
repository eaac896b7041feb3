"""The facts that the API gives of a row: name, JSON schema, how each is read.

The schema of a column follows from the field of its model.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

from partners.partial_dates import PartialDateField
from publishing.addresses import absolute, path_of
from publishing.languages import LANGUAGES
from publishing.models import Page
from publishing.public_ids import model_of
from website.absolute_links import permalink
from website.reads.related import Related, Relations
from website.reads.targets import Target

Schema = dict[str, Any]
STRING: Final[Schema] = {"type": "string"}
ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
TEXT: Final[Schema] = {"$ref": "#/components/schemas/Text"}
REFERENCE: Final[Schema] = {"$ref": "#/components/schemas/Reference"}
PARTIAL_DATE: Final = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
TYPES: Final[tuple[tuple[type[models.Field], Schema], ...]] = (
    (PartialDateField, STRING | {"pattern": PARTIAL_DATE}),
    (models.DateTimeField, MOMENT),
    (models.DateField, STRING | {"format": "date"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.Field, STRING),
)


@dataclass(frozen=True)
class Surroundings:
    """The moment, the relations and the targets of links that an answer needs."""

    at: datetime
    related: Relations
    links: Mapping[str, Target] = field(default_factory=dict)
    is_of_one: bool = False  # whether the answer is about one row, and not a list


@dataclass(frozen=True)
class Fact:
    """A fact, read from the paths `relations`; lists leave it out if `is_of_one`."""

    name: str
    schema: Schema
    value: Callable[[Any, Surroundings], Any]
    description: str | Promise = ""
    relations: tuple[str, ...] = ()
    is_of_one: bool = False


def of_one(fact: Fact) -> Fact:
    """Return a fact that only single rows have."""
    return replace(fact, is_of_one=True)


def columns(model: type[models.Model], *names: str) -> tuple[Fact, ...]:
    """Return facts that are columns of the row."""
    return tuple(_column(model._meta.get_field(name)) for name in names)


def texts(model: type[models.Model], *names: str) -> tuple[Fact, ...]:
    """Return facts that are texts of a record, by language."""
    return tuple(_text(model._meta.get_field(name)) for name in names)


def one(name: str, *paths: str, description: str | Promise) -> Fact:
    """Return the public row that the first of the paths with one leads to, or null."""

    def value(row: models.Model, around: Surroundings) -> Any:
        return next((reference(each) for each in _led_to(row, paths, around)), None)

    return Fact(name, or_null(REFERENCE), value, description, paths)


def many(name: str, *paths: str, description: str | Promise) -> Fact:
    """Return the public rows that the first of the paths with any leads to."""

    def value(row: models.Model, around: Surroundings) -> Any:
        return [reference(each) for each in _led_to(row, paths, around)]

    return Fact(name, {"type": "array", "items": REFERENCE}, value, description, paths)


def parts(name: str, listed: str, facts: Sequence[Fact], description: str | Promise) -> Fact:
    """Return a fact of one row: the rows in its attribute `listed`, with their facts."""

    def value(row: models.Model, around: Surroundings) -> Any:
        return [as_object(facts, part, around) for part in getattr(row, listed)]

    return of_one(Fact(name, {"type": "array", "items": schema_of(facts)}, value, description))


def row_of(name: str, attribute: str, *, description: str | Promise) -> Fact:
    """Return the row with a name that is in the attribute, or null."""

    def value(row: models.Model, _around: Surroundings) -> Any:
        found = getattr(row, attribute)
        return found and reference(Related(found.public_id, text_by_language(found, "name")))

    return Fact(name, or_null(REFERENCE), value, description)


def as_object(facts: Iterable[Fact], row: object, around: Surroundings) -> dict[str, Any]:
    """Return the facts of the row, as far as the answer tells them."""
    return {fact.name: fact.value(row, around) for fact in facts if around.is_of_one or not fact.is_of_one}


def schema_of(facts: Sequence[Fact]) -> Schema:
    """Return the schema of an object with the facts; lists may leave some out."""
    return {
        "type": "object",
        "properties": {fact.name: _described(fact) for fact in facts},
        "required": [fact.name for fact in facts if not fact.is_of_one],
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def reference(row: Related) -> dict[str, Any]:
    """Return the reference to a row: its permanent id, addresses and names."""
    url = api_address(row.public_id)
    return {"id": row.public_id, "permalink": permalink(row.public_id), "url": url, "name": dict(row.names)}


def api_address(public_id: str) -> str | None:
    """Return the row's address in the API; None for a fixed page, which has none."""
    has_address = model_of(public_id) is not Page
    return absolute(path_of(f"api-{kind_of(public_id)}", public_id)) if has_address else None


def text_by_language(row: models.Model, name: str) -> dict[str, str]:
    found = ((code, getattr(row, f"{name}_{code}", "")) for code in LANGUAGES)
    return {code: text for code, text in found if text}


def by_language(address: Callable[[], str]) -> dict[str, str]:
    """Return an address of the site in each of its languages."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = absolute(address())
    return found


def iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def kind_of(public_id: str) -> str:
    """Return the name of the kind that the permanent id is of."""
    model = model_of(public_id)
    return str(model._meta.model_name) if model else ""


def _led_to(row: models.Model, paths: Iterable[str], around: Surroundings) -> list[Related]:
    return next((found for path in paths if (found := around.related.get((row.pk, path)))), [])


def _column(column: Any) -> Fact:
    def value(row: models.Model, _around: Surroundings) -> Any:
        found = getattr(row, column.name)
        return iso(found) if isinstance(found, date) else found

    schema = dict(next(schema for kind, schema in TYPES if isinstance(column, kind)))
    if column.choices:
        schema["enum"] = [choice for choice, _label in column.choices if choice is not None]
    return Fact(column.name, or_null(schema) if column.null else schema, value, column.verbose_name)


def _text(column: Any) -> Fact:
    return Fact(column.name, TEXT, lambda row, _around: text_by_language(row, column.name), column.verbose_name)


def _described(fact: Fact) -> Schema:
    said = str(fact.description)
    return fact.schema | {"description": said[:1].upper() + said[1:]} if said else fact.schema
