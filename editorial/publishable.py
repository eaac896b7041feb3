"""The admin of publishable rows: status, buttons for verbs, limits of deletion."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import Action, ActionLocation
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext as django_gettext  # of words that Django's catalogue has
from django.utils.translation import gettext_lazy

from editorial.action_views import VerbPages, list_actions
from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.editorial_admin import EditorialAdmin
from editorial.forms import AddressForm
from editorial.page_versions import SeenActionForm
from editorial.panel import on_to_the_verb, panel_of, saving_verbs
from editorial.previews import PreviewPages
from editorial.proposal_pages import ProposalPages, ProposePages
from editorial.proposals import is_approved, is_proposing, may_propose
from editorial.requests import account_of
from editorial.status import PageOfList, StatusFilter, status_in_words, status_label, with_status
from publishing.models import Item

INTERNAL = (gettext_lazy("Internal"), {"fields": ("note",), "classes": ("collapse",)})


class PublishableAdmin(EditorialAdmin):
    """The admin of rows with a state, or with editions; verbs change the state."""

    # In the order of their buttons.
    page_classes: ClassVar[tuple[type[AdminPages], ...]] = (PreviewPages, ProposalPages, VerbPages, ProposePages)

    form: type[forms.ModelForm] = AddressForm
    action_form = SeenActionForm
    list_filter: ClassVar[Any] = (StatusFilter,)
    show_full_result_count = False  # saves counting all rows of a long table
    public_keys = ("public", "out_of_date", "withdrawn", "replaced")

    def get_view_on_site_url(self, obj: Item | None = None) -> str | None:
        """Return the address of the public page; None if it has none at this moment."""
        if obj is None or not hasattr(obj, "get_absolute_url") or status_label(obj).key not in self.public_keys:
            return None
        return str(obj.get_absolute_url())

    # The list

    status_in_words = staticmethod(status_in_words)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if getattr(request, "is_for_list", False) else self.with_columns(rows)

    def with_columns(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch with each row what the list and the form show of it."""
        return with_status(rows)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PageOfList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        request.is_for_list = True  # type: ignore[attr-defined]
        try:
            return super().get_changelist_instance(request)
        finally:
            request.is_for_list = False  # type: ignore[attr-defined]

    def action_checkbox(self, row: Model) -> SafeString:
        """Return the checkbox of the row, without the template that Django renders."""
        label = format_html(django_gettext("Select this object for an action - {}"), row)
        checkbox = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(checkbox, ACTION_CHECKBOX_NAME, row.pk, label)

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Action | None]:
        """Add the verbs to the actions of a list; the form has its own buttons."""
        actions = super().get_actions(request, action_location=action_location)
        return actions if action_location == ActionLocation.CHANGE_FORM else actions | list_actions(self, request)

    # Who may change what

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Let what is approved or public be changed only by those who may approve it."""
        if obj is not None and is_proposing(request):
            return may_propose(request, obj)
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not is_approved(obj) or self.has_approve_permission(request))

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return bool(account_of(request).has_perm(f"{self.opts.app_label}.approve_{self.opts.model_name}"))

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return not obj.was_ever_public() and (not is_approved(obj) or self.has_approve_permission(request))

    # The form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["panel"] = panel_of(self, request, row) if row and row.pk else None
        context["saving_verbs"] = saving_verbs(request, row or self.model())
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: str | None = None) -> HttpResponse:
        return on_to_the_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return on_to_the_verb(request, obj) or super().response_change(request, obj)

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


def _not_deleted(row: Item) -> str:
    return _("“%(name)s” has been public, so it can be unpublished but not deleted.") % {"name": row}
