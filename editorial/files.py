"""Stored files in the admin, which serves them to those who may see them."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, URLPattern, path
from django.utils.safestring import SafeString

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url


@dataclass(frozen=True)
class StoredFile:
    """A stored file's name and its address in the admin; "" if its row has no form."""

    words: str
    url: str
    is_picture: bool

    @classmethod
    def of(cls, file: FieldFile) -> "StoredFile":
        name = file.name or ""
        kind = name.rpartition(".")[2].upper()
        size = filesizeformat(file.size) if file.storage.exists(name) else "—"
        return cls(f"{kind}, {size}", _address(file), _type_of(name).startswith("image/"))


class StoredFileInput(AdminFileWidget):
    """A file field that shows what is stored already."""

    use_fieldset = False

    def is_initial(self, value: Any) -> bool:
        return isinstance(value, FieldFile) and bool(value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        context["stored"] = StoredFile.of(value) if self.is_initial(value) else None
        return render_to_string("admin/partials/_stored_file.html", context)


class StoredFilePages(AdminPages):
    """Each stored file has a page in the admin, for those who may see the row."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.stored_file_view)
        return [path("<int:pk>/stored/<slug:field>/", view, name=self.url_name("stored"))]

    def stored_file_view(self, request: HttpRequest, pk: int, field: str) -> FileResponse:
        row = self.admin.get_object(request, str(pk))
        if not self.admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        try:
            self.admin.opts.get_field(field)
            file = getattr(row, field)
        except (FieldDoesNotExist, AttributeError) as error:
            raise Http404 from error
        if not isinstance(file, FieldFile) or not file.name or not file.storage.exists(file.name):
            raise Http404
        return FileResponse(file.open("rb"), content_type=_type_of(file.name))


def _address(file: FieldFile) -> str:
    try:
        return admin_url(file.instance, "stored", file.field.name)
    except NoReverseMatch:
        return ""


def _type_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
