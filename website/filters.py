"""The facets of each list."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meetings.models import Article, Outcome, Statement
from partners.models import Partner
from publishing.languages import first_text_of
from publishing.states import WithdrawalKind
from website.facets import (
    ChoiceFacet,
    Facet,
    FacetSet,
    Option,
    RecordFacet,
    YearFacet,
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
    format = RecordFacet("adopted_by", records=formats, label=_("Body"))
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
    format = RecordFacet("sessions__formats", records=formats, within={"sessions": sessions}, label=_("Body"))
    partner = RecordFacet(
        "sessions__participations__partner",
        records=partners,
        within={"sessions__participations": participations},
        label=_("Country or organisation"),
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
    verb = ChoiceFacet("verb", words=Outcome.Verb.choices, label=_("Type of outcome"))
    format = OutcomeFacet(of_body, records=formats, label=_("Body"))
    topic = OutcomeFacet(on_topic, records=topics, label=_("Topic"))


class EntryFacet(Facet):
    """The kind or the year of an entry in the register of corrections, which is counted over several tables."""

    def label_of(self, value: str) -> str | None:
        return self.labels.get(value)

    def options(self, rows: Any) -> list[Option]:
        left: Counter[str] = Counter()
        for (kind, year), number in rows.left.items():
            left[{"kind": kind, "year": str(year)}[str(self.field_name)]] += number
        return [Option(value, label, left[value]) for value, label in self.labels.items() if left[value]]

    def filter(self, qs: Any, value: str) -> Any:
        return qs.asking(**{str(self.field_name): value}) if value else qs

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each value is called, in the order of the options: of years the latest first."""
        if self.field_name == "kind":
            return {word: str(label) for word, label in KINDS.items()}
        register: Any = self.parent.all_rows
        return {str(year): str(year) for year in sorted({year for _kind, year in register.counts}, reverse=True)}


class CorrectionFilters(FacetSet):
    kind = EntryFacet("kind", label=_("Kind"))
    year = EntryFacet("year", label=_("Year"))


class PartnerFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Partner.Kind.choices, label=_("Kind"))
    format = RecordFacet("memberships__format", records=formats, within={"memberships": memberships}, label=_("Body"))
