"""Addresses that public things had before: they lead to where the thing is now, for ever."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormerAddress(models.Model):
    """A slug under which something was public. `parent` is the public id of what the slug was unique within."""

    public_id = models.CharField(_("permanent id"), max_length=9, db_index=True)
    letter = models.CharField(_("kind"), max_length=1)
    parent = models.CharField(_("within"), max_length=9, blank=True)
    slug = models.SlugField(_("former address"), max_length=80)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-until", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "parent", "slug"], name="former_address_leads_to_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.public_id}"


def within(row: Any) -> str:
    """Return the public id of what the row's slug is unique within; empty where that is the whole site."""
    unique = row._meta.get_field("slug").unique
    return "" if unique else str(row.parent.public_id)
