"""Files of photos on the desk: uploading one or many, and showing them to those who may see the photo."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from meetings.models import Photo
from meetings.photos import pictures
from meetings.photos.store import store
from publishing.admin.addresses import desk_address
from publishing.admin.verb_pages import editor

ACCEPTED_TYPES = "image/jpeg,image/png,image/webp,image/tiff,image/avif"


def validate_picture(upload: File) -> None:
    """Raise ValidationError, in the editor's words, for what is no acceptable picture."""
    upload.seek(0)
    pictures.read(upload.read(pictures.MAX_BYTES + 1))


class PhotoForm(forms.ModelForm):
    """A photo with its file, which is required only of a new one."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        validators=[validate_picture],
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
        help_text=gettext_lazy("JPEG, PNG, WebP, TIFF or AVIF. A new file replaces the one that is there."),
    )

    may_store = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "upload" in self.fields:
            self.fields["upload"].required = self.instance.pk is None
            self.fields["upload"].disabled = not self.may_store


class MultipleFileInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files at once; what is wrong with some is said of each by its name."""

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        uploads = [super(PicturesField, self).clean(each, initial) for each in data or [None]]
        wrong = []
        for upload in uploads:
            try:
                validate_picture(upload)
            except ValidationError as error:
                wrong += [f"{upload.name}: {sentence}" for sentence in error.messages]
        if wrong:
            raise ValidationError(wrong)
        return uploads


class AddPhotosForm(forms.Form):
    """Many files for one gallery; captions and alternative texts are written afterwards."""

    uploads = PicturesField(
        label=gettext_lazy("Files"),
        widget=MultipleFileInput(attrs={"accept": ACCEPTED_TYPES}),
        help_text=gettext_lazy("Choose as many as you like; they are added in the order of their names."),
    )
    credit = forms.CharField(
        label=gettext_lazy("Credit"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("The line printed beside each of them."),
    )
    photographer = forms.CharField(label=gettext_lazy("Photographer"), max_length=120, required=False)


def may_store(request: HttpRequest) -> bool:
    """Whether who asks may bring a photo's file, or another one in its place."""
    return editor(request).has_perm("meetings.add_photofile")


class StoresUploads(admin.ModelAdmin):
    """Mixin of an admin whose form, or whose rows below it, bring files of photos."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for each in (form, *(row for formset in formsets for row in formset.forms)):
            upload = each.cleaned_data.get("upload")
            if upload and not each.cleaned_data.get("DELETE"):
                store(each.instance, upload)


class PhotoFilePages(admin.ModelAdmin):
    """Mixin of the photos' admin: the desk's own address for a photo's file, public or not."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/<slug:size>/", view, name="meetings_photo_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int, size: str) -> FileResponse:
        """Answer the current file in the size of one of its renditions, or "original"."""
        photo = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, photo):
            raise PermissionDenied
        if photo is None or photo.file is None:
            raise Http404
        file = photo.file
        made = {each["size"]: each["ext"] for each in file.renditions} | {"original": file.format}
        ending = made.get(size, "")
        if not ending or not default_storage.exists(file.path(size, ending)):
            raise Http404
        return FileResponse(
            default_storage.open(file.path(size, ending)), filename=f"{photo.public_id}.{ending}"
        )


@admin.display(description=gettext_lazy("picture"))
def thumbnail(photo: Photo) -> SafeString | str:
    """Show the photo small, with a link to the whole; a photo without a file says so by a dash."""
    file = photo.file
    if file is None or not file.renditions:
        return "—"
    smallest = min(file.renditions, key=lambda each: int(each["width"]))
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" class="thumbnail" loading="lazy"></a>',
        desk_address(photo, "file", "original"),
        desk_address(photo, "file", smallest["size"]),
        smallest["width"],
        smallest["height"],
        photo.alt or photo.public_id,
    )
