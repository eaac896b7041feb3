"""The card images that are made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """A picture with the words of one thing in one language. Which of a thing's cards is shown its words decide."""

    public_id = models.CharField(max_length=9, db_index=True)  # of the meeting, the gallery or the edition
    # What the words on it hash to: its name in the storage and in its address, so that none is ever written over.
    carries = models.CharField(max_length=16, unique=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("card image")
        verbose_name_plural = _("card images")

    def __str__(self) -> str:
        return f"{self.public_id} ({self.carries})"

    @property
    def path(self) -> str:
        """The name in the storage."""
        return f"cards/{self.carries[:2]}/{self.carries}.jpg"
