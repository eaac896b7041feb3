"""Galleries and photos on the desk."""

from typing import Any

import reversion
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationStackedInline

from meetings.admin.fields import DESK
from meetings.admin.pictures import (
    AddPhotosForm,
    PhotoFilePages,
    PhotoForm,
    StoresUploads,
    may_store,
    thumbnail,
)
from meetings.admin.sorting import SortedRows, SortsRows
from meetings.models import Gallery, Photo, PhotoFile
from meetings.photos.store import store
from publishing import trail
from publishing.admin.addresses import Link, desk_address
from publishing.admin.records import RecordAdmin
from publishing.admin.rows import GoesLast
from publishing.admin.states import StateColumn, StateFilter, with_standing
from publishing.admin.verb_pages import editor
from publishing.trail import Act

# A photo that is recovered comes with its files. Said before the admins are made, which know only their inlines.
reversion.register(PhotoFile)
reversion.register(Photo, follow=("files",))


class PhotoRows(SortedRows, TranslationStackedInline):
    """A gallery's photos; people, place and time stand in the form of each."""

    model = Photo
    form = PhotoForm
    fields = ("picture", "caption", "alt", "credit", "upload", "position", "state_in_words")
    readonly_fields = ("picture", "state_in_words")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return with_standing(super().get_queryset(request)).with_file().select_related("gallery")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_store = may_store(request)
        return formset

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo: Photo) -> SafeString | str:
        return thumbnail(photo) if photo.pk else "—"

    state_in_words = StateColumn.state_in_words


@admin.register(Photo)
class PhotoAdmin(StoresUploads, PhotoFilePages, GoesLast, RecordAdmin):
    form = PhotoForm
    list_display = (thumbnail, "__str__", "state_in_words", "gallery", "credit", "languages_present")
    list_display_links = ("__str__",)
    list_filter = (StateFilter, "gallery", "session")
    date_hierarchy = "taken_on"
    search_fields = (
        *("caption_en", "caption_de", "credit", "photographer", "public_id"),
        *("files__original_name", "people__name_en", "people__name_de"),
    )
    autocomplete_fields = ("gallery", "people", "session", "terms")
    readonly_fields = ("picture",)
    fieldsets = (
        (None, {"fields": ("picture", "upload", "gallery", "caption", "alt", ("credit", "photographer"))}),
        (gettext_lazy("What it shows"), {"fields": ("people", "session", "place", ("taken_on", "taken_at"))}),
        (gettext_lazy("Use"), {"fields": ("remark", "terms"), "classes": ("collapse",)}),
        DESK,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).with_file().select_related("gallery")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # Django's
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_store = may_store(request)
        return form

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo: Photo) -> SafeString | str:
        return thumbnail(photo) if photo.pk else "—"


@admin.register(Gallery)
class GalleryAdmin(StoresUploads, SortsRows, RecordAdmin):
    list_display = ("title", "state_in_words", "meeting", "photo_count", "languages_present")
    list_filter = (StateFilter, "meeting")
    list_select_related = ("meeting",)
    date_hierarchy = "meeting__starts_on"
    search_fields = ("title_en", "title_de", "meeting__title_en", "meeting__title_de")
    autocomplete_fields = ("meeting", "terms")
    prepopulated_fields = {"slug": ["title"]}
    inlines = (PhotoRows,)
    fieldsets = ((None, {"fields": ("title", "slug", "summary", "meeting", "terms")}), DESK)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Gallery]:
        return super().get_queryset(request).annotate(desk_photos=Count("photos", distinct=True))

    @admin.display(description=gettext_lazy("photos"), ordering="desk_photos")
    def photo_count(self, gallery: Any) -> int:
        return int(gallery.desk_photos)

    def panel_links(self, request: HttpRequest, row: Any) -> list[Link]:
        links = super().panel_links(request, row)
        if not self._may_add_photos(request, row):
            return links
        return [Link(_("Add photos"), url=desk_address(row, "photos")), *links]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.add_photos_view)
        return [path("<int:pk>/photos/", view, name="meetings_gallery_photos"), *super().get_urls()]

    def add_photos_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take many files at once; each becomes a photo, as a draft whose texts are still to be written."""
        gallery = self.get_object(request, str(pk))
        if gallery is None or not self._may_add_photos(request, gallery):
            raise PermissionDenied
        form = AddPhotosForm(request.POST, request.FILES) if request.method == "POST" else AddPhotosForm()
        if form.is_valid():
            added = self._add(request, gallery, form.cleaned_data)
            sentence = ngettext("%(count)s photo is added.", "%(count)s photos are added.", added)
            self.message_user(request, sentence % {"count": added}, messages.SUCCESS)
            return HttpResponseRedirect(desk_address(gallery))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Add photos"),
            "subtitle": str(gallery),
            "original": gallery,
            "change_url": desk_address(gallery),
            "form": form,
        }
        return TemplateResponse(request, "admin/add_photos.html", context)

    def _may_add_photos(self, request: HttpRequest, gallery: Gallery) -> bool:
        may_add = editor(request).has_perm("meetings.add_photo")
        return may_add and self.has_change_permission(request, gallery)

    def _add(self, request: HttpRequest, gallery: Gallery, given: dict[str, Any]) -> int:
        uploads = sorted(given["uploads"], key=lambda upload: str(upload.name))
        first = gallery.photos.count() + 1
        with self.create_revision(request):
            for position, upload in enumerate(uploads, start=first):
                photo = Photo(gallery=gallery, position=position, credit=given["credit"])
                photo.photographer = given["photographer"]
                photo.save()
                store(photo, upload)
                trail.record(Act.SAVE, by=editor(request), target=photo)
            self.log_change(request, gallery, str(_("Photos added.")))
        return len(uploads)
