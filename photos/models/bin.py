"""The data kept of a deleted photo's files until the bin is emptied."""

from typing import Self

from django.db import models
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from photos.models.files import PhotoFile

# Fields that are created again when a file is recovered.
NOT_KEPT = ("id", "photo", "renditions", "status", "problem", "carries")


class BinnedFile(models.Model):
    """The row of a file whose photo was deleted; its stored files stay."""

    photo_id = models.BigIntegerField(db_index=True)  # of the deleted row; ids are not given twice
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    facts = models.JSONField()
    binned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("deleted photo file")
        verbose_name_plural = _("deleted photo files")

    def __str__(self) -> str:
        return str(self.facts.get("original_name") or self.sha256[:12])

    @classmethod
    def of(cls, file: PhotoFile) -> Self:
        """Return what is to be kept of the file."""
        facts = {name: value for name, value in model_to_dict(file).items() if name not in NOT_KEPT}
        for name in ("stored_at", "replaced_at"):
            moment = getattr(file, name)
            facts[name] = moment and moment.isoformat()
        return cls(photo_id=file.photo_id, sha256=file.sha256, facts=facts)

    def restored(self) -> PhotoFile:
        """Return the file's row, to be stored again."""
        return PhotoFile(photo_id=self.photo_id, **self.facts)
