"""The admin's pages "Postpone" and "Move" of meetings and sessions.

An editor's answer is carried out at once. That of an account that may only propose changes of the row is stored as a
proposal, with the same values, and an editor accepts it in the form.
"""

from collections.abc import Sequence
from typing import Any, Final

import reversion
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.action_views import changed_meanwhile
from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url, fix_link
from editorial.form_base import digest, row_key
from editorial.proposals import may_propose
from editorial.requests import account_of
from meetings import rescheduling
from meetings.admin.rescheduling_forms import MoveForm, PostponeForm, RescheduleForm
from meetings.models import Meeting, Session
from meetings.rescheduling import Change
from meetings.schedule_words import place_and_time
from publishing.models import audit_log
from publishing.models.audit_log import Action, latest_entry_id
from publishing.models.proposals import propose
from publishing.obstacles import Obstacle, Refused

FORMS: Final[dict[str, type[RescheduleForm]]] = {Action.POSTPONE: PostponeForm, Action.MOVE: MoveForm}
FORMER: Final = gettext_lazy(
    "“Move” and “Postpone”, above the form once it is approved, fill in the former time and place. Visitors see both."
)


class ReschedulePages(AdminPages):
    """The pages of meetings and sessions."""

    before_verbs = False

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.reschedule_view)
        return [path(f"<path:object_id>/{verb}/", view, {"verb": verb}, name=self.url_name(verb)) for verb in FORMS]

    def links(self, request: HttpRequest, row: Meeting | Session) -> list[Link]:
        if not self._may_reschedule(request, row):
            return []
        found = [verb for verb in rescheduling.TABLE if rescheduling.applies(row, verb)]
        return [Link(_label(row, verb), url=admin_url(row, verb)) for verb in found]

    @transaction.atomic
    def reschedule_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Ask for the new time and place; on POST write them and keep the old ones."""
        row, action = self.admin.get_object(request, object_id), Action(verb)
        if row is None:
            raise Http404
        if not self._may_reschedule(request, row):
            raise PermissionDenied
        if not rescheduling.applies(row, action):
            sentence = _("“%(name)s” cannot be moved or postponed. It has to be approved and must not be cancelled.")
            self.admin.message_user(request, sentence % {"name": row}, messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        form = FORMS[action](request.POST if request.method == "POST" else None, row=row)
        as_planned = "as_planned" in request.POST
        if not form.is_bound or not (as_planned or form.is_valid()):
            return self._reschedule_page(request, form, action)
        if request.POST.get("seen") != _seen(row):
            return self._reschedule_page(request, FORMS[action](row=row), action, [changed_meanwhile(row)])
        try:
            changes = rescheduling.moved(row, rescheduling.as_planned(row)) if as_planned else form.changes()
        except Refused as refusal:
            return self._reschedule_page(request, form, action, form.take_in(refusal))
        return self._finish(request, row, action, changes)

    def _finish(self: Any, request: HttpRequest, row: Any, action: Action, changes: Sequence[Change]) -> HttpResponse:
        if self.admin.has_change_permission(request, row):
            with self.admin.create_revision(request):
                rescheduling.carry_out(action, changes, by=account_of(request))
                for change in changes:
                    reversion.add_to_revision(change.after)
                self.admin.log_change(request, row, str(action.label))
            self.admin.message_user(request, _result(changes), messages.SUCCESS)
        else:
            propose(row, _as_stored_form(changes), by=account_of(request), note=str(_label(row, action)))
            audit_log.record(Action.PROPOSE, by=account_of(request), target=row, reason=str(_label(row, action)))
            self.admin.message_user(request, _("Your proposal is in the review queue. Visitors do not see it yet."))
        return HttpResponseRedirect(admin_url(row))

    def _may_reschedule(self: Any, request: HttpRequest, row: Any) -> bool:
        """Whether the account may change or propose the row's time, which is no text."""
        is_open = self.admin.may_change_field(request, next(iter(row.former_of)))
        return bool(is_open and (self.admin.has_change_permission(request, row) or may_propose(request, row)))

    def _reschedule_page(
        self: Any,
        request: HttpRequest,
        form: RescheduleForm,
        action: Action,
        refused: Sequence[Obstacle] = (),
    ) -> HttpResponse:
        row = form.row
        context = {
            **self.context(request, row),
            "title": _label(row, action),
            "form": form,
            "refused": [fix_link(obstacle) for obstacle in refused],
            "now": place_and_time(row),
            "proposing": not self.admin.has_change_permission(request, row),
            "can_undo": action == Action.MOVE and rescheduling.can_be_taken_back(row),
            "seen": _seen(row),
            "change_url": admin_url(row),
        }
        return TemplateResponse(request, "admin/reschedule.html", context)


def _label(row: Meeting | Session, action: Action) -> str | Promise:
    return _("Set the new time") if row.is_postponed else rescheduling.TABLE[action].label


def _seen(row: Meeting | Session) -> str:
    """Return what differs if another person changes the row while the page is open."""
    return str(latest_entry_id([row.public_id]))


def _result(changes: Sequence[Change]) -> str:
    row = changes[0].after
    if row.is_postponed:
        return _("“%(name)s” is postponed. The site says that the new time is to be announced.") % {"name": row}
    if not row.has_schedule_note:
        return _("“%(name)s” takes place as first announced. The note is gone.") % {"name": row}
    return _("“%(name)s” is moved. Visitors see the old and the new time and place.") % {"name": row}


def _as_stored_form(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the changes as a proposal stores them, with digests of former values."""
    return {"rows": {row_key(each.before): _values(each) for each in changes}, "new": {}, "deleted": []}


def _values(change: Change) -> dict[str, list[Any]]:
    found = {}
    for name, value in change.values().items():
        stored: Any = change.before._meta.get_field(name)
        wanted = getattr(value, "pk", value)
        found[name] = [wanted, digest(stored.formfield(), stored.value_from_object(change.before))]
    return found
