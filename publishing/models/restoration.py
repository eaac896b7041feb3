"""A restored backup, since which the site is closed to visitors."""

from django.db import models
from django.utils import timezone


class Restoration(models.Model):
    """A restored backup. While there is one, the site is closed to visitors."""

    backup_made_at = models.DateTimeField()
    restored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.backup_made_at:%Y-%m-%d %H:%M}"
