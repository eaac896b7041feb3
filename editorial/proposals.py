"""Proposed changes of public records in the admin, and their acceptance."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from editorial.admin_urls import Link, admin_url
from editorial.audit_log_entries import Entered
from editorial.drafts import note_saved
from editorial.filling import changes_of
from editorial.history import HistoryAdmin
from editorial.merging import MergingForm
from editorial.merging_rows import MergingFormSet
from editorial.previews import go_to_preview
from editorial.stored_forms import exceeds, filling_from, stored_form
from publishing import verbs
from publishing.locks import in_one_transaction
from publishing.models import Document, Edition, Item, PreviewLink, Proposal, Publishable, audit_log
from publishing.models.audit_log import Action
from publishing.models.proposals import propose, settle
from publishing.obstacles import Refused
from publishing.previews import refusal_of
from publishing.states import State
from publishing.verbs import checks

NOTE: Final = "_proposal_note"
ANSWER: Final = "_proposal_answer"


class ProposalPages(HistoryAdmin):
    """Mixin of the admin of records whose forms can be saved as a proposal."""

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<path:object_id>/propose/", wrap(self.propose_view), name=f"{name}_propose"),
            path("<path:object_id>/proposal/<int:number>/", wrap(self.proposal_view), name=f"{name}_proposal"),
            *super().get_urls(),
        ]

    def may_propose(self, request: HttpRequest, row: Item) -> bool:
        """Return whether the account could change the row as a draft; False for editions."""
        if isinstance(row, Edition) or not is_approved(row):
            return False
        return super().has_change_permission(request, row)

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        if obj is not None and is_proposing(request):
            return self.may_propose(request, obj)
        return super().has_change_permission(request, obj)

    # Proposing

    @in_one_transaction
    def propose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the form with the author's open proposal; saving it stores a proposal."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.may_propose(request, row):
            raise PermissionDenied
        request.proposing = True  # type: ignore[attr-defined]
        own = Proposal.objects.to_be_edited(_editor(request)).filter(public_id=row.public_id).first()
        if "_take_back" in request.POST and own:
            settle(own, Proposal.Status.WITHDRAWN)
            self.message_user(request, _("Your proposal was taken back."), messages.SUCCESS)
            return HttpResponseRedirect(admin_url(row))
        if "_preview" in request.POST and own:
            return self._preview_of(request, row, own)
        if own:
            request.filling = filling_from(own)  # type: ignore[attr-defined]
        context = self._proposing(request, own) | {"title": _("Propose a change")}
        return self.changeform_view(request, object_id, extra_context=context)

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Let those who may not change the row propose to restore the revision."""
        row = self.get_object(request, unquote(object_id))
        if row is None or self.has_change_permission(request, row) or not self.may_propose(request, row):
            return super().revision_view(request, object_id, version_id, extra_context)
        request.proposing = True  # type: ignore[attr-defined]
        context = self._proposing(request, None) | (extra_context or {})
        return super().revision_view(request, object_id, version_id, context)

    def _proposing(self, request: HttpRequest, own: Proposal | None) -> dict[str, Any]:
        note = request.POST.get(NOTE, own.note if own else "")
        return {"proposing": True, "proposal": own, "note_name": NOTE, "note": note}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # Django's
        if not is_proposing(request):
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet], change: bool
    ) -> None:
        if not is_proposing(request):
            super().save_related(request, form, formsets, change)
            return
        note_saved(request)
        changes = stored_form(form, formsets)
        if any(changes.values()):
            note = request.POST.get(NOTE, "").strip()
            propose(form.instance, changes, by=_editor(request), note=note)
            audit_log.record(Action.PROPOSE, by=_editor(request), target=form.instance, reason=note)
            self.message_user(request, _("Your proposal is in the review queue. Visitors do not see it yet."))
        else:
            self.message_user(request, _("Nothing was changed, so there is nothing to propose."), messages.WARNING)

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT002
    ) -> Any:
        """Return what a save has changed; a proposal saves nothing."""
        return [] if is_proposing(request) else super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        if is_proposing(request):
            request.saved_row = obj  # type: ignore[attr-defined]
            return None
        return super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        if is_proposing(request):
            return HttpResponseRedirect(admin_url(obj))
        return super().response_change(request, obj)

    # Accepting

    @in_one_transaction
    def proposal_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show the form filled with the proposal; saving accepts it, a note returns it."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            raise PermissionDenied
        proposal = Proposal.objects.filter(pk=number, public_id=row.public_id).select_related("author").first()
        if proposal is None:
            raise Http404
        if proposal.status != Proposal.Status.OPEN:
            said = _("This proposal is not open any more: %(status)s.") % {"status": proposal.get_status_display()}
            self.message_user(request, said, messages.WARNING)
            return HttpResponseRedirect(admin_url(row))
        if ANSWER in request.POST:
            return self._return(request, row, proposal)
        if "_preview" in request.POST:
            return self._preview_of(request, row, proposal)
        request.filling = filling_from(proposal)  # type: ignore[attr-defined]
        request.proposal = proposal  # type: ignore[attr-defined]
        sentence = _("%(who)s proposed this change on %(time)s. Saving the form accepts it.")
        values = {"who": proposal.author, "time": date_format(localtime(proposal.made_at), "DATETIME_FORMAT")}
        context = {
            "title": _("Proposed change"),
            "filled_sentence": sentence % values,
            "filled_button": _("Accept the proposal"),
            "filled_changes": changes_of(request.filling, row, self.inline_keys(request, row)),  # type: ignore[attr-defined]
            "proposal": proposal,
            "answer_name": ANSWER,
        }
        return self.change_view(request, object_id, extra_context=context)

    def record_saved(
        self, request: HttpRequest, entries: list[Entered], form: MergingForm, formsets: Sequence[MergingFormSet]
    ) -> None:
        """Record the author of an accepted proposal, and the editor if more was changed."""
        proposal: Proposal | None = getattr(request, "proposal", None)
        if proposal is None:
            super().record_saved(request, entries, form, formsets)
            return
        editor, row = _editor(request), form.instance
        changed_before = audit_log.editors_since_review(
            [each.public_id for each in checks.with_approved_descendants(row)]
        )
        reason = _("Proposed by %(author)s, accepted by %(editor)s.") % {
            "author": proposal.author,
            "editor": editor,
        }
        added = exceeds(filling_from(proposal), form, formsets)
        for each in entries:
            audit_log.record(each.action, by=proposal.author, target=each.row, reason=reason)
            if added:
                audit_log.record(
                    each.action, by=editor, target=each.row, reason=_("Changed while accepting a proposal.")
                )
        settle(proposal, Proposal.Status.ACCEPTED)
        if not changed_before and not added and entries:
            self._confirm(row, editor)

    def _confirm(self, row: Publishable, editor: User) -> None:
        """Confirm the row, as accepting is the second review if the editor may give it."""
        try:
            verbs.confirm(row, by=editor)
        except Refused:
            return  # such as one's own proposal: it waits for a second review as any save does

    def _preview_of(self, request: HttpRequest, row: Item, proposal: Proposal) -> HttpResponse:
        """Lead to a preview that shows the record as if the proposal were accepted."""
        link = PreviewLink(maker=_editor(request), public_id=row.public_id, asked_on=row.public_id, proposal=proposal)
        if refusal_of(link):
            self.message_user(request, _("There is no preview of it that you may see."), messages.ERROR)
            return HttpResponseRedirect(admin_url(row))
        reason = _("With the change that %(author)s proposes") % {"author": proposal.author}
        return go_to_preview(link, row, reason)

    def _return(self, request: HttpRequest, row: Model, proposal: Proposal) -> HttpResponse:
        answer = request.POST[ANSWER].strip()
        if not answer:
            self.message_user(request, _("Enter what needs to be changed."), messages.ERROR)
            return HttpResponseRedirect(admin_url(row, "proposal", str(proposal.pk)))
        settle(proposal, Proposal.Status.RETURNED, answer=answer)
        audit_log.record(Action.RETURN_PROPOSAL, by=_editor(request), target=row, reason=answer)
        self.message_user(request, _("The proposal was returned to %(author)s.") % {"author": proposal.author})
        return HttpResponseRedirect(admin_url(row))

    def proposal_links(self, request: HttpRequest, row: Item) -> list[Link]:
        """Return for an editor the ways to the open proposals."""
        found = []
        if not isinstance(row, Edition) and self.has_change_permission(request, row):
            for proposal in Proposal.objects.open().filter(public_id=row.public_id).select_related("author"):
                label = _("Change proposed by %(author)s") % {"author": proposal.author}
                found.append(Link(label, url=admin_url(row, "proposal", str(proposal.pk))))
        return found

    def propose_links(self, request: HttpRequest, row: Item) -> list[Link]:
        """Return the way to propose a change, where the person may."""
        if not self.may_propose(request, row):
            return []
        return [Link(_("Propose a change"), url=admin_url(row, "propose"))]


def is_proposing(request: HttpRequest) -> bool:
    """Return whether the request's form is stored as a proposal."""
    return getattr(request, "proposing", False)


def is_approved(row: Item) -> bool:
    """Return whether the row, or one of its editions, is approved."""
    rows = row.editions.all() if isinstance(row, Document) else [row]
    return any(each.state == State.APPROVED for each in rows)


def _editor(request: HttpRequest) -> User:
    return cast(User, request.user)
