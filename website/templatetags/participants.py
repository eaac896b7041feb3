"""Participations in words."""

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from meetings.models import Participation
from website.reads.encounters import Mark
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


@register.filter
def drawn(marks: Iterable[Mark | None]) -> SafeString:
    """Return a partner's marks in the chart of participation by session, as SVG."""
    return mark_safe("".join(_drawn(mark) for mark in marks if mark))  # noqa: S308  # ours


@register.filter
def cells(marks: Iterable[Mark | None]) -> SafeString:
    """Return the same in words, as cells of a table."""
    in_the_chair = f",\n            {escape(gettext('in the chair'))}"
    words = ((escape(mark.label) + (in_the_chair if mark.chairs else "")) if mark else "–" for mark in marks)
    return mark_safe("".join(f"<td>{word}</td>" for word in words))  # noqa: S308  # escaped above


def _drawn(mark: Mark) -> str:
    seat = f'\n        <use href="#at-{mark.role}" x="{mark.x}%" y="12"/>'
    return f'{seat}\n        <use href="#in-chair" x="{mark.x}%" y="12" class="chair"/>' if mark.chairs else seat
