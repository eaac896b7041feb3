"""Seats in words."""

from typing import Final

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from meetings.models import Participation
from website.reads.participants import Seating

Seat = Participation.Seat
register = template.Library()

HEADINGS: Final = {
    Seat.MEMBER: _("Members"),
    Seat.PARTNER: _("Partners"),
    Seat.CONTRIBUTOR: _("Contributors"),
    Seat.PARTICIPANT: _("Participants"),
    Seat.GUEST: _("Guests"),
    Seat.OBSERVER: _("Observers"),
}
NUMBERS: Final = {
    Seat.MEMBER: ngettext_lazy("%(count)d member", "%(count)d members", "count"),
    Seat.PARTNER: ngettext_lazy("%(count)d partner", "%(count)d partners", "count"),
    Seat.CONTRIBUTOR: ngettext_lazy("%(count)d contributor", "%(count)d contributors", "count"),
    Seat.PARTICIPANT: ngettext_lazy("%(count)d participant", "%(count)d participants", "count"),
    Seat.GUEST: ngettext_lazy("%(count)d guest", "%(count)d guests", "count"),
    Seat.OBSERVER: ngettext_lazy("%(count)d observer", "%(count)d observers", "count"),
}


@register.filter
def heading(seating: Seating) -> str:
    """Return the title over all who had the seat: "Members"."""
    return str(HEADINGS[seating.seat])


@register.filter
def counted(seating: Seating) -> str:
    """Return how many delegations had the seat: "28 members"."""
    return str(NUMBERS[seating.seat] % {"count": len(seating.delegations)})
