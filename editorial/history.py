"""The history of every row; its form restores an earlier revision."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin
from reversion.errors import RevertError
from reversion.models import Version
from reversion.revisions import set_comment

from editorial.admin_pages import HasPages
from editorial.admin_urls import admin_model_url, admin_url
from editorial.audit_log_entries import Entered, of_a_save, of_deletions, of_deletions_in
from editorial.concurrency import ConcurrentEditing
from editorial.deleting import CheckedDeletion
from editorial.drafts import DraftsAdmin
from editorial.earlier_versions import Recovery, deleted_parts, earlier_version, initial_of
from editorial.fields import AdminFields, InitialValues
from editorial.filling import Filling, Inline, changes_of, filling_of
from editorial.followed_rows import followed_rows
from editorial.merging import MergingForm
from editorial.merging_rows import MergingFormSet
from publishing.models import AuditLogEntry, audit_log

SHOWN: Final = 50


class HistoryAdmin(
    HasPages,
    CheckedDeletion,
    DraftsAdmin,
    ConcurrentEditing,
    AdminFields,
    InitialValues,
    VersionAdmin,  # type: ignore[misc]  # reversion has no type hints
):
    """Keeps every save, restores an earlier version, and recovers what was deleted."""

    history_latest_first = True

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Open a revision for writing requests only, as SQLite has one writer at a time."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            yield
            return
        with super().create_revision(request):
            yield

    # An earlier version

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form with the values of a version; saving it is an ordinary save."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = Version.objects.get_for_object(row).select_related("revision")
        version = get_object_or_404(versions, pk=version_id)
        try:
            inlines = self.inline_keys(request, row)
            filling = earlier_version(version, row, inlines)
        except RevertError:
            return self._unreadable(request, row, version)
        request.earlier = version  # type: ignore[attr-defined]
        request.filling = filling  # type: ignore[attr-defined]
        sentence = _("This is the revision of %(time)s. Saving the form restores it.")
        if getattr(request, "proposing", False):
            sentence = _("This is the revision of %(time)s. You can propose to restore it.")
        elif not self.has_change_permission(request, row):
            sentence = _("This is what differed in the revision of %(time)s. You cannot restore it here.")
        context = {
            "title": _("Restore an earlier revision"),
            "filled_sentence": sentence % {"time": _moment(version)},
            "filled_button": _("Restore this revision"),
            "filled_changes": changes_of(filling, row, inlines),
        }
        return self.change_view(request, object_id, extra_context=context | (extra_context or {}))

    def recover_view(
        self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new row with a deleted one's values; it keeps its id."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        deleted = Version.objects.get_deleted(self.model).select_related("revision")
        version = get_object_or_404(deleted, pk=version_id)
        try:
            initial, parts = initial_of(version), deleted_parts(version, self.inline_keys(request))
        except RevertError:
            return self._unreadable(request, None, version)
        request.earlier = request.recovered = version  # type: ignore[attr-defined]
        request.filling = Filling(new={"": [initial], **parts})  # type: ignore[attr-defined]
        sentence = _("This was deleted. Its last revision is of %(time)s. Saving the form recovers it as a draft.")
        context = {
            "title": _("Recover %(name)s") % {"name": version.object_repr},
            "filled_sentence": sentence % {"time": _moment(version)},
            "filled_button": _("Recover it as a draft"),
        }
        with self.create_revision(request):
            return self.add_view(request, extra_context=context | (extra_context or {}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        recovered = filling_of(request).new.get("")
        return recovered[0] if recovered else super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # Django's
        if not change and (version := getattr(request, "recovered", None)):
            obj.pk = version.field_dict[self.opts.pk.attname]
            if public_id := version.field_dict.get("public_id"):
                obj.public_id = public_id
        with followed_rows(obj) if change else nullcontext():
            super().save_model(request, obj, form, change)

    def inline_keys(self, request: HttpRequest, row: Model | None = None) -> list[Inline]:
        """Return of each inline its model, its foreign key to the row, and its prefix."""
        formsets = [formset for formset, _inline in self.get_formsets_with_inlines(request, row)]
        return [(formset.model, formset.fk, formset.get_default_prefix()) for formset in formsets]

    def _unreadable(self, request: HttpRequest, row: Model | None, version: Version) -> HttpResponse:
        """Show the stored text of a version that no longer fits the models."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A revision that cannot be restored"),
            "subtitle": version.object_repr,
            "original": row,
            "change_url": admin_url(row) if row else admin_model_url(self.model, "changelist"),
            "moment": _moment(version),
            "content": version.serialized_data,
        }
        return TemplateResponse(request, "admin/unreadable_version.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show, above the kept versions, the audit log entries of the row."""
        row = self.get_object(request, unquote(object_id))
        entries = AuditLogEntry.objects.filter(public_id=getattr(row, "public_id", "") or "-")
        context = {"audit_log": entries[:SHOWN], "audit_log_url": _audit_log_url(row)} | (extra_context or {})
        return super().history_view(request, object_id, context)

    # Saving

    def save_related(
        self, request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet], change: bool
    ) -> None:
        deleted = of_deletions_in(formsets)
        super().save_related(request, form, formsets, change)
        entries = of_a_save(form, formsets, is_new=not change, deleted=deleted)
        self.record_saved(request, entries, form, formsets)
        if getattr(request, "recovered", None):
            self._recover_children(request, form.instance)

    def record_saved(
        self, request: HttpRequest, entries: list[Entered], form: MergingForm, formsets: Sequence[MergingFormSet]
    ) -> None:
        """Enter into the audit log who has changed the rows."""
        by, reason = cast(User, request.user), _reason(request)
        for each in entries:
            audit_log.record(each.action, by=by, target=each.row, reason=each.reason or reason)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self._commented(request, super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self._commented(request, super().log_change(request, obj, message))

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
        for entered in of_deletions(queryset):
            audit_log.record(entered.action, by=cast(User, request.user), target=entered.row, reason=entered.reason)
        return super().log_deletions(request, queryset)

    def _commented(self, request: HttpRequest, entry: LogEntry) -> LogEntry:
        if reason := _reason(request):
            set_comment(reason)
        return entry

    def _recover_children(self, request: HttpRequest, row: Model) -> None:
        by = cast(User, request.user)
        recovery = Recovery(by, lambda model: by.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"))
        recovery.children_of(row)
        if recovery.left:
            sentence = _("Not recovered, because you may not add them or they no longer fit: %(names)s.")
            names = get_text_list(recovery.left, _("and"))
            self.message_user(request, sentence % {"names": names}, messages.WARNING)


def _audit_log_url(row: Model) -> str:
    return admin_model_url(AuditLogEntry, "changelist", q=row.public_id) if hasattr(row, "public_id") else ""


def _reason(request: HttpRequest) -> str:
    """Return the reason of a save that restores a revision; empty for other saves."""
    version = getattr(request, "earlier", None)
    return _("The revision of %(time)s was restored.") % {"time": _moment(version)} if version else ""


def _moment(version: Version) -> str:
    return date_format(localtime(version.revision.date_created), "DATETIME_FORMAT")
