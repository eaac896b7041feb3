"""The admin's pages on which changes of public records are proposed and accepted."""

from typing import Final

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url
from editorial.filling import changes_of
from editorial.history import inline_keys
from editorial.previews import go_to_preview
from editorial.proposals import begin_proposing, may_propose
from editorial.requests import account_of
from editorial.stored_forms import filling_from
from publishing.locks import in_one_transaction
from publishing.models import Edition, Item, PreviewLink, Proposal, audit_log
from publishing.models.audit_log import Action
from publishing.models.proposals import settle
from publishing.previews import refusal_of

ANSWER: Final = "_proposal_answer"


class ProposePages(AdminPages):
    """The page for an author: the form, which is stored as a proposal."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.propose_view)
        return [path("<path:object_id>/propose/", view, name=self.url_name("propose"))]

    def links(self, request: HttpRequest, row: Item) -> list[Link]:
        return [Link(_("Propose a change"), url=admin_url(row, "propose"))] if may_propose(request, row) else []

    @in_one_transaction
    def propose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the form with the author's open proposal; saving it stores a proposal."""
        row = self.admin.get_object(request, unquote(object_id))
        if row is None or not may_propose(request, row):
            raise PermissionDenied
        own = Proposal.objects.to_be_edited(account_of(request)).filter(public_id=row.public_id).first()
        context = begin_proposing(request, own) | {"title": _("Propose a change")}
        if "_take_back" in request.POST and own:
            settle(own, Proposal.Status.WITHDRAWN)
            messages.success(request, _("Your proposal was taken back."))
            return HttpResponseRedirect(admin_url(row))
        if "_preview" in request.POST and own:
            return _preview_of(request, row, own)
        if own:
            request.filling = filling_from(own)  # type: ignore[attr-defined]
        answer: HttpResponse = self.admin.changeform_view(request, object_id, extra_context=context)
        return answer


class ProposalPages(AdminPages):
    """The page for an editor: the form, filled with a proposal."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.proposal_view)
        return [path("<path:object_id>/proposal/<int:number>/", view, name=self.url_name("proposal"))]

    def links(self, request: HttpRequest, row: Item) -> list[Link]:
        """Return for an editor the ways to the open proposals."""
        if isinstance(row, Edition) or not self.admin.has_change_permission(request, row):
            return []
        return [
            Link(
                _("Change proposed by %(author)s") % {"author": proposal.author},
                url=admin_url(row, "proposal", str(proposal.pk)),
            )
            for proposal in Proposal.objects.open().filter(public_id=row.public_id).select_related("author")
        ]

    @in_one_transaction
    def proposal_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show the form filled with the proposal; saving accepts it, a note returns it."""
        row = self.admin.get_object(request, unquote(object_id))
        if row is None or not self.admin.has_change_permission(request, row):
            raise PermissionDenied
        proposal = Proposal.objects.filter(pk=number, public_id=row.public_id).select_related("author").first()
        if proposal is None:
            raise Http404
        if proposal.status != Proposal.Status.OPEN:
            said = _("This proposal is not open any more: %(status)s.") % {"status": proposal.get_status_display()}
            messages.warning(request, said)
            return HttpResponseRedirect(admin_url(row))
        if ANSWER in request.POST:
            return _return(request, row, proposal)
        if "_preview" in request.POST:
            return _preview_of(request, row, proposal)
        filling = request.filling = filling_from(proposal)  # type: ignore[attr-defined]
        request.proposal = proposal  # type: ignore[attr-defined]
        sentence = _("%(who)s proposed this change on %(time)s. Saving the form accepts it.")
        values = {"who": proposal.author, "time": date_format(localtime(proposal.made_at), "DATETIME_FORMAT")}
        context = {
            "title": _("Proposed change"),
            "filled_sentence": sentence % values,
            "filled_button": _("Accept the proposal"),
            "filled_changes": changes_of(filling, row, inline_keys(self.admin, request, row)),
            "proposal": proposal,
            "answer_name": ANSWER,
        }
        answer: HttpResponse = self.admin.change_view(request, object_id, extra_context=context)
        return answer


def _preview_of(request: HttpRequest, row: Item, proposal: Proposal) -> HttpResponse:
    """Lead to a preview that shows the record as if the proposal were accepted."""
    link = PreviewLink(maker=account_of(request), public_id=row.public_id, asked_on=row.public_id, proposal=proposal)
    if refusal_of(link):
        messages.error(request, _("There is no preview of it that you may see."))
        return HttpResponseRedirect(admin_url(row))
    reason = _("With the change that %(author)s proposes") % {"author": proposal.author}
    return go_to_preview(link, row, reason)


def _return(request: HttpRequest, row: Model, proposal: Proposal) -> HttpResponse:
    answer = request.POST[ANSWER].strip()
    if not answer:
        messages.error(request, _("Enter what needs to be changed."))
        return HttpResponseRedirect(admin_url(row, "proposal", str(proposal.pk)))
    settle(proposal, Proposal.Status.RETURNED, answer=answer)
    audit_log.record(Action.RETURN_PROPOSAL, by=account_of(request), target=row, reason=answer)
    messages.info(request, _("The proposal was returned to %(author)s.") % {"author": proposal.author})
    return HttpResponseRedirect(admin_url(row))
