"""Files of photos in the admin: upload, files by permission, new image sizes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages
from editorial.admin_urls import admin_url
from editorial.proposals import is_proposing
from editorial.requests import account_of
from photos.admin.metadata_messages import warnings
from photos.admin.people import PeopleField
from photos.admin.uploads import ACCEPTED_TYPES
from photos.files import reading, rendition_tasks
from photos.files.filling import fill
from photos.files.missing import missing_picture
from photos.files.reading import Delivered
from photos.files.store import Prepared, content_of, note_unreadable, prepare_upload, write
from photos.models import Photo, PhotoFile, PictureDigest
from photos.people import accept, proposed
from photos.uses import uses_of
from publishing.stored_files import storage
from publishing.unavailable import StorageUnavailable

WIDE = 1280
LISTS = {
    "keywords": gettext_lazy("Separated by commas. Put quotation marks around one with a comma."),
    "other_people": gettext_lazy(
        "Names of people without a page here, separated by commas. Put quotation marks around one with a comma."
    ),
}
UNNAMED = (PhotoFile, PictureDigest)


@dataclass(frozen=True)
class SentFile:
    """The file sent with a form, read before the form's transaction, or refused."""

    prepared: Prepared | None = None
    delivered: Delivered = field(default_factory=Delivered)
    refusal: ValidationError | None = None

    @property
    def is_pending(self) -> bool:
        """Return whether the worker has to make the sizes, with the words of that time."""
        return bool(self.prepared and self.prepared.file.status == PhotoFile.Status.PENDING)

    @classmethod
    def of(cls, upload: File, photo: Photo) -> Self:
        try:
            prepared = prepare_upload(photo, upload)
        except ValidationError as error:
            return cls(refusal=error)
        return cls(prepared, reading.deliver(content_of(upload)))


class PhotoForm(forms.ModelForm):
    """A photo with its file, which is required only of a new one."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
        help_text=gettext_lazy("JPEG, PNG, WebP, TIFF or AVIF. A new file replaces the one that is there."),
    )

    named = PeopleField()
    may_store = True
    may_link = True
    is_recovered = False  # its file comes back from the bin
    sent_file: SentFile | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "upload" in self.fields:
            self.fields["upload"].required = self.instance.pk is None and not self.is_recovered
            self.fields["upload"].disabled = not self.may_store
        if "named" in self.fields:
            offered = proposed([self.instance])[self.instance.pk] if self.instance.pk else []
            offer: Any = self.fields["named"]
            offer.offer(offered, may_link=self.may_link)
        for name, sentence in LISTS.items():
            if name in self.fields:
                self.fields[name].help_text = sentence
                self.fields[name].widget.attrs["rows"] = 2

    def clean_upload(self) -> File | None:
        if self.sent_file and self.sent_file.refusal:
            raise self.sent_file.refusal
        upload: File | None = self.cleaned_data["upload"]
        return upload


def may_store(request: HttpRequest) -> bool:
    """Whether the account may upload or replace the file of a photo."""
    return account_of(request).has_perm("photos.add_photofile")


def prepare_sent_file(model_admin: Any, request: HttpRequest, object_id: str = "") -> None:
    """Read the file and make its sizes before the transaction, which blocks others."""
    upload = request.FILES.get("upload")
    if hasattr(request, "sent_file") or request.method != "POST" or not upload:
        return
    find = admin.ModelAdmin.get_object  # without the lock of an admin's own, which needs the transaction
    photo = find(model_admin, request, unquote(object_id)) if object_id else Photo()
    may_change, may_add = model_admin.has_change_permission, model_admin.has_add_permission
    may_save = may_change(request, photo) if object_id else may_add(request)
    if photo and may_save and may_store(request) and not is_proposing(request):
        request.sent_file = SentFile.of(upload, photo)


def store(request: HttpRequest, form: PhotoForm) -> None:
    """Store, after the photo itself, its confirmed people and the file that was sent."""
    photo = form.instance
    accept(photo, form.cleaned_data.get("named", ()))
    sent = form.sent_file if form.cleaned_data.get("upload") else None
    if sent:
        filled = fill(photo, sent.delivered.words, language=get_language() or "en")
        photo.save()
        if sent.prepared:
            sent.prepared.file.photo = photo
            write(sent.prepared)
        for sentence in warnings(filled, sent.delivered):
            messages.warning(request, sentence)
    if not (sent and sent.is_pending):
        rendition_tasks.refresh([photo])


class PhotoFilePages(AdminPages):
    """Pages of a photo's file, public or not, and the button that makes its sizes."""

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("<int:pk>/file/<slug:size>/", wrap(self.file_view), name="photos_photo_file"),
            path("<int:pk>/make-again/", wrap(self.make_again_view), name="photos_photo_make_again"),
        ]

    def make_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the worker create the image sizes again, and redirect to the form."""
        photo = self.admin.get_object(request, str(pk))
        if photo is None or not self.admin.has_change_permission(request, photo):
            raise PermissionDenied
        if request.method == "POST" and photo.file:  # a sign-in leads back here without what was sent
            rendition_tasks.make_again(photo.file)
            self.admin.message_user(request, _("The image sizes are being created again."), messages.SUCCESS)
        return HttpResponseRedirect(admin_url(photo))

    def file_view(self, request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
        """Answer the current file in the size of one of its renditions, or "original"."""
        photo = self.admin.get_object(request, str(pk))
        if not self.admin.has_view_or_change_permission(request, photo):
            raise PermissionDenied
        if photo is None or photo.file is None:
            raise Http404
        file = photo.file
        made = {each["size"]: each["ext"] for each in file.renditions if each["ext"] == "jpg"}
        ending = (made | {"original": file.format}).get(size, "")
        if not ending:
            raise Http404
        try:
            stored = storage.open(file.path(size, ending))
        except StorageUnavailable:
            raise  # answered with 503
        except OSError as error:
            note_unreadable(file, error)
            return missing_picture()
        return FileResponse(stored, filename=f"{photo.public_id}.{ending}")


@admin.display(description=gettext_lazy("picture"))
def thumbnail(photo: Photo) -> SafeString | str:
    """Return a small picture with a link to the original; a dash without a file."""
    file = photo.file
    if file is None or not file.renditions:
        return "—"
    smallest = min((each for each in file.renditions if each["ext"] == "jpg"), key=lambda each: int(each["width"]))
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" class="thumbnail" loading="lazy"></a>',
        admin_url(photo, "file", "original"),
        admin_url(photo, "file", smallest["size"]),
        smallest["width"],
        smallest["height"],
        photo.alt or photo.public_id,
    )


def with_uses(found: tuple[Any, Any, Any, Any], photos: Iterable[Photo]) -> tuple[Any, Any, Any, Any]:
    """Add to the list of what will be deleted the pages where photos will be missing.

    Files and their hashes are not listed: their names mean nothing to editors, and a gallery has a thousand.
    """
    links = [format_html('<a href="{}">{}</a>', admin_url(row), row) for row in uses_of(photos)]
    to_delete, counts, *rest = found
    said = _without_files(to_delete)
    said = [_("Used on these pages, where it will be missing:"), links, *said] if links else said
    unnamed = {str(kind._meta.verbose_name_plural) for kind in UNNAMED}
    return said, {name: count for name, count in counts.items() if str(name) not in unnamed}, rest[0], rest[1]


def _without_files(to_delete: Iterable[Any]) -> list[Any]:
    """Return Django's nested list of deletions without what belongs to a file."""
    unnamed = tuple(f"{capfirst(str(kind._meta.verbose_name))}: " for kind in UNNAMED)
    said = [_without_files(each) if isinstance(each, list) else each for each in to_delete]
    return [each for each in said if each and not (isinstance(each, str) and each.startswith(unnamed))]


def large(photo: Photo) -> SafeString | str:
    """Show the photo as wide as a form, for choosing its focal point."""
    file = photo.file
    if file is None or not file.renditions:
        return "—"
    made = max((each for each in file.renditions if each["ext"] == "jpg"), key=_nearness)
    context = {"photo": photo, "made": made, "url": admin_url(photo, "file", made["size"])}
    return render_to_string("admin/partials/_focus.html", context)


def stored_files(photo: Photo) -> SafeString:
    """Return the current and earlier files as HTML, with a button to make sizes."""
    files = photo.files.order_by(F("replaced_at").desc(nulls_first=True))
    context = {"files": files, "url": admin_url(photo, "make_again")}
    return render_to_string("admin/partials/_photo_files.html", context)


def _nearness(made: dict[str, Any]) -> tuple[bool, int]:
    """Return a sort key: the widest size that is not too wide comes last."""
    return made["width"] <= WIDE, made["width"] if made["width"] <= WIDE else -made["width"]
