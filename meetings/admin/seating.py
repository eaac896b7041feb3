"""Seating the members: who belongs to a session's formats on its day takes part in it, unless already in the list."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Participation, Session
from partners.models import Membership
from publishing import trail
from publishing.admin.addresses import Link, desk_address
from publishing.admin.verb_pages import editor
from publishing.trail import Act


def members_to_seat(session: Session) -> list[Participation]:
    """Return a participation, not saved yet, for each member of the session's formats that has none."""
    held = Membership.objects.filter(format__in=session.formats.all()).on(session.day)
    seated = set(session.participations.values_list("partner", flat=True))
    found: dict[int, Participation] = {}
    for membership in held.select_related("partner").order_by("partner__name"):
        if membership.partner_id not in seated:
            seat = Participation(session=session, partner=membership.partner, seat=membership.capacity)
            found.setdefault(membership.partner_id, seat)
    return list(found.values())


class SeatsMembers(admin.ModelAdmin):
    """Mixin of the sessions' admin: a button that saves typing a row for each member of a format."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.seating_view)
        return [path("<int:pk>/members/", view, name="meetings_session_members"), *super().get_urls()]

    def panel_links(self, request: HttpRequest, row: Session) -> list[Link]:
        links: list[Link] = super().panel_links(request, row)
        if not self._may_seat(request, row):
            return links
        return [Link(_("Seat the members"), url=desk_address(row, "members")), *links]

    def seating_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show on GET who would be seated, and seat them on POST."""
        session = self.get_object(request, str(pk))
        if session is None or not self._may_seat(request, session):
            raise PermissionDenied
        seats = members_to_seat(session)
        if request.method == "POST" and seats:
            self._seat(request, session, seats)
            return HttpResponseRedirect(f"{desk_address(session)}#participations-group")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Seat the members"),
            "subtitle": str(session),
            "original": session,
            "change_url": desk_address(session),
            "seats": seats,
        }
        return TemplateResponse(request, "admin/seat_members.html", context)

    def _may_seat(self, request: HttpRequest, session: Session) -> bool:
        may_add = editor(request).has_perm("meetings.add_participation")
        return may_add and self.has_change_permission(request, session)

    def _seat(self: Any, request: HttpRequest, session: Session, seats: list[Participation]) -> None:
        with self.create_revision(request):
            for position, seat in enumerate(seats, start=session.participations.count() + 1):
                seat.position = position
                seat.save()
            self.log_change(request, session, str(_("Members seated.")))
            trail.record(Act.SAVE, by=editor(request), target=session, reason=_("Members seated."))
        sentence = ngettext(
            "%(count)s participant is added.", "%(count)s participants are added.", len(seats)
        )
        self.message_user(request, sentence % {"count": len(seats)}, messages.SUCCESS)
