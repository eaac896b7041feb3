"""The facets of a search in the form in which lists have theirs."""

from datetime import datetime
from typing import Any

from website.facets import Facet, FacetSet, Option
from website.search.facets import LABELS


class AnswerFacet(Facet):
    """A facet of which the answer to the question has the options already: the rows of the set are that answer."""

    def label_of(self, value: str, rows: Any, at: datetime) -> str | None:
        label: str | None = rows.chosen.get(self.field_name)
        return label

    def options(self, left: Any, rows: Any, at: datetime) -> list[Option]:
        return list(rows.options.get(self.field_name, ()))

    def leave(self, rows: Any, value: str, at: datetime) -> Any:
        return rows


class SearchFilters(FacetSet):
    """Read from an Answer, which was found with the same parameters."""

    kind = AnswerFacet("kind", label=LABELS["kind"])
    year = AnswerFacet("year", label=LABELS["year"])
    format = AnswerFacet("format", label=LABELS["format"])
    partner = AnswerFacet("partner", label=LABELS["partner"])
    topic = AnswerFacet("topic", label=LABELS["topic"])
    language = AnswerFacet("language", label=LABELS["language"])
