"""Countries and organisations."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import ListView

from partners.models import Partner
from website.filters import PartnerFilters
from website.reads.partner_lists import alphabetical, formats, partners
from website.views.base import AtThisMoment


class PartnerList(AtThisMoment, ListView):
    """All partners on one page: there are never more of them than there are states and organisations."""

    template_name = "website/partner_list.html"

    def get_queryset(self) -> QuerySet[Partner]:
        self.filters = PartnerFilters(self.request.GET, partners(self.at), at=self.at)
        return self.filters.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filters, **kwargs)
        found = sorted(self.object_list, key=lambda partner: alphabetical(partner.name))
        return context | {
            "countries": [partner for partner in found if partner.kind == Partner.Kind.COUNTRY],
            "organisations": [partner for partner in found if partner.kind == Partner.Kind.ORGANISATION],
            "formats": formats(self.at),
            "total": len(found),
        }
