"""The register of decisions."""

from django.db.models import QuerySet

from meetings.filters import OutcomeFilters
from meetings.models import Outcome
from meetings.reads import outcomes
from publishing.lists import FacetedList


class OutcomeList(FacetedList[Outcome]):
    template_name = "meetings/outcome_list.html"
    facets = OutcomeFilters

    def rows(self) -> QuerySet[Outcome]:
        return outcomes.register(self.at)
