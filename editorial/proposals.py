"""Proposed changes of public records: permission, storing, acceptance."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from editorial.audit_log_entries import Entered
from editorial.merging import MergingForm
from editorial.merging_rows import MergingFormSet
from editorial.requests import account_of
from editorial.stored_forms import exceeds, filling_from, stored_form
from publishing import verbs
from publishing.models import Document, Edition, Item, Proposal, Publishable, audit_log
from publishing.models.audit_log import Action
from publishing.models.proposals import propose, settle
from publishing.obstacles import Refused
from publishing.states import State
from publishing.verbs import checks

NOTE: Final = "_proposal_note"


def is_proposing(request: HttpRequest) -> bool:
    """Return whether the request's form is stored as a proposal."""
    return getattr(request, "proposing", False)


def begin_proposing(request: HttpRequest, own: Proposal | None = None) -> dict[str, Any]:
    """Have the request's form stored as a proposal; return what the form shows of it."""
    request.proposing = True  # type: ignore[attr-defined]
    note = request.POST.get(NOTE, own.note if own else "")
    return {"proposing": True, "proposal": own, "note_name": NOTE, "note": note}


def is_approved(row: Item) -> bool:
    """Return whether the row, or one of its editions, is approved."""
    rows = row.editions.all() if isinstance(row, Document) else [row]
    return any(each.state == State.APPROVED for each in rows)


def may_propose(request: HttpRequest, row: Any) -> bool:
    """Return whether the account could change the row as a draft; False for editions."""
    if isinstance(row, Edition) or not isinstance(row, Publishable | Document) or not is_approved(row):
        return False
    return account_of(request).has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}")


def store_proposal(request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet]) -> None:
    """Store what the form would change, for an editor to accept."""
    changes = stored_form(form, formsets)
    if any(changes.values()):
        note = request.POST.get(NOTE, "").strip()
        propose(form.instance, changes, by=account_of(request), note=note)
        audit_log.record(Action.PROPOSE, by=account_of(request), target=form.instance, reason=note)
        messages.info(request, _("Your proposal is in the review queue. Visitors do not see it yet."))
    else:
        messages.warning(request, _("Nothing was changed, so there is nothing to propose."))


def record_accepted(
    proposal: Proposal,
    entries: Sequence[Entered],
    form: MergingForm,
    formsets: Sequence[MergingFormSet],
    *,
    by: User,
) -> None:
    """Record the author of an accepted proposal, and the editor if more was changed."""
    row = form.instance
    changed_before = audit_log.editors_since_review([each.public_id for each in checks.with_approved_descendants(row)])
    reason = _("Proposed by %(author)s, accepted by %(editor)s.") % {"author": proposal.author, "editor": by}
    added = exceeds(filling_from(proposal), form, formsets)
    for each in entries:
        audit_log.record(each.action, by=proposal.author, target=each.row, reason=reason)
        if added:
            audit_log.record(each.action, by=by, target=each.row, reason=_("Changed while accepting a proposal."))
    settle(proposal, Proposal.Status.ACCEPTED)
    if not changed_before and not added and entries:
        _confirm(row, by)


def _confirm(row: Publishable, editor: User) -> None:
    """Confirm the row, as accepting is the second review if the editor may give it."""
    try:
        verbs.confirm(row, by=editor)
    except Refused:
        return  # such as one's own proposal: it waits for a second review as any save does
