"""The facets of a search in the form in which lists have theirs."""

from datetime import datetime

from website.facets import Facet, FacetSet, Option
from website.search.facets import LABELS
from website.search.finding import Answer


class AnswerFacet(Facet):
    """A facet whose options are in the answer, which takes the place of the rows."""

    def label_of(self, value: str, rows: Answer, at: datetime) -> str | None:
        return rows.chosen.get(str(self.field_name))

    def options(self, left: Answer, rows: Answer, at: datetime) -> list[Option]:
        return list(rows.options.get(str(self.field_name), ()))

    def leave(self, rows: Answer, value: str, at: datetime) -> Answer:
        return rows


class SearchFilters(FacetSet):
    """Read from an Answer, which was found with the same parameters."""

    kind = AnswerFacet("kind", label=LABELS["kind"])
    year = AnswerFacet("year", label=LABELS["year"])
    format = AnswerFacet("format", label=LABELS["format"])
    partner = AnswerFacet("partner", label=LABELS["partner"])
    topic = AnswerFacet("topic", label=LABELS["topic"])
    language = AnswerFacet("language", label=LABELS["language"])
