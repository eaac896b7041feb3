"""Pages that add to a session its members or another session's participants."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editorial.admin_urls import Link, admin_url
from editorial.requests import account_of
from meetings.models import Participation, Session
from meetings.participants import add_participants
from meetings.proposed_participants import Proposed, chosen_rows, copied_participants, missing_members
from partners.models import Appointment, Membership
from partners.paste_page import PasteForm, PastePages, PasteTarget

OFFERED: Final = 200  # sessions to copy from
BY_FORMAT: Final = gettext_lazy("As in the session’s bodies; others as participants")


class PasteParticipantsForm(PasteForm):
    """A pasted list, and the role of those who are on it."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("", BY_FORMAT), *Participation.Role.choices], required=False
    )


class AddParticipantsPages(PastePages):
    """Pages of the sessions' admin that save typing a row for each participant."""

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("<int:pk>/members/", wrap(self.members_view), name="meetings_session_members"),
            path("<int:pk>/paste/", wrap(self.paste_view), name="meetings_session_paste"),
            path("<int:pk>/copy/", wrap(self.copy_view), name="meetings_session_copy"),
        ]

    def links(self, request: HttpRequest, row: Session) -> list[Link]:
        if not self.may_add_participants(request, row):
            return []
        return [
            Link(_("Add members"), url=admin_url(row, "members")),
            Link(_("Paste participants"), url=admin_url(row, "paste")),
            Link(_("Copy participants"), url=admin_url(row, "copy")),
        ]

    def members_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show members to add and their office holders; on POST add the selected ones."""
        session = self.session_to_fill(request, pk)
        sentences = {
            "title": _("Add members"),
            "lead": _(
                "These belong to the session’s bodies on its day. The person who held the office then is "
                "proposed. If that is not certain, choose the person or leave it open."
            ),
            "nothing": _(
                "All members are already listed. If the session has no body yet, choose one in the form and save."
            ),
        }
        return self._proposals_page(request, session, missing_members(session), sentences)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show participants of the session `from`; on POST add the selected ones."""
        session = self.session_to_fill(request, pk)
        groups = sessions_to_copy(session)
        sources = {str(each.pk): each for _meeting, each_group in groups for each in each_group}
        source = sources.get(request.GET.get("from", ""))
        sentences = {
            "title": _("Copy participants from another session"),
            "lead": _(
                "Role, person and order are copied. People who did not hold the office on the day of this "
                "session are not selected."
            ),
            "nothing": _("No session with participants is selected."),
        }
        proposals = copied_participants(session, source) if source else []
        context = {"source": source, "groups": groups, "chooses_source": True}
        return self._proposals_page(request, session, proposals, sentences | context)

    def paste_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read a pasted list of people, and make them participants in its order."""
        session = self.session_to_fill(request, pk)

        def take(appointments: list[Appointment], values: dict[str, Any]) -> str:
            rows = participations_of(session, appointments, values["role"])
            return self.add_to_session(request, session, rows)

        present = session.participations.exclude(appointment=None)
        target = PasteTarget(
            title=_("Paste participants"),
            done_url=f"{admin_url(session)}#participations-group",
            context=self.participants_context(request, session) | {"button": _("Add the participants")},
            form_class=PasteParticipantsForm,
            days=(session.day, session.ends_on or session.day),
            present=set(present.values_list("appointment", flat=True)),
            take=take,
        )
        return self.paste_page(request, target)

    def session_to_fill(self, request: HttpRequest, pk: int) -> Session:
        """Return the session; raise PermissionDenied if the account may not add to it."""
        session = self.admin.get_object(request, str(pk))
        if session is None or not self.may_add_participants(request, session):
            raise PermissionDenied
        return session

    def may_add_participants(self, request: HttpRequest, session: Session) -> bool:
        may_add = account_of(request).has_perm("meetings.add_participation")
        return may_add and self.admin.has_change_permission(request, session)

    def add_to_session(self: Any, request: HttpRequest, session: Session, rows: Sequence[Participation]) -> str:
        """Add the rows in one revision; return a sentence with their number."""
        with self.admin.create_revision(request):
            added = add_participants(session=session, rows=rows, by=account_of(request))
            if added:
                self.admin.log_change(request, session, str(_("Participants added.")))
        count = len(added)
        sentence = ngettext("%(count)s participant is added.", "%(count)s participants are added.", count)
        return sentence % {"count": count}

    def _proposals_page(
        self, request: HttpRequest, session: Session, proposals: list[Proposed], context: dict[str, Any]
    ) -> HttpResponse:
        errors: list[str] = []
        if request.method == "POST" and proposals:
            try:
                sentence = self.add_to_session(request, session, chosen_rows(proposals, request.POST))
            except ValidationError as error:
                errors = error.messages
            else:
                self.admin.message_user(request, sentence, messages.SUCCESS)
                return HttpResponseRedirect(f"{admin_url(session)}#participations-group")
        page = self.participants_context(request, session) | context
        return TemplateResponse(
            request, "admin/add_participants.html", page | {"proposals": proposals, "errors": errors}
        )

    def participants_context(self, request: HttpRequest, session: Session) -> dict[str, Any]:
        return self.context(request, session) | {"change_url": admin_url(session)}


def participations_of(session: Session, appointments: Sequence[Appointment], role: str) -> list[Participation]:
    """Return an unsaved row per appointment; the role defaults to the membership's."""
    held = Membership.objects.filter(format__in=session.formats.all()).on(session.day)
    roles = dict(held.values_list("partner", "capacity")) if not role else {}
    return [
        Participation(
            partner=each.partner,
            appointment=each,
            role=role or roles.get(each.partner_id, Participation.Role.PARTICIPANT),
        )
        for each in appointments
    ]


def sessions_to_copy(session: Session) -> list[tuple[str, list[Session]]]:
    """Return sessions with participants by meeting: this one first, then the latest."""
    with_rows = Session.objects.filter(Q(participations__isnull=False)).exclude(pk=session.pk).distinct()
    rows = with_rows.select_related("meeting").order_by("-day", "-pk")
    groups: dict[int, list[Session]] = {session.meeting_id: list(rows.filter(meeting=session.meeting_id))}
    for each in rows.exclude(meeting=session.meeting_id)[:OFFERED]:
        groups.setdefault(each.meeting_id, []).append(each)
    return [(str(each[0].meeting), each) for each in groups.values() if each]
