"""Links to previews: each is a row, so that it can be listed and ended by itself."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIME: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)  # in which an ended link is answered with its end; later it is unknown


def new_token() -> str:
    """Return 32 random characters, 192 bits, that are safe in an address."""
    return secrets.token_urlsafe(24)


def a_day_from_now() -> datetime:
    return timezone.now() + LIFETIME


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime) -> Self:
        """Return the links that are open at the moment and whose account still exists."""
        return self.filter(ended_at=None, until__gte=at).exclude(maker=None)

    def made_for(self, public_id: str) -> Self:
        """Return the links that show the row, and those that were made on its page."""
        return self.filter(Q(public_id=public_id) | Q(asked_on=public_id))

    def clear(self, at: datetime) -> None:
        """Delete the links that ended longer than KEPT before the moment."""
        self.filter(until__lt=at - KEPT).delete()


class PreviewLink(models.Model):
    """The address of a preview: maker, content and end. The token alone opens it."""

    token = models.CharField(max_length=43, unique=True, editable=False, default=new_token)
    # Null: the account is deleted, and the link has ended with it.
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    public_id = models.CharField(_("shows"), max_length=9, blank=True, db_index=True)
    whole = models.BooleanField(_("with everything that belongs to it"), default=False)
    at = models.DateTimeField(_("time shown"), null=True, blank=True)
    asked_on = models.CharField(_("made on the page of"), max_length=9, blank=True, db_index=True)
    proposal = models.ForeignKey(
        "publishing.Proposal",
        verbose_name=_("shown with the proposed change"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    until = models.DateTimeField(_("ends"), default=a_day_from_now)
    ended_at = models.DateTimeField(_("ended before its time"), null=True, blank=True)

    objects: ClassVar[PreviewLinkQuerySet] = PreviewLinkQuerySet.as_manager()  # type: ignore[assignment]  # a manager with its methods

    class Meta:
        default_permissions = ()
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.public_id or '-'} ({self.made_at:%Y-%m-%d %H:%M})"

    def is_open(self, at: datetime) -> bool:
        """Whether it is neither ended nor over at the moment."""
        return self.ended_at is None and at <= self.until

    def end(self, at: datetime) -> bool:
        """End the link for good; return whether it was open until now."""
        return bool(type(self).objects.filter(pk=self.pk, ended_at=None).update(ended_at=at))
