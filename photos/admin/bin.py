"""The bin of deleted photos and galleries, which can be recovered with files."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.models import Version

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_model_url
from editorial.requests import account_of
from photos.files import integrity
from photos.models import BinnedFile, Gallery, Photo
from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from publishing.stored_files import storage


@dataclass(frozen=True)
class Deleted:
    """A row in the bin: what it was, who deleted it when, and where it is recovered."""

    name: str
    kind: str
    entry: AuditLogEntry | None
    url: str
    thumbnail: str


class BinPages(AdminPages):
    """The bin, in place of the lists of deleted photos and of deleted galleries."""

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("recover/", wrap(self.bin_view), name=self.url_name("recoverlist")),
            path("bin/<int:pk>/", wrap(self.binned_file_view), name=self.url_name("binned_file")),
        ]

    def bin_view(self, request: HttpRequest) -> HttpResponse:
        """Show the bin; on POST empty it."""
        if not (self.admin.has_add_permission(request) and self.admin.has_change_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            return self._empty(request)
        context = {
            **self.context(request),
            "title": _("Bin"),
            "rows": [*self._rows(Gallery), *self._rows(Photo)],
            "may_empty": _may_empty(request),
        }
        return TemplateResponse(request, "admin/bin.html", context)

    def binned_file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Answer the original of a file in the bin."""
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        binned = BinnedFile.objects.filter(pk=pk).first()
        file = binned.restored() if binned else None
        if file is None or not storage.exists(file.path("original", file.format)):
            raise Http404
        return FileResponse(storage.open(file.path("original", file.format)))

    def _empty(self, request: HttpRequest) -> HttpResponse:
        if not _may_empty(request):
            raise PermissionDenied
        files = integrity.in_bin()  # first: a photo that is deleted meanwhile keeps its version, and its file
        emptied = sum(_forget(kind) for kind in (Gallery, Photo))
        integrity.empty_bin(files)
        sentence = ngettext(
            "%(count)s entry was permanently deleted.", "%(count)s entries were permanently deleted.", emptied
        )
        messages.success(request, sentence % {"count": emptied})
        return HttpResponseRedirect(admin_model_url(self.admin.model, "changelist"))

    def _rows(self, kind: type[Gallery | Photo]) -> list[Deleted]:
        versions = list(Version.objects.get_deleted(kind))
        public_ids = {version.pk: version.field_dict.get("public_id") for version in versions}
        entries = _deletions([each for each in public_ids.values() if each])
        files = _files_of(version.object_id for version in versions) if kind is Photo else {}
        return [
            Deleted(
                name=version.object_repr,
                kind=str(kind._meta.verbose_name),
                entry=entries.get(public_ids[version.pk]),
                url=admin_model_url(kind, "recover", str(version.pk)),
                thumbnail=self._thumbnail(files.get(int(version.object_id))),
            )
            for version in versions
        ]

    def _thumbnail(self, file: int | None) -> str:
        return admin_model_url(self.admin.model, "binned_file", str(file)) if file else ""


def _deletions(public_ids: Iterable[str]) -> dict[str | None, AuditLogEntry]:
    """Return the audit log entry of each object's latest deletion, by permanent id."""
    entries = AuditLogEntry.objects.filter(public_id__in=public_ids, action=Action.DELETE).order_by("id")
    return {entry.public_id: entry for entry in entries}


def _files_of(photo_ids: Iterable[str]) -> dict[int, int]:
    """Return the id of the newest file in the bin of each deleted photo."""
    files = BinnedFile.objects.filter(photo_id__in=list(photo_ids)).order_by("pk")
    return dict(files.values_list("photo_id", "pk"))


def _may_empty(request: HttpRequest) -> bool:
    return account_of(request).has_perms(["photos.delete_photo", "photos.approve_photo"])


def _forget(kind: type[Gallery | Photo]) -> int:
    """Delete every kept version of what was deleted; return of how many rows."""
    ids = list(Version.objects.get_deleted(kind).values_list("object_id", flat=True))
    Version.objects.get_for_model(kind).filter(object_id__in=ids).delete()
    return len(ids)
