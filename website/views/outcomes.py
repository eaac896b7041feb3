"""The list of outcomes."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Outcome
from website.filters import OutcomeFilters
from website.reads import outcomes
from website.views.lists import ObjectList


class OutcomeList(ObjectList[Outcome]):
    template_name = "website/outcome_list.html"
    facets = OutcomeFilters
    name = "outcomes"
    title = _("Outcomes")
    extensions = ("atom", "csv", "json")

    def rows(self) -> QuerySet[Outcome]:
        return outcomes.register(self.at)
