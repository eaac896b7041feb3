"""Filters for capacities."""

from typing import Final

from django import template
from django.utils.translation import gettext_lazy as _

from partners.models import Membership
from website.capacities import Members

Capacity = Membership.Capacity
register = template.Library()

HEADINGS: Final = {
    Capacity.MEMBER: _("Members"),
    Capacity.PARTNER: _("Countries and organisations"),
    Capacity.CONTRIBUTOR: _("Troop-contributing nations"),
    Capacity.OBSERVER: _("Observers"),
}


@register.filter
def capacity_heading(members: Members) -> str:
    """Return the heading of the members in the capacity: "Members"."""
    return str(HEADINGS[members.capacity])
