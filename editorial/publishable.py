"""The admin of publishable rows: status, buttons for verbs, limits of deletion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from editorial.action_views import VerbPages, editor
from editorial.actions import SAVES_FIRST, offered
from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url
from editorial.forms import AddressForm
from editorial.history import HistoryAdmin
from editorial.previews import PreviewPages
from editorial.proposals import ProposalPages, is_approved, is_proposing
from editorial.status import StateColumn, StateFilter, StateLabel, publication_status, state_in_a_sentence
from publishing.models import Item, audit_log
from publishing.workflow import TRANSITIONS, WorkflowAction


@dataclass(frozen=True)
class Panel:
    """The panel above the form: the status, what it means, notes and actions."""

    now: StateLabel
    sentence: str
    links: Sequence[Link]
    public_url: str | None = None
    preview_url: str = ""
    note: str = ""


class PublishableAdmin(ProposalPages, StateColumn, VerbPages, HistoryAdmin):
    """The admin of rows with a state, or with editions; verbs change the state."""

    page_classes: ClassVar[tuple[type[AdminPages], ...]] = (PreviewPages,)

    form: type[forms.ModelForm] = AddressForm
    list_filter: ClassVar[Any] = (StateFilter,)
    show_full_result_count = False  # one count of a long table less
    public_keys = ("public", "out_of_date", "withdrawn", "replaced")

    def get_view_on_site_url(self, obj: Item | None = None) -> str | None:
        """Return the public page, only of what has one at this moment."""
        if obj is None or not hasattr(obj, "get_absolute_url") or publication_status(obj).key not in self.public_keys:
            return None
        return str(obj.get_absolute_url())

    # Who may change what

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Let what is approved or public be changed only by those who may approve it."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or is_proposing(request):
            return allowed
        return allowed and (not is_approved(obj) or self.has_approve_permission(request))

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return bool(editor(request).has_perm(f"{self.opts.app_label}.approve_{self.opts.model_name}"))

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return not obj.was_ever_public() and (not is_approved(obj) or self.has_approve_permission(request))

    # Deleting

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row and row.was_ever_public() and self.has_view_or_change_permission(request, row):
            self.message_user(request, _not_deleted(row), messages.ERROR)
            return HttpResponseRedirect(admin_url(row))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        if kept := [_not_deleted(row) for row in objs if row.was_ever_public()]:
            return to_delete, counts, set(), kept
        return to_delete, counts, perms_needed, protected

    # The form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["panel"] = self.panel(request, row) if row and row.pk else None
        context["saving_verbs"] = self.saving_verbs(request, row)
        for pages in self.pages if row and row.pk else ():
            context |= pages.form_context(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def panel(self, request: HttpRequest, row: Item) -> Panel:
        now = publication_status(row)
        return Panel(
            now=now,
            sentence=self._sentence(request, row, now),
            links=self.panel_links(request, row),
            public_url=self.get_view_on_site_url(row),
            preview_url=admin_url(row, "preview"),
            note=audit_log.sent_back_with(row),
        )

    def _sentence(self, request: HttpRequest, row: Item, now: StateLabel) -> str:
        is_public = now.key in ("public", "out_of_date")
        if is_public and not self.has_change_permission(request, row) and self.may_propose(request, row):
            return _("It is public. You can propose a change, which an editor reviews.")
        return state_in_a_sentence(row, now)

    def panel_links(self, request: HttpRequest, row: Item) -> list[Link]:
        """Return the buttons that leave the form as it is stored."""
        first = [link for pages in self.pages if pages.before_verbs for link in pages.links(request, row)]
        last = [link for pages in self.pages if not pages.before_verbs for link in pages.links(request, row)]
        return [
            *first,
            *self.proposal_links(request, row),
            *self.verb_links(request, row),
            *self.propose_links(request, row),
            *last,
        ]

    def saving_verbs(self, request: HttpRequest, row: Item | None) -> list[Link]:
        """Return the buttons that save the form and go on to the verb."""
        return [
            Link(TRANSITIONS[verb].label, name=f"_{verb}")
            for verb in offered(row or self.model(), editor(request))
            if verb in SAVES_FIRST
        ]

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: str | None = None) -> HttpResponse:
        return self._on_to_the_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return self._on_to_the_verb(request, obj) or super().response_change(request, obj)

    def _on_to_the_verb(self, request: HttpRequest, row: Item) -> HttpResponse | None:
        for verb in WorkflowAction:
            if f"_{verb}" in request.POST:
                return HttpResponseRedirect(admin_url(row, "verb", verb))
        return None


def _not_deleted(row: Item) -> str:
    return _("“%(name)s” has been public, so it can be unpublished but not deleted.") % {"name": row}
