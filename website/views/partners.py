"""The list of countries and organisations; the pages of a partner, a body, a person and a topic."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from meetings.models import Topic
from partners.models import Format, Partner, Person
from website.capacities import by_capacity, former
from website.filters import PartnerFilters
from website.jsonld import partners as actors
from website.jsonld.site import topic
from website.reads import partners, photos, topics
from website.sharing import Shared
from website.sorting import alphabetical
from website.spans import over_time
from website.views.base import AtThisMoment
from website.views.records import RecordPage


class PartnerList(AtThisMoment, ListView):
    """The list of all partners, on one page."""

    template_name = "website/partner_list.html"

    def get_queryset(self) -> QuerySet[Partner]:
        self.filters = PartnerFilters(self.request.GET, partners.partners(self.at), at=self.at)
        return self.filters.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        found = sorted(self.object_list, key=lambda partner: alphabetical(partner.name))
        return context | {
            "countries": [partner for partner in found if partner.kind == Partner.Kind.COUNTRY],
            "organisations": [partner for partner in found if partner.kind == Partner.Kind.ORGANISATION],
            "formats": partners.formats(self.at),
            "total": len(found),
        }


class PartnerPage(RecordPage):
    template_name = "website/partner.html"
    model = Partner

    def get_object(self, **address: str) -> Partner | None:
        return partners.partner(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        shown = photos.photos_of_partner(record, self.at)
        return {
            "former_names": [former for former in record.public_former_names if former.differs(record)],
            "over_time": over_time(record.public_memberships, self.office_day),
            "shared": Shared(photo=shown[0] if shown else None),
            "described": actors.partner(record, self.absolute),
            "participations": partners.participations_of_partner(record, self.at),
            "hosted": partners.hosted_by_partner(record, self.at),
            "statements": partners.statements_of_partner(record, self.at),
            "photos": shown,
            "breadcrumbs": _breadcrumbs(),
        }


class FormatPage(RecordPage):
    template_name = "website/format.html"
    model = Format

    def get_object(self, **address: str) -> Format | None:
        return partners.format_called(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        return {
            "described": actors.format_called(record, record.public_memberships, self.absolute),
            "capacities": by_capacity(record.public_memberships, self.office_day),
            "former": former(record.public_memberships, self.office_day),
            "sessions": partners.sessions_of_format(record, self.at),
            "outcomes": partners.outcomes_of_format(record, self.at),
            "statements": partners.statements_of_format(record, self.at),
            "breadcrumbs": _breadcrumbs(),
        }


class PersonPage(RecordPage):
    template_name = "website/person.html"
    model = Person

    def get_object(self, **address: str) -> Person | None:
        return partners.person(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        shown = photos.photos_of_person(record, self.at)
        return {
            "shared": Shared(kind="profile", photo=shown[0] if shown else None),
            "described": actors.person(record, record.public_appointments, self.absolute),
            "participations": partners.participations_of_person(record, self.at),
            "hosted": partners.hosted_by_person(record, self.at),
            "statements": partners.statements_given_by(record, self.at),
            "photos": shown,
            "breadcrumbs": _breadcrumbs(),
        }


class TopicPage(RecordPage):
    template_name = "website/topic.html"
    model = Topic

    def get_object(self, **address: str) -> Topic | None:
        return topics.topic(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        statements, articles = topics.texts_on(record, self.at)
        return {
            "described": topic(record, self.absolute),
            "sessions": topics.sessions_on(record, self.at),
            "outcomes": topics.outcomes_on(record, self.at),
            "statements": statements,
            "articles": articles,
            "breadcrumbs": [(_("Meetings"), reverse("meetings"))],
        }


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Partners"), reverse("partners"))]
