"""The list of partners, and the pages of partners, bodies, people and topics."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Topic
from partners.models import Format, Partner, Person
from website.capacities import by_capacity, former
from website.filters import PartnerFilters
from website.held import holding
from website.jsonld import partners as actors
from website.jsonld.site import topic
from website.menu import list_link
from website.reads import partners, photos, topics
from website.sharing import Shared
from website.sorting import alphabetical
from website.spans import over_time
from website.views.detail import ObjectPage
from website.views.lists import ObjectList


class PartnerList(ObjectList[Partner]):
    """The list of all partners, on one page."""

    template_name = "website/partner_list.html"
    facets = PartnerFilters
    name = "partners"
    title = _("Countries and organisations")
    extensions = ("atom", "csv", "json")
    paginate_by = None

    def rows(self) -> QuerySet[Partner]:
        return partners.partners(self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = sorted(self.object_list, key=lambda partner: alphabetical(partner.name))
        return context | {
            "countries": [partner for partner in found if partner.kind == Partner.Kind.COUNTRY],
            "organisations": [partner for partner in found if partner.kind == Partner.Kind.ORGANISATION],
            "formats": partners.formats(self.at),
            "total": len(found),
        }


class PartnerPage(ObjectPage):
    template_name = "website/partner.html"
    model = Partner

    def get_object(self, **address: str) -> Partner | None:
        return partners.partner(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        hold = holding(self.request, record.public_id)
        shown = photos.photos_of_partner(record, self.at, hold)
        return {
            "former_names": [former for former in record.public_former_names if former.differs(record)],
            "over_time": over_time(record.public_memberships, self.office_day),
            "shared": Shared(photo=shown[0] if shown else None),
            "described": actors.partner(record, self.absolute),
            "participations": partners.participations_of_partner(record, self.at, hold),
            "hosted": partners.hosted_by_partner(record, self.at, hold),
            "statements": partners.statements_of_partner(record, self.at, hold),
            "photos": shown,
            "breadcrumbs": _breadcrumbs(),
        }


class FormatPage(ObjectPage):
    template_name = "website/format.html"
    model = Format

    def get_object(self, **address: str) -> Format | None:
        return partners.format_called(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        hold = holding(self.request, record.public_id)
        return {
            "described": actors.format_called(record, record.public_memberships, self.absolute),
            "capacities": by_capacity(record.public_memberships, self.office_day),
            "former": former(record.public_memberships, self.office_day),
            "sessions": partners.sessions_of_format(record, self.at, hold),
            "outcomes": partners.outcomes_of_format(record, self.at, hold),
            "statements": partners.statements_of_format(record, self.at, hold),
            "breadcrumbs": _breadcrumbs(),
        }


class PersonPage(ObjectPage):
    template_name = "website/person.html"
    model = Person

    def get_object(self, **address: str) -> Person | None:
        return partners.person(address["slug"], self.at)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        hold = holding(self.request, record.public_id)
        shown = photos.photos_of_person(record, self.at, hold)
        return {
            "shared": Shared(kind="profile", photo=shown[0] if shown else None),
            "described": actors.person(record, record.public_appointments, self.absolute),
            "participations": partners.participations_of_person(record, self.at, hold),
            "hosted": partners.hosted_by_person(record, self.at, hold),
            "statements": partners.statements_given_by(record, self.at, hold),
            "photos": shown,
            "breadcrumbs": _breadcrumbs(),
        }


class TopicPage(ObjectPage):
    template_name = "website/topic.html"
    model = Topic

    def get_object(self, **address: str) -> Topic | None:
        return topics.topic(address["slug"], self.at)

    def get_related_context(self, record: Topic) -> dict[str, Any]:
        hold = holding(self.request, record.public_id)
        statements, articles = topics.texts_on(record, self.at, hold)
        return {
            "described": topic(record, self.absolute),
            "sessions": topics.sessions_on(record, self.at, hold),
            "outcomes": topics.outcomes_on(record, self.at, hold),
            "statements": statements,
            "articles": articles,
            "breadcrumbs": [list_link("meetings")],
        }


def _breadcrumbs() -> list[tuple[str, str]]:
    return [list_link("partners")]
