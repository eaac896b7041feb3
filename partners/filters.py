"""The facets of the list of partners."""

from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from partners.reads import formats, memberships
from publishing.facets import ChoiceFacet, FacetSet, RecordFacet


class PartnerFilters(FacetSet):
    kind = ChoiceFacet("kind", words=Partner.Kind.choices, label=_("Kind"))
    format = RecordFacet(
        "memberships__format", records=formats, within={"memberships": memberships}, label=_("Format")
    )
