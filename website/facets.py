"""Facets: the filters of lists.

A facet offers each option that, combined with the other selected filters, leaves at least one row, with the number of
rows. This takes one query per facet, and one more for a selected record, whatever the number of rows.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

import django_filters
from django.db.models import Count, F, Model, Q, QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.languages import first_text_of
from publishing.moments import Moment
from publishing.windows import within
from website.option_lists import OptionList
from website.sorting import alphabetical

Records = Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Option:
    """An option of a facet, and how many rows it leaves."""

    value: str
    label: str
    count: int


type Hold = Callable[[Hashable, Callable[[], tuple[Option, ...]]], tuple[Option, ...]]


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
    """A stateless filter of a list: its answers depend on its arguments alone.

    `rows` are those of the list, `at` is its moment. One that is not `offered` is in the form only while it is chosen:
    other pages lead to the list by it, and its options would be too many.
    """

    # Whether its options name every value that it knows, also those that leave nothing. Such a one is declared last.
    names_all: ClassVar[bool] = False

    def __init__(self, field_name: str, *, offered: bool = True, **kwargs: Any) -> None:
        self.offered = offered
        kwargs.setdefault("empty_label", _("All"))
        super().__init__(field_name, choices=[], widget=OptionList, **kwargs)

    def label_of(self, value: str, rows: Any, at: datetime) -> str | None:
        """Return the label of the value; None if it is unknown or not public."""
        raise NotImplementedError

    def options(self, left: Any, rows: Any, at: datetime) -> list[Option]:
        """Return the options in order, with how many of the rows `left` each leaves."""
        raise NotImplementedError

    def leave(self, rows: Any, value: str, at: datetime) -> Any:
        """Return the rows with the value."""
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value})

    def counted(self, rows: QuerySet[Model], expression: str) -> list[tuple[Any, int]]:
        """Return the number of rows by value, without rows that have none."""
        asked = rows.order_by().filter(**{f"{self.field_name}__isnull": False})
        return list(asked.values_list(expression).annotate(n=Count("pk")).order_by(expression))


class ChoiceFacet(Facet):
    """The choices of a model field, in their order."""

    def __init__(self, field_name: str, *, words: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> None:
        self.words = dict(words)
        super().__init__(field_name, **kwargs)

    def label_of(self, value: str, rows: QuerySet[Model], at: datetime) -> str | None:
        return str(self.words[value]) if value in self.words else None

    def options(self, left: QuerySet[Model], rows: QuerySet[Model], at: datetime) -> list[Option]:
        counts = dict(self.counted(left, str(self.field_name)))
        return [Option(word, str(name), counts[word]) for word, name in self.words.items() if word in counts]


class YearFacet(Facet):
    """The year of a date, latest first."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, lookup_expr="year", **kwargs)

    def label_of(self, value: str, rows: QuerySet[Model], at: datetime) -> str | None:
        is_year = len(value) == 4 and value.isascii() and value.isdecimal() and value > "0000"
        return value if is_year else None

    def options(self, left: QuerySet[Model], rows: QuerySet[Model], at: datetime) -> list[Option]:
        counts = self.counted(left, f"{self.field_name}__year")
        return [Option(str(year), str(year), n) for year, n in reversed(counts)]


class RecordFacet(Facet):
    """A related record, identified by its slug. `records` returns the public ones.

    `within` names relations on the way that must lead to public rows. For example, a meeting is found only by the
    bodies of its public sessions:

        RecordFacet("sessions__formats", records=formats, within={"sessions": sessions})

    Where several ways lead to the records, `ways` has each with the condition for rows that go it; none goes two.
    Records are in the order of the column `order`, or by name.
    """

    def __init__(
        self,
        field_name: str = "pk",
        *,
        records: Records,
        within: Mapping[str, Records] | None = None,
        ways: Mapping[str, Q] | None = None,
        order: str = "",
        **kwargs: Any,
    ) -> None:
        self.records = records
        self.within = within or {}
        self.ways = ways or {field_name: Q()}
        self.order = order
        super().__init__(field_name, lookup_expr="slug", **kwargs)

    def label_of(self, value: str, rows: QuerySet[Model], at: datetime) -> str | None:
        record: Model | None = self.records(at).filter(slug=value).first()
        return str(record) if record else None

    def leave(self, rows: QuerySet[Model], value: str, at: datetime) -> QuerySet[Model]:
        public = self._public_rows(at)
        return rows.filter(
            reduce(or_, (Q(pk__in=_led(rows.model, way, rule & public, value)) for way, rule in self.ways.items()))
        )

    def options(self, left: QuerySet[Model], rows: QuerySet[Model], at: datetime) -> list[Option]:
        counted = [self._counted_by(way, rule, left, at) for way, rule in self.ways.items()]
        numbers: Counter[tuple[Any, str, str]] = Counter()
        for slug, label, rank, number in _together(counted):
            numbers[rank, label, slug] += number
        ordered = sorted(numbers.items(), key=lambda each: (each[0][0], alphabetical(each[0][1]), each[0][2]))
        return [Option(slug, label, number) for (_rank, label, slug), number in ordered]

    def _counted_by(self, way: str, rule: Q, left: QuerySet[Model], at: datetime) -> QuerySet[Model, Any]:
        """Return slug, label, rank and number of rows of each record at the way's end."""
        name = first_text_of(f"{way}__name", language=get_language() or "")
        # A plain QuerySet: modeltranslation reorders columns, but a union needs the same order.
        plain: QuerySet[Model] = QuerySet(left.model, left.order_by().query)
        asked = plain.filter(rule & self._public_rows(at) & _public(way, self.records, at))
        named = asked.annotate(label=name, rank=F(f"{way}__{self.order}") if self.order else Value(0))
        counted = named.values_list(f"{way}__slug", "label", "rank")
        return counted.annotate(n=Count("pk", distinct=bool(self.within)))

    def _public_rows(self, at: datetime) -> Q:
        return reduce(and_, (_public(*relation, at) for relation in self.within.items()), Q())


def _together(counted: list[QuerySet[Model, Any]]) -> QuerySet[Model, Any]:
    return counted[0].union(*counted[1:], all=True).order_by() if len(counted) > 1 else counted[0]


def _led(model: type[Model], way: str, rule: Q, slug: str) -> QuerySet[Model, Any]:
    """Return the keys of the rows from which the way leads to the record."""
    return model._default_manager.filter(rule, **{f"{way}__slug": slug}).order_by().values("pk")


def _public(relation: str, records: Records, at: datetime) -> Q:
    """Return the condition that the relation leads to a public row."""
    if isinstance(at, Moment):
        return Q(**{f"{relation}__in": records(at)})
    return within(records(at).model, at, f"{relation}__")


class FacetSet(django_filters.FilterSet):
    """The facets of a list, read from a query; `ignored` has values that none has.

    `kept` has other parameters of the query string, which stay when an option is selected or removed. `hold` returns
    options from memory by their key, where they still hold.
    """

    def __init__(
        self,
        asked: QueryDict,
        rows: Any,
        *,
        at: datetime,
        kept: Mapping[str, str] | None = None,
        hold: Hold | None = None,
    ) -> None:
        super().__init__({}, rows)
        self.kept = kept or {}
        self._hold = hold or (lambda _key, make: make())
        self.all_rows = rows
        self.at = at
        self.chosen: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.ignored: list[Ignored] = []
        self._found: dict[str, tuple[Option, ...]] = {}
        for name, facet in self.facets.items():
            if value := asked.get(name, "").strip():
                self._choose(name, facet, value)
        self.data = self.chosen

    @property
    def facets(self) -> Mapping[str, Facet]:
        return cast(Mapping[str, Facet], self.filters)

    @property
    def form(self) -> Any:
        """The form; its options are read on first use, so only for pages."""
        if not hasattr(self, "_form"):
            for name, facet in [*self.facets.items()]:
                if facet.offered or name in self.chosen:
                    facet.extra["choices"] = self._choices(name, facet)
                else:
                    del self.filters[name]
        return super().form

    @property
    def qs(self) -> Any:
        """The rows that are left by the selected options."""
        return left_by(type(self), self.all_rows, self.at, self.chosen)

    @property
    def active(self) -> list[Chosen]:
        """The selected options."""
        return [
            Chosen(self._title(self.facets[name]), label, self.query_without(name))
            for name, label in self.labels.items()
        ]

    @property
    def kept_query(self) -> str:
        return f"?{urlencode(self.kept)}" if self.kept else ""

    def query_without(self, dropped: str) -> str:
        left = {name: value for name, value in self.chosen.items() if name != dropped}
        return f"?{urlencode(left | {**self.kept})}"

    def _choose(self, name: str, facet: Facet, value: str) -> None:
        # Some databases refuse a null byte in a text, and no value holds one.
        label = None if "\0" in value else self._label(name, facet, value)
        if label is None:
            self.ignored.append(Ignored(self._title(facet), readable(value)))
        else:
            self.chosen[name] = value
            self.labels[name] = label

    def _choices(self, name: str, facet: Facet) -> list[tuple[str, str]]:
        """Return the choices of the form: counted options, and always the selected one."""
        found = self._options(name) if facet.offered else ()
        choices = [(option.value, f"{option.label} ({option.count})") for option in found if option.count]
        if name in self.chosen and self.chosen[name] not in dict(choices):
            label = self.labels[name]
            choices.append((self.chosen[name], f"{label} (0)" if facet.offered else label))
        return choices

    def _label(self, name: str, facet: Facet, value: str) -> str | None:
        if facet.names_all:
            return next((option.label for option in self._options(name) if option.value == value), None)
        return facet.label_of(value, self.all_rows, self.at)

    def _options(self, name: str) -> tuple[Option, ...]:
        if name not in self._found:
            others = {other: value for other, value in self.chosen.items() if other != name}
            key = (name, *sorted(others.items()), get_language())
            self._found[name] = self._hold(key, lambda: options(type(self), name, self.all_rows, self.at, others))
        return self._found[name]

    def _title(self, facet: Facet) -> str | Promise:
        return facet.label or str(facet.field_name)


def left_by[Rows](facets: type[FacetSet], rows: Rows, at: datetime, chosen: Mapping[str, str]) -> Rows:
    """Return the rows that the chosen values leave."""
    for name, value in chosen.items():
        rows = cast(Facet, facets.base_filters[name]).leave(rows, value, at)
    return rows


def options(
    facets: type[FacetSet], name: str, rows: Any, at: datetime, others: Mapping[str, str]
) -> tuple[Option, ...]:
    """Return the facet's options that leave rows under the other values; one query.

    The answer depends on the arguments and the active language alone.
    """
    facet = cast(Facet, facets.base_filters[name])
    return tuple(facet.options(left_by(facets, rows, at, others), rows, at))
