"""Forms that open with an earlier revision of the row, or a proposed change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FileField, ForeignKey, ManyToManyField, Model
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.form_base import Value, row_key
from editorial.merging import compared
from publishing.languages import translated_fields
from publishing.models.proposals import merged_relation
from publishing.texts.comparison import Comparison


@dataclass(frozen=True)
class Filling:
    """The values with which the forms of one page open.

    `rows` holds them by row key and field, `new` the rows to add by the prefix of their inline, `deleted` the keys of
    the rows that are marked for deletion.
    """

    rows: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    new: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """The change in a filled field; a sentence for an added or deleted row."""

    label: str
    comparison: Comparison | None = None
    language: str = ""
    sentence: str = ""


NOTHING = Filling()

type Inline = tuple[type[Model], ForeignKey, str]  # its model, its foreign key to the row, its prefix


def filling_of(request: HttpRequest) -> Filling:
    """Return the values that the request opens its forms with; none by default."""
    return getattr(request, "filling", NOTHING)


def field_values(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values by field name, for the fields that forms can show.

    A translated field is there once for each language. Files stay as they are, and relations to rows that no longer
    exist are left out.
    """
    found = {}
    translated = translated_fields(type(row))
    for column in (*row._meta.concrete_fields, *row._meta.many_to_many):
        if column.attname not in values or not column.editable or column.primary_key or isinstance(column, FileField):
            continue
        if column.name in translated:
            continue
        value = values[column.attname]
        if isinstance(column, (ForeignKey, ManyToManyField)):
            value = existing(column, value)
        found[column.name] = value
    return found


def differences(row: Model, values: Mapping[str, Any], *, prefix: str = "") -> Iterator[Difference]:
    """Yield what the values change in the stored row."""
    for name, value in values.items():
        column: Any = row._meta.get_field(name)
        form_field = column.formfield()
        if form_field is None:
            continue
        stored = column.value_from_object(row) if row.pk or not column.many_to_many else []
        comparison = compared(form_field, stored, value)
        if comparison.has_changes:
            label = " ".join(filter(None, (prefix, str(column.verbose_name))))
            yield Difference(label, comparison, getattr(column, "language", "") or get_language() or "")


def changes_of(filling: Filling, row: Model, inlines: Iterable[Inline]) -> list[Difference]:
    """Return what saving the filled form of the row would change."""
    found = list(differences(row, _merged(filling, row)))
    for model, key, prefix in inlines:
        for part in model._default_manager.filter(**{key.name: row}):
            if row_key(part) in filling.deleted:
                found.append(Difference(str(part), sentence=_("This row is deleted.")))
            else:
                found += differences(part, _merged(filling, part), prefix=f"{part}:")
        for values in filling.new.get(prefix, ()):
            label = _("new: %(kind)s") % {"kind": model._meta.verbose_name}
            found += differences(model(), values, prefix=f"{label},")
    return found


def _merged(filling: Filling, row: Model) -> dict[str, Any]:
    values = filling.rows.get(row_key(row), {})
    return {name: merged_value(value, row._meta.get_field(name), row) for name, value in values.items()}


def merged_value(value: Value, column: Any, row: Model) -> Any:
    """Return the value; a relation to many is merged with what is stored."""
    if not isinstance(value.base, list):
        return value.value
    now = [str(each.pk) for each in column.value_from_object(row)]
    return merged_relation(now, value.base, value.value)


def existing(column: Any, value: Any) -> Any:
    """Return the key or keys of a relation, without those of rows that are gone."""
    rows = column.related_model._default_manager
    if isinstance(column, ManyToManyField):
        return list(rows.filter(pk__in=value or ()).values_list("pk", flat=True))
    return value if value is None or rows.filter(**{column.target_field.name: value}).exists() else None
