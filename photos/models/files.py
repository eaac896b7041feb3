"""The stored files of photos, and the hashes by which copies are known."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import windows
from publishing.addresses import path_of


class PhotoFileQuerySet(models.QuerySet[Any, Any]):
    """Files in bulk: the windows of their photos are written with them."""

    def update(self, **values: Any) -> int:
        photos = self._photos()
        updated = super().update(**values)
        windows.write_kind(self._photo(), photos)
        return updated

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        windows.write_kind(self._photo(), {file.photo_id for file in created})
        return created

    def delete(self) -> tuple[int, dict[str, int]]:
        photos = self._photos()
        deleted = super().delete()
        windows.write_kind(self._photo(), photos)
        return deleted

    def _photo(self) -> type[Any]:
        return self.model._meta.get_field("photo").related_model

    def _photos(self) -> list[int]:
        return [*self.values_list("photo", flat=True)]


class PhotoFile(models.Model):
    """A file as delivered; replacing a photo adds a row and dates the old one."""

    class Format(models.TextChoices):
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        TIFF = "tif", "TIFF"
        AVIF = "avif", "AVIF"

    class Status(models.TextChoices):
        PENDING = "pending", _("image sizes are being created")
        READY = "ready", _("ready")
        FAILED = "failed", _("image sizes could not be created")

    photo = models.ForeignKey("photos.Photo", on_delete=models.CASCADE, related_name="files")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    format = models.CharField(_("file format"), max_length=4, choices=Format)
    width = models.PositiveIntegerField(_("width"), help_text=_("In pixels, as it is seen upright."))
    height = models.PositiveIntegerField(_("height"), help_text=_("In pixels, as it is seen upright."))
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    # One entry a rendition: {"size": "640", "ext": "jpg", "width": 640, "height": 427, "bytes": 51234, "sha256": "…"},
    # and of a JPEG also "scan", as photos.formats.jpeg.Scan.as_row() has it.
    renditions = models.JSONField(_("image sizes"), default=list)
    # The same of a JPEG original; empty for any other.
    scan = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    problem = models.TextField(_("problem"), blank=True)
    # Hash of the metadata in the renditions, which tells which are outdated.
    carries = models.CharField(max_length=16, blank=True)
    original_name = models.CharField(_("delivered as"), max_length=255, blank=True)
    stored_at = models.DateTimeField(_("stored"), default=timezone.now)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    # Of a replaced file: whether it was ever public.
    was_ever_public = models.BooleanField(default=False)

    objects = PhotoFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo file")
        verbose_name_plural = _("photo files")
        indexes = [models.Index(fields=["replaced_at", "problem"], name="photo_file_problem")]
        ordering = ["-stored_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["photo"], condition=Q(replaced_at=None), name="photo_has_one_current_file")
        ]

    def __str__(self) -> str:
        return f"{self.original_name or self.sha256[:12]} ({self.width} × {self.height})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        windows.write(self.rows_with_changed_windows())

    def rows_with_changed_windows(self) -> Iterable[Any]:
        """Return its photo, which is not public without it."""
        return [self.photo]

    @property
    def hash(self) -> str:
        """The part of the content's hash that is in public addresses."""
        return self.sha256[:16]

    def path(self, size: str, ext: str) -> str:
        """Return the path of the original ("original") or of a rendition ("640").

        Renditions that carry other words have other names, so that none that is sound is ever written over.
        """
        name = size if size == "original" else f"{size}-{self.carries}"
        return f"photos/{self.sha256[:2]}/{self.sha256}/{name}.{ext}"

    def address(self, size: str, ext: str) -> str:
        """Return the public address of the full JPEG ("original") or of a rendition."""
        return path_of("photo-file", self.photo.public_id, self.hash, size, ext)


class PictureDigest(models.Model):
    """A hash of picture data or of a whole file, by which a copy is recognised.

    Kept when renditions are created again, so that copies of the earlier ones are known too.
    """

    file = models.ForeignKey(PhotoFile, on_delete=models.CASCADE, related_name="digests")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.CharField(max_length=10)  # "original", or a rendition's
    # Of a whole download: the fingerprint of the words that it carries.
    words = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "sha256"], name="digest_once_for_a_file")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size})"
