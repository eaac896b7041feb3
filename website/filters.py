"""The facets of each list."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meetings.models import Article, Outcome, Statement
from partners.models import Partner
from publishing.languages import first_text_of
from publishing.states import WithdrawalKind
from website.facets import (
    ChoiceFacet,
    Chosen,
    Facet,
    FacetSet,
    Ignored,
    Option,
    RecordFacet,
    YearFacet,
    readable,
)
from website.reads.corrections import CORRECTED
from website.reads.meetings import sessions
from website.reads.outcomes import of_body, on_topic
from website.reads.participants import participations
from website.reads.partners import formats, memberships, partners, people
from website.reads.topics import topics

KINDS: Final[dict[str, str | Promise]] = {CORRECTED: _("corrected"), **dict(WithdrawalKind.choices)}


class StatementFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Statement.Kind.choices, label=_("Kind"))
    format = RecordFacet("adopted_by", records=formats, label=_("Format"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
    year = YearFacet("issued_on", label=_("Year"))


class ArticleFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Article.Kind.choices, label=_("Kind"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
    year = YearFacet("issued_on", label=_("Year"))


class PlaceFacet(Facet):
    """The city of a meeting, identified by its name in the first language of the site that has one.

    Declared last: with all other filters known, one query returns both names and numbers.
    """

    def label_of(self, value: str) -> str | None:
        return next((option.label for option in self.cities if option.value == value), None)

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        return [option for option in self.cities if option.count]

    @cached_property
    def cities(self) -> list[Option]:
        """The cities of public meetings, with the number of rows that the other filters leave."""
        held: Any = self.parent.queryset
        among = held
        for name, value in self.parent.chosen.items():
            if (facet := self.parent.facets[name]) is not self:
                among = facet.filter(among, value)
        left = Count("pk", filter=Q(pk__in=among.order_by().values("pk")))
        names = first_text_of("city"), first_text_of("city", language=get_language() or "")
        rows = held.order_by().annotate(place=names[0], shown=names[1]).exclude(place="")
        cities: dict[str, Option] = {}
        for place, shown, number in rows.values_list("place", "shown").annotate(left=left).order_by("shown"):
            known = cities.get(place, Option(place, shown, 0))
            # If any meeting has the city's name in the page's language, it is used for all.
            label = shown if known.label == place else known.label
            cities[place] = Option(place, label, known.count + number)
        return sorted(cities.values(), key=lambda option: option.label)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.alias(place=first_text_of("city")).filter(place=value) if value else qs


class MeetingFilters(FacetSet):
    year = YearFacet("starts_on", label=_("Year"))
    format = RecordFacet(
        "sessions__formats", records=formats, within={"sessions": sessions}, label=_("Format")
    )
    partner = RecordFacet(
        "sessions__participations__partner",
        records=partners,
        within={"sessions__participations": participations},
        label=_("Partner"),
    )
    topic = RecordFacet("sessions__topics", records=topics, within={"sessions": sessions}, label=_("Topic"))
    place = PlaceFacet("city", label=_("Place"))


class PhotoFilters(FacetSet):
    person = RecordFacet("people", records=people, label=_("Person in the photo"))


class OutcomeFacet(RecordFacet):
    """A record related to outcomes in several ways, with a condition from the reads."""

    def __init__(self, condition: Callable[[Any, str], Q], **kwargs: Any) -> None:
        self._condition = condition
        super().__init__("pk", **kwargs)
        self.distinct = True

    def condition(self, value: Any, lookup: str = "") -> Q:
        return self._condition(value, lookup)


class OutcomeFilters(FacetSet):
    verb = ChoiceFacet("verb", words=Outcome.Verb.choices, label=_("What was done"))
    format = OutcomeFacet(of_body, records=formats, label=_("Format"))
    topic = OutcomeFacet(on_topic, records=topics, label=_("Topic"))


class CorrectionFilters:
    """The filters of the list of corrections, which spans several tables. Rendered like a FacetSet.

    `counts` has the number of entries by kind and year.
    """

    TITLES: Final[dict[str, str | Promise]] = {"kind": _("Kind"), "year": _("Year")}

    def __init__(self, asked: QueryDict, counts: Mapping[tuple[str, int], int]) -> None:
        self.counts = counts
        years = sorted({str(year) for _what, year in counts}, reverse=True)
        self.labels = {
            "kind": {word: str(label) for word, label in KINDS.items()},
            "year": dict(zip(years, years, strict=True)),
        }
        self.chosen: dict[str, str] = {}
        self.ignored: list[Ignored] = []
        for name, title in self.TITLES.items():
            value = asked.get(name, "").strip()
            if value in self.labels[name]:
                self.chosen[name] = value
            elif value:
                self.ignored.append(Ignored(title, readable(value)))

    @property
    def active(self) -> list[Chosen]:
        """What is chosen, each with the way to drop it."""
        return [
            Chosen(self.TITLES[name], self.labels[name][value], self._query_without(name))
            for name, value in self.chosen.items()
        ]

    @property
    def form(self) -> forms.Form:
        form = forms.Form(self.chosen)
        for name, title in self.TITLES.items():
            form.fields[name] = forms.ChoiceField(
                label=str(title), required=False, choices=[("", _("All")), *self._choices(name)]
            )
        return form

    def _choices(self, name: str) -> list[tuple[str, str]]:
        """What the form offers: the options with their numbers, and what is chosen even if nothing is left."""
        left: Counter[str] = Counter()
        for (kind, year), number in self.counts.items():
            entry = {"kind": kind, "year": str(year)}
            if all(entry[other] == value for other, value in self.chosen.items() if other != name):
                left[entry[name]] += number
        return [
            (value, f"{label} ({left[value]})")
            for value, label in self.labels[name].items()
            if left[value] or value == self.chosen.get(name)
        ]

    def _query_without(self, dropped: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.chosen.items() if name != dropped})
        return f"?{query.urlencode()}"


class PartnerFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Partner.Kind.choices, label=_("Kind"))
    format = RecordFacet(
        "memberships__format", records=formats, within={"memberships": memberships}, label=_("Format")
    )
