"""The admin of galleries and photos."""

from typing import Any

import reversion
from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from editorial.proposals import is_proposing
from editorial.publishable import INTERNAL
from editorial.records import RecordAdmin
from editorial.status import StatusFilter
from photos.admin.bin import BinPages
from photos.admin.files import (
    PhotoFilePages,
    PhotoForm,
    large,
    may_store,
    prepare_sent_file,
    store,
    stored_files,
    thumbnail,
    with_uses,
)
from photos.admin.photo_table import PhotoTablePages
from photos.admin.uploads import UploadPages
from photos.files.integrity import bring_back, put_into_bin
from photos.models import Gallery, Photo
from publishing.languages import columns_of
from publishing.querysets import number_of

# Before the admins, which would register their inlines, too. Files stay as they are when an earlier revision is
# restored, and those of a recovered photo come back from the bin (photos/files/integrity.py).
reversion.register(Photo)
reversion.register(Gallery, follow=("photos",))


@admin.register(Photo)
class PhotoAdmin(RecordAdmin):
    page_classes = (BinPages, PhotoFilePages)
    form = PhotoForm
    list_display = (thumbnail, "__str__", "status_in_words", "gallery", "credit", "languages_present")
    list_display_links = ("__str__",)
    ordering = ("-gallery_id", "position", "id")
    list_filter = (StatusFilter, "gallery", "session")
    search_fields = (
        *columns_of("caption", "people__name"),
        *("credit", "photographer", "public_id", "files__original_name"),
    )
    autocomplete_fields = ("gallery", "people", "session", "terms")
    readonly_fields = ("picture", "readiness")
    fieldsets = (
        (None, {"fields": ("picture", ("focus_x", "focus_y"), "upload", "readiness", "gallery")}),
        (
            gettext_lazy("Texts"),
            {"fields": ("caption", "alt", "headline", ("credit", "photographer", "copyright"), "keywords")},
        ),
        (
            gettext_lazy("Content of the photo"),
            {
                "fields": (
                    *("named", "people", "other_people", "session", "place", "city", "country"),
                    ("taken_on", "taken_at", "taken_offset"),
                )
            },
        ),
        (gettext_lazy("Use"), {"fields": ("remark", "terms"), "classes": ("collapse",)}),
        INTERNAL,
    )

    class Media:
        css = {"all": ("css/admin-photos.css",)}
        js = (Script("js/admin-focus.js", defer=True),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).with_file().select_related("gallery")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # Django's
        form = super().get_form(request, obj, change=change, **kwargs)
        form.sent_file = getattr(request, "sent_file", None)
        form.may_store = may_store(request)
        form.may_link = self.may_change_field(request, "people") and not is_proposing(request)
        form.is_recovered = hasattr(request, "recovered")
        return form

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        prepare_sent_file(self, request)
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        prepare_sent_file(self, request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def after_save(self, request: HttpRequest, form: PhotoForm) -> None:
        store(request, form)
        if hasattr(request, "recovered"):
            bring_back([form.instance.pk])

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        return with_uses(super().get_deleted_objects(objs, request), objs)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        put_into_bin(Photo.objects.filter(pk__in=[photo.pk for photo in queryset]))
        return super().log_deletions(request, queryset)

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo: Photo) -> SafeString | str:
        return large(photo) if photo.pk else "—"

    @admin.display(description=gettext_lazy("stored files"))
    def readiness(self, photo: Photo) -> SafeString | str:
        return stored_files(photo) if photo.pk else "—"


@admin.register(Gallery)
class GalleryAdmin(RecordAdmin):
    page_classes = (BinPages, PhotoTablePages, UploadPages)
    list_display = ("title", "status_in_words", "meeting", "photo_count", "languages_present")
    list_filter = (StatusFilter, "meeting")
    list_select_related = ("meeting",)
    date_hierarchy = "meeting__starts_on"
    search_fields = columns_of("title", "meeting__title")
    autocomplete_fields = ("meeting", "terms")
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = ((None, {"fields": ("title", "slug", "summary", "meeting", "terms")}), INTERNAL)

    def with_columns(self, rows: QuerySet[Gallery]) -> QuerySet[Gallery]:
        photos = number_of(Photo.objects.filter(gallery=OuterRef("pk")))
        return super().with_columns(rows).annotate(number_of_photos=photos)

    @admin.display(description=gettext_lazy("photos"))
    def photo_count(self, gallery: Any) -> int:
        return int(gallery.number_of_photos)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        photos = Photo.objects.filter(gallery__in=[gallery.pk for gallery in objs])
        return with_uses(super().get_deleted_objects(objs, request), photos)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        put_into_bin(Photo.objects.filter(gallery__in=[gallery.pk for gallery in queryset]))
        return super().log_deletions(request, queryset)

    def after_save(self, request: HttpRequest, form: Any) -> None:
        if hasattr(request, "recovered"):
            bring_back(form.instance.photos.values_list("pk", flat=True))
