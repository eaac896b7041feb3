"""The facets of each list."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Model, Q, QuerySet
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
from website.reads.corrections import CORRECTED, Register
from website.reads.galleries import shows_partner, shows_person
from website.reads.meetings import sessions
from website.reads.outcomes import WAYS_TO_BODIES, WAYS_TO_TOPICS
from website.reads.participants import participations
from website.reads.partners import (
    by_partner,
    by_person,
    formats,
    memberships,
    partner_hosted,
    partner_sat,
    partners,
    people,
    person_hosted,
    person_sat,
)
from website.reads.topics import topics

KINDS: Final[dict[str, str | Promise]] = {CORRECTED: _("corrected"), **dict(WithdrawalKind.choices)}


class ConditionFacet(RecordFacet):
    """A record that a condition of the reads relates to rows; other pages link to it."""

    def __init__(self, related: Callable[[Any, datetime], Q], **kwargs: Any) -> None:
        self.related = related
        super().__init__(offered=False, **kwargs)

    def leave(self, rows: QuerySet[Model], value: str, at: datetime) -> QuerySet[Model]:
        return rows.filter(self.related(self.records(at).order_by().filter(slug=value).values("pk")[:1], at))


class StatementFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Statement.Kind.choices, label=_("Kind"))
    format = RecordFacet("adopted_by", records=formats, order="position", label=_("Body"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
    year = YearFacet("issued_on", label=_("Year"))
    partner = ConditionFacet(by_partner, records=partners, label=_("Country or organisation"))
    person = ConditionFacet(by_person, records=people, label=_("Speaker"))


class ArticleFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Article.Kind.choices, label=_("Kind"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
    year = YearFacet("issued_on", label=_("Year"))


class PlaceFacet(Facet):
    """The city of a meeting, identified by its name in the first language with one.

    One query returns all names and, with all other filters known, the numbers.
    """

    names_all = True

    def options(self, left: QuerySet[Model], rows: QuerySet[Model], at: datetime) -> list[Option]:
        number = Count("pk", filter=Q(pk__in=left.order_by().values("pk")))
        names = first_text_of("city"), first_text_of("city", language=get_language() or "")
        held = rows.order_by().annotate(place=names[0], shown=names[1]).exclude(place="")
        cities: dict[str, Option] = {}
        for place, shown, count in held.values_list("place", "shown").annotate(left=number).order_by("shown"):
            known = cities.get(place, Option(place, shown, 0))
            # If any meeting has the city's name in the page's language, it is used for all.
            label = shown if known.label == place else known.label
            cities[place] = Option(place, label, known.count + count)
        return sorted(cities.values(), key=lambda option: option.label)

    def leave(self, rows: Any, value: str, at: datetime) -> Any:
        return rows.alias(place=first_text_of("city")).filter(place=value)


class MeetingFilters(FacetSet):
    year = YearFacet("starts_on", label=_("Year"))
    format = RecordFacet(
        "sessions__formats", records=formats, order="position", within={"sessions": sessions}, label=_("Body")
    )
    partner = RecordFacet(
        "sessions__participations__partner",
        records=partners,
        within={"sessions__participations": participations},
        label=_("Country or organisation"),
    )
    topic = RecordFacet("sessions__topics", records=topics, within={"sessions": sessions}, label=_("Topic"))
    host = ConditionFacet(partner_hosted, records=partners, label=_("Host"))
    host_person = ConditionFacet(person_hosted, records=people, label=_("Host"))
    place = PlaceFacet("city", label=_("Place"))


class SessionFilters(FacetSet):
    year = YearFacet("day", label=_("Year"))
    format = RecordFacet("formats", records=formats, order="position", label=_("Body"))
    topic = RecordFacet("topics", records=topics, label=_("Topic"))
    partner = ConditionFacet(partner_sat, records=partners, label=_("Country or organisation"))
    person = ConditionFacet(person_sat, records=people, label=_("Person"))


class GalleryFilters(FacetSet):
    partner = ConditionFacet(shows_partner, records=partners, label=_("Country or organisation"))
    person = ConditionFacet(shows_person, records=people, label=_("Person in the photos"))


class PhotoFilters(FacetSet):
    person = RecordFacet("people", records=people, order="sort_name", label=_("Person in the photo"))


class OutcomeFilters(FacetSet):
    verb = ChoiceFacet("verb", words=Outcome.Verb.choices, label=_("Type of outcome"))
    format = RecordFacet(records=formats, order="position", ways=WAYS_TO_BODIES, label=_("Body"))
    topic = RecordFacet(records=topics, ways=WAYS_TO_TOPICS, label=_("Topic"))


class CorrectionFacet(Facet):
    """The kind or year of a correction or withdrawal, counted over several tables."""

    def label_of(self, value: str, rows: Register, at: datetime) -> str | None:
        return self._labels(rows).get(value)

    def options(self, left: Register, rows: Register, at: datetime) -> list[Option]:
        numbers: Counter[str] = Counter()
        for (kind, year), number in left.left.items():
            numbers[{"kind": kind, "year": str(year)}[str(self.field_name)]] += number
        return [Option(value, label, numbers[value]) for value, label in self._labels(rows).items() if numbers[value]]

    def leave(self, rows: Register, value: str, at: datetime) -> Register:
        return rows.asking(**{str(self.field_name): value})

    def _labels(self, register: Register) -> dict[str, str]:
        """Return the labels of the values in the order of options, latest year first."""
        if self.field_name == "kind":
            return {word: str(label) for word, label in KINDS.items()}
        return {str(year): str(year) for year in sorted({year for _kind, year in register.counts}, reverse=True)}


class CorrectionFilters(FacetSet):
    kind = CorrectionFacet("kind", label=_("Kind"))
    year = CorrectionFacet("year", label=_("Year"))


class PartnerFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Partner.Kind.choices, label=_("Kind"))
    format = RecordFacet(
        "memberships__format", records=formats, order="position", within={"memberships": memberships}, label=_("Body")
    )
