"""Facets: the questions that a list can be asked, each offering only answers that lead somewhere.

An option is offered when, added to what is chosen already, it leaves at least one row; it says how many. So
the options of one facet are counted among the rows that all the other facets leave: one query a facet, and
one more for a record that is chosen, whatever the number of rows.
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
    """An answer that a facet offers, and how many rows it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """An answer that the reader chose; `remove` is the query string without it."""

    facet: str | Promise
    label: str
    remove: str


@dataclass(frozen=True)
class Ignored:
    """An answer that the list does not know, and so leaves out of account."""

    facet: str | Promise
    value: str


def readable(value: str) -> str:
    """Return what a reader asked so that it can be shown, whatever it was."""
    return "".join(character if character.isprintable() else "�" for character in value[:100])


class Facet(django_filters.ChoiceFilter):
    """One question. `within` names the relations on the way that must lead to something public.

    A meeting, say, is found by the formats of its public sessions only:
    RecordFacet("sessions__formats", records=formats, within={"sessions": sessions}).
    """

    parent: "FacetSet"

    def __init__(
        self, field_name: str, *, within: Mapping[str, Records] | None = None, **kwargs: Any
    ) -> None:
        self.within = within or {}
        kwargs.setdefault("empty_label", _("All"))
        super().__init__(field_name, distinct=bool(self.within), choices=[], **kwargs)

    def label_of(self, value: str) -> str | None:
        """Return what the value is called; None when nobody knows it, or may."""
        raise NotImplementedError

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        """Return the answers that leave some of the rows, in the order in which they are offered."""
        raise NotImplementedError

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        found = qs.filter(self.condition(value, f"__{self.lookup_expr}"), **self.public_way())
        return found.distinct() if self.distinct else found

    def condition(self, value: Any, lookup: str = "") -> Q:
        """Return what holds of the rows that lead to the value, or by the lookup to a record that has it."""
        return Q(**{f"{self.field_name}{lookup}": value})

    def public_way(self) -> dict[str, QuerySet[Any]]:
        return {f"{relation}__in": records(self.parent.at) for relation, records in self.within.items()}

    def counted(self, rows: QuerySet[Any], expression: str) -> list[tuple[Any, int]]:
        """Return how many of the rows have each value, by value; rows without one do not count."""
        asked = rows.order_by().filter(**{f"{self.field_name}__isnull": False}, **self.public_way())
        return list(asked.values_list(expression).annotate(n=Count("pk", distinct=True)).order_by(expression))


class ChoiceFacet(Facet):
    """One of the words that a field of the model knows, in the order of the model."""

    def __init__(self, field_name: str, *, words: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> None:
        self.words = dict(words)
        super().__init__(field_name, **kwargs)

    def label_of(self, value: str) -> str | None:
        return str(self.words[value]) if value in self.words else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        counts = dict(self.counted(rows, self.field_name or ""))
        return [Option(word, str(name), counts[word]) for word, name in self.words.items() if word in counts]


class YearFacet(Facet):
    """The year of a date, the latest first."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, lookup_expr="year", **kwargs)

    def label_of(self, value: str) -> str | None:
        is_year = len(value) == 4 and value.isascii() and value.isdecimal() and value > "0000"
        return value if is_year else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        counts = self.counted(rows, f"{self.field_name}__year")
        return [Option(str(year), str(year), n) for year, n in reversed(counts)]


class RecordFacet(Facet):
    """A record that the rows lead to by `field_name`, told by its slug; `records` gives those that are public."""

    def __init__(self, field_name: str, *, records: Records, **kwargs: Any) -> None:
        self.records = records
        super().__init__(field_name, lookup_expr="slug", **kwargs)

    def label_of(self, value: str) -> str | None:
        record: Model | None = self.records(self.parent.at).filter(slug=value).first()
        return str(record) if record else None

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        among = rows.order_by().filter(self.condition(OuterRef("pk")), **self.public_way())
        # A plain function, since an aggregate would group by what it counts.
        number = Func(F("pk"), template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())
        counted = self.records(self.parent.at).annotate(rows=Subquery(among.annotate(n=number).values("n")))
        return [Option(record.slug, str(record), record.rows) for record in counted.filter(rows__gt=0)]


class FacetSet(django_filters.FilterSet):
    """The facets of one list. The query string holds the reader's choices; `ignored` has those that no facet knows.

    `kept` holds other values of the query string, which stay when a facet is chosen or dropped.
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
        """What is chosen, each with the way to drop it."""
        return [
            Chosen(self._title(self.facets[name]), label, self.query_without(name))
            for name, label in self.labels.items()
        ]

    def query_without(self, dropped: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.chosen.items() if name != dropped} | {**self.kept})
        return f"?{query.urlencode()}"

    def _choose(self, name: str, facet: Facet, value: str) -> None:
        # A null byte is no text to some databases, and in no value that anybody knows.
        label = None if "\0" in value else facet.label_of(value)
        if label is None:
            self.ignored.append(Ignored(self._title(facet), readable(value)))
        else:
            self.chosen[name] = value
            self.labels[name] = label

    def _choices(self, name: str, facet: Facet) -> list[tuple[str, str]]:
        """What the form offers: the options with their numbers, and what is chosen even if nothing is left."""
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
