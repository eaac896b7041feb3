"""Seats in words."""

from typing import Final

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from meetings.models import Participation
from website.reads.participants import ParticipantGroup

Role = Participation.Role
register = template.Library()

HEADINGS: Final = {
    Role.MEMBER: _("Members"),
    Role.PARTNER: _("Countries and organisations"),
    Role.CONTRIBUTOR: _("Troop-contributing nations"),
    Role.PARTICIPANT: _("Participants"),
    Role.GUEST: _("Guests"),
    Role.OBSERVER: _("Observers"),
}
NUMBERS: Final = {
    Role.MEMBER: ngettext_lazy("%(count)d member", "%(count)d members", "count"),
    Role.PARTNER: ngettext_lazy("%(count)d partner", "%(count)d partners", "count"),
    Role.CONTRIBUTOR: ngettext_lazy(
        "%(count)d troop-contributing nation", "%(count)d troop-contributing nations", "count"
    ),
    Role.PARTICIPANT: ngettext_lazy("%(count)d participant", "%(count)d participants", "count"),
    Role.GUEST: ngettext_lazy("%(count)d guest", "%(count)d guests", "count"),
    Role.OBSERVER: ngettext_lazy("%(count)d observer", "%(count)d observers", "count"),
}


@register.filter
def heading(group: ParticipantGroup) -> str:
    """Return the title over all who had the role: "Members"."""
    return str(HEADINGS[group.role])


@register.filter
def counted(group: ParticipantGroup) -> str:
    """Return how many delegations had the role: "28 members"."""
    return str(NUMBERS[group.role] % {"count": len(group.delegations)})
