"""The content stamp: one row with a random text, see publishing/stamps.py."""

from django.db import models


class ContentStamp(models.Model):
    """A text that changes in each transaction that changes pages; triggers write it."""

    value = models.CharField(max_length=36)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.value
