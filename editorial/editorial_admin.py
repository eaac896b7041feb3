"""The base of the admins of all content: the steps of a form, a save, a deletion."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, ClassVar

from django.contrib.admin.models import LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from reversion.admin import VersionAdmin
from reversion.revisions import set_comment

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.audit_log_entries import of_a_save, of_deletions, of_deletions_in
from editorial.deleting import delete_selected, is_changed_since
from editorial.drafts import draft_of, note_saved
from editorial.field_permissions import POSITION
from editorial.fields import AdminFields, can_be_held
from editorial.filling import filling_of
from editorial.followed_rows import followed_rows
from editorial.history import HistoryPages, reason_of, recover_children, take_key
from editorial.merging import MergingForm
from editorial.merging_admin import MergingAdmin
from editorial.merging_rows import MergingFormSet
from editorial.page_versions import FIELD
from editorial.proposals import is_proposing, record_accepted, store_proposal
from editorial.requests import account_of
from publishing.locks import in_one_transaction
from publishing.models import Child, audit_log


class EditorialAdmin(MergingAdmin, AdminFields, VersionAdmin):  # type: ignore[misc]  # reversion has no type hints
    """An admin that keeps every save and enters it in the audit log.

    The order of the hooks of saving is Django's: `save_model`, `save_related`, `log_addition` or `log_change`,
    `response_add` or `response_change`.
    """

    page_classes: ClassVar[tuple[type[AdminPages], ...]] = (HistoryPages,)
    actions = (delete_selected,)
    history_latest_first = True

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Open a revision for writing requests only, as SQLite has one writer at a time."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            yield
            return
        with super().create_revision(request):
            yield

    # The form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the values of a recovered row, or the usable values of the address."""
        if recovered := filling_of(request).new.get(""):
            return recovered[0]
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if can_be_held(self.model, name, value)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not context.get("filled_sentence"):  # what it is filled with is not stored yet
            context["draft_of"] = draft_of(request)
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # Django's
        """Save the row: a new one behind its siblings, a recovered one with its old key."""
        if is_proposing(request):
            return
        if not change:
            _place_last(obj)
            if recovered := getattr(request, "recovered", None):
                take_key(obj, recovered)
        with followed_rows(obj) if change else nullcontext():
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet], change: bool
    ) -> None:
        """Save what belongs to the row, and do what follows; or store all as a proposal."""
        if is_proposing(request):
            store_proposal(request, form, formsets)
            request.saved_row = form.instance  # type: ignore[attr-defined]
            note_saved(request)
            return
        deleted = of_deletions_in(formsets)
        super().save_related(request, form, formsets, change)
        note_saved(request)
        entries = of_a_save(form, formsets, is_new=not change, deleted=deleted)
        if proposal := getattr(request, "proposal", None):
            record_accepted(proposal, entries, form, formsets, by=account_of(request))
        else:
            for each in entries:
                reason = each.reason or reason_of(request)
                audit_log.record(each.action, by=account_of(request), target=each.row, reason=reason)
        if hasattr(request, "recovered"):
            recover_children(request, form.instance)
        self.after_save(request, form)

    def after_save(self, request: HttpRequest, form: Any) -> None:
        """Do what only this kind needs, after the row and its inlines are saved."""

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT002
    ) -> Any:
        """Return what a save has changed; a proposal saves nothing."""
        return [] if is_proposing(request) else super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return _commented(request, super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return None if is_proposing(request) else _commented(request, super().log_change(request, obj, message))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return HttpResponseRedirect(admin_url(obj)) if is_proposing(request) else super().response_change(request, obj)

    # Deleting

    @in_one_transaction
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        seen = {FIELD: audit_log.newest_entry_id()}
        if is_changed_since(self, request, object_id):
            return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(request, object_id, seen | (extra_context or {}))

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
        for entered in of_deletions(queryset):
            audit_log.record(entered.action, by=account_of(request), target=entered.row, reason=entered.reason)
        return super().log_deletions(request, queryset)


def _place_last(row: Any) -> None:
    """Number a new row of a sorted kind behind its siblings."""
    if any(field.name == POSITION for field in row._meta.fields):
        rows = type(row)._default_manager.all()
        row.position = (rows.filter(**{row.parent_field: row.parent}) if isinstance(row, Child) else rows).count() + 1


def _commented(request: HttpRequest, entry: LogEntry) -> LogEntry:
    if reason := reason_of(request):
        set_comment(reason)
    return entry
