"""The pages of the history of every row; their form restores an earlier revision."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_model_url, admin_url
from editorial.earlier_versions import Recovery, deleted_parts, earlier_version, initial_of
from editorial.filling import Filling, Inline, changes_of
from editorial.proposals import begin_proposing, may_propose
from editorial.requests import account_of
from publishing.models import AuditLogEntry

SHOWN: Final = 50


class HistoryPages(AdminPages):
    """The history of a row, its earlier revisions, and the recovery of deleted rows."""

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("<path:object_id>/history/", wrap(self.history_view), name=self.url_name("history")),
            re_path(r"^([^/]+)/history/(\d+)/$", wrap(self.revision_view), name=self.url_name("revision")),
            re_path(r"^recover/(\d+)/$", wrap(self.recover_view), name=self.url_name("recover")),
        ]

    def history_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show, above the kept revisions, the audit log entries of the row."""
        row = self.admin.get_object(request, unquote(object_id))
        entries = AuditLogEntry.objects.filter(public_id=getattr(row, "public_id", "") or "-")
        context = {"audit_log": entries[:SHOWN], "audit_log_url": _audit_log_url(row)}
        answer: HttpResponse = self.admin.history_view(request, object_id, context)
        return answer

    def revision_view(self, request: HttpRequest, object_id: str, version_id: str) -> HttpResponse:
        """Show the form with the values of a revision; saving it is an ordinary save.

        Those who may not change the row, but could as a draft, propose to restore the revision.
        """
        row = self.admin.get_object(request, unquote(object_id))
        if row is None:
            return self.not_found(request, object_id)
        may_change = self.admin.has_change_permission(request, row)
        proposing = {} if may_change or not may_propose(request, row) else begin_proposing(request)
        if not self.admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = Version.objects.get_for_object(row).select_related("revision")
        version = get_object_or_404(versions, pk=version_id)
        try:
            inlines = inline_keys(self.admin, request, row)
            filling = earlier_version(version, row, inlines)
        except RevertError:
            return self._unreadable(request, row, version)
        request.earlier = version  # type: ignore[attr-defined]
        request.filling = filling  # type: ignore[attr-defined]
        sentence = _("This is the revision of %(time)s. Saving the form restores it.")
        if proposing:
            sentence = _("This is the revision of %(time)s. You can propose to restore it.")
        elif not may_change:
            sentence = _("This is what differed in the revision of %(time)s. You cannot restore it here.")
        context = {
            "title": _("Restore an earlier revision"),
            "filled_sentence": sentence % {"time": _moment(version)},
            "filled_button": _("Restore this revision"),
            "filled_changes": changes_of(filling, row, inlines),
        }
        answer: HttpResponse = self.admin.change_view(request, object_id, extra_context=context | proposing)
        return answer

    def recover_view(self, request: HttpRequest, version_id: str) -> HttpResponse:
        """Show the form for a new row with a deleted one's values; it keeps its id."""
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        deleted = Version.objects.get_deleted(self.admin.model).select_related("revision")
        version = get_object_or_404(deleted, pk=version_id)
        try:
            initial, parts = initial_of(version), deleted_parts(version, inline_keys(self.admin, request))
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
        answer: HttpResponse = self.admin.add_view(request, extra_context=context)
        return answer

    def _unreadable(self, request: HttpRequest, row: Model | None, version: Version) -> HttpResponse:
        """Show the stored text of a version that no longer fits the models."""
        context = {
            **self.context(request),
            "title": _("A revision that cannot be restored"),
            "subtitle": version.object_repr,
            "original": row,
            "change_url": admin_url(row) if row else admin_model_url(self.admin.model, "changelist"),
            "moment": _moment(version),
            "content": version.serialized_data,
        }
        return TemplateResponse(request, "admin/unreadable_version.html", context)


def inline_keys(model_admin: Any, request: HttpRequest, row: Model | None = None) -> list[Inline]:
    """Return of each inline its model, its foreign key to the row, and its prefix."""
    formsets = [formset for formset, _inline in model_admin.get_formsets_with_inlines(request, row)]
    return [(formset.model, formset.fk, formset.get_default_prefix()) for formset in formsets]


def reason_of(request: HttpRequest) -> str:
    """Return the reason of a save that restores a revision; empty for other saves."""
    version = getattr(request, "earlier", None)
    return _("The revision of %(time)s was restored.") % {"time": _moment(version)} if version else ""


def take_key(row: Any, recovered: Version) -> None:
    """Give a row that is recovered the keys that it had."""
    row.pk = recovered.field_dict[row._meta.pk.attname]
    if public_id := recovered.field_dict.get("public_id"):
        row.public_id = public_id


def recover_children(request: HttpRequest, row: Model) -> None:
    """Bring back what was deleted with the row, and say what was not."""
    by = account_of(request)
    recovery = Recovery(by, lambda model: by.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"))
    recovery.children_of(row)
    if recovery.left:
        sentence = _("Not recovered, because you may not add them or they no longer fit: %(names)s.")
        messages.warning(request, sentence % {"names": get_text_list(recovery.left, _("and"))})


def _audit_log_url(row: Model) -> str:
    return admin_model_url(AuditLogEntry, "changelist", q=row.public_id) if hasattr(row, "public_id") else ""


def _moment(version: Version) -> str:
    return date_format(localtime(version.revision.date_created), "DATETIME_FORMAT")
