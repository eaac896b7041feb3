"""Facets: the filters of lists.

A facet offers each option that, combined with the other selected filters, leaves at least one row, with the number of
rows. This takes one query per facet, and one more for a selected record, whatever the number of rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import django_filters
from django.db.models import Count, F, Func, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Records = Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Option:
    """An option of a facet, and how many rows it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """A selected option. `remove` is the query string without it."""

    facet: str | Promise
    label: str
    remove: str


@dataclass(frozen=True)
class Ignored:
    """A value in the query string that the list does not have, and ignores."""

    facet: str | Promise
    value: str


def readable(value: str) -> str:
    """Return a value of the query string in a form that is safe to show."""
    return "".join(character if character.isprintable() else "�" for character in value[:100])


class Facet(django_filters.ChoiceFilter):
    """A filter of a list. `within` names relations that must lead to public rows.

    For example, a meeting is found only by the bodies of its public sessions:
    RecordFacet("sessions__formats", records=formats, within={"sessions": sessions}).
    """

    parent: "FacetSet"

    def __init__(self, field_name: str, *, within: Mapping[str, Records] | None = None, **kwargs: Any) -> None:
        self.within = within or {}
        kwargs.setdefault("empty_label", _("All"))
        super().__init__(field_name, distinct=bool(self.within), choices=[], **kwargs)

    def label_of(self, value: str) -> str | None:
        """Return the label of the value. None if it does not exist or is not public."""
        raise NotImplementedError

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        """Return the options that leave at least one row, in order."""
        raise NotImplementedError

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        found = qs.filter(self.condition(value, f"__{self.lookup_expr}"), **self.public_way())
        return found.distinct() if self.distinct else found

    def condition(self, value: Any, lookup: str = "") -> Q:
        """Return the condition for rows with the value, or related by the lookup to a record with it."""
        return Q(**{f"{self.field_name}{lookup}": value})

    def public_way(self) -> dict[str, QuerySet[Any]]:
        return {f"{relation}__in": records(self.parent.at) for relation, records in self.within.items()}

    def counted(self, rows: QuerySet[Any], expression: str) -> list[tuple[Any, int]]:
        """Return the number of rows by value, without rows that have none."""
        asked = rows.order_by().filter(**{f"{self.field_name}__isnull": False}, **self.public_way())
        return list(asked.values_list(expression).annotate(n=Count("pk", distinct=True)).order_by(expression))


class ChoiceFacet(Facet):
    """The choices of a model field, in their order."""

    def __init__(self, field_name: str, *, words: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> None:
        self.words = dict(words)
        super().__init__(field_name, **kwargs)

    def label_of(self, value: str) -> str | None:
        return str(self.words[value]) if value in self.words else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        counts = dict(self.counted(rows, self.field_name or ""))
        return [Option(word, str(name), counts[word]) for word, name in self.words.items() if word in counts]


class YearFacet(Facet):
    """The year of a date, latest first."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, lookup_expr="year", **kwargs)

    def label_of(self, value: str) -> str | None:
        is_year = len(value) == 4 and value.isascii() and value.isdecimal() and value > "0000"
        return value if is_year else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        counts = self.counted(rows, f"{self.field_name}__year")
        return [Option(str(year), str(year), n) for year, n in reversed(counts)]


class RecordFacet(Facet):
    """A record related by `field_name`, identified by its slug. `records` returns the public ones."""

    def __init__(self, field_name: str, *, records: Records, **kwargs: Any) -> None:
        self.records = records
        super().__init__(field_name, lookup_expr="slug", **kwargs)

    def label_of(self, value: str) -> str | None:
        record: Model | None = self.records(self.parent.at).filter(slug=value).first()
        return str(record) if record else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        among = rows.order_by().filter(self.condition(OuterRef("pk")), **self.public_way())
        # Func instead of an aggregate, which would group by the counted column.
        number = Func(F("pk"), template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())
        counted = self.records(self.parent.at).annotate(rows=Subquery(among.annotate(n=number).values("n")))
        return [Option(record.slug, str(record), record.rows) for record in counted.filter(rows__gt=0)]


class FacetSet(django_filters.FilterSet):
    """The facets of one list, read from the query string. `ignored` has the values that no facet has.

    `kept` has other parameters of the query string, which stay when an option is selected or removed.
    """

    def __init__(
        self, asked: QueryDict, rows: QuerySet[Any], *, at: datetime, kept: Mapping[str, str] | None = None
    ) -> None:
        super().__init__({}, rows)
        self.kept = kept or {}
        self.all_rows = rows
        self.at = at
        self.chosen: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.ignored: list[Ignored] = []
        for name, facet in self.facets.items():
            if value := asked.get(name, "").strip():
                self._choose(name, facet, value)
        self.data = self.chosen
        for name, facet in self.facets.items():
            facet.extra["choices"] = self._choices(name, facet)

    @property
    def facets(self) -> Mapping[str, Facet]:
        return cast(Mapping[str, Facet], self.filters)

    @property
    def qs(self) -> QuerySet[Any]:
        """The rows that all that is chosen leaves."""
        rows: QuerySet[Any] = self.all_rows
        for name, value in self.chosen.items():
            rows = self.facets[name].filter(rows, value)
        return rows

    @property
    def active(self) -> list[Chosen]:
        """The selected options."""
        return [
            Chosen(self._title(self.facets[name]), label, self.query_without(name))
            for name, label in self.labels.items()
        ]

    def query_without(self, dropped: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.chosen.items() if name != dropped} | {**self.kept})
        return f"?{query.urlencode()}"

    def _choose(self, name: str, facet: Facet, value: str) -> None:
        # Some databases refuse a null byte in a text, and no value holds one.
        label = None if "\0" in value else facet.label_of(value)
        if label is None:
            self.ignored.append(Ignored(self._title(facet), readable(value)))
        else:
            self.chosen[name] = value
            self.labels[name] = label

    def _choices(self, name: str, facet: Facet) -> list[tuple[str, str]]:
        """Return the choices of the form: options with their numbers, and always the selected one."""
        rows: QuerySet[Any] = self.all_rows
        for other, value in self.chosen.items():
            if other != name:
                rows = self.facets[other].filter(rows, value)
        choices = [(option.value, f"{option.label} ({option.count})") for option in facet.options(rows)]
        if name in self.chosen and self.chosen[name] not in dict(choices):
            choices.append((self.chosen[name], f"{self.labels[name]} (0)"))
        return choices

    def _title(self, facet: Facet) -> str | Promise:
        return facet.label or str(facet.field_name)
