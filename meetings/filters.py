"""The facets of each list."""

from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Article, Outcome, Statement
from meetings.reads.meetings import sessions
from meetings.reads.participants import participations
from meetings.reads.topics import topics
from partners.reads import formats, partners
from publishing.facets import ChoiceFacet, Facet, FacetSet, Option, RecordFacet, YearFacet


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
    """The city of a meeting, told by its name in the site's first language.

    Declared last: by then it is known what else is chosen, so that one query finds both names and numbers.
    """

    def label_of(self, value: str) -> str | None:
        return next((option.label for option in self.cities if option.value == value), None)

    def options(self, rows: QuerySet[Any]) -> list[Option]:
        return [option for option in self.cities if option.count]

    @cached_property
    def cities(self) -> list[Option]:
        """All cities of public meetings, each with its number among what the other facets leave."""
        held: Any = self.parent.queryset
        among = held
        for name, value in self.parent.chosen.items():
            if (facet := self.parent.facets[name]) is not self:
                among = facet.filter(among, value)
        left = Count("pk", filter=Q(pk__in=among.order_by().values("pk")))
        cities = held.exclude(Q(city_en="") | Q(city_en=None)).order_by("city")
        return [Option(*row) for row in cities.values_list("city_en", "city").annotate(left=left)]


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
    place = PlaceFacet("city_en", label=_("Place"))


class OutcomeFilters(FacetSet):
    verb = ChoiceFacet("verb", words=Outcome.Verb.choices, label=_("What was done"))
    format = RecordFacet("session__formats", records=formats, label=_("Format"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
