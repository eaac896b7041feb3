"""Withdrawals: each is a row that stays, even after it ended. Nothing is deleted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import windows
from publishing.public_ids import objects_of
from publishing.states import WithdrawalKind


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def holding(self, at: datetime, **of: Any) -> Self:
        """Return withdrawals that hold at the moment, narrowed by the given conditions."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at, **of)

    def update(self, **values: Any) -> int:
        public_ids = [*self.values_list("public_id", flat=True)]
        updated = super().update(**values)
        windows.write(objects_of(public_ids).values())
        return updated

    def delete(self) -> tuple[int, dict[str, int]]:
        public_ids = [*self.values_list("public_id", flat=True)]
        deleted = super().delete()
        windows.write(objects_of(public_ids).values())
        return deleted


class Withdrawal(models.Model):
    """The withdrawal of a row or an edition: out of date or published in error."""

    public_id = models.CharField(_("permanent ID of the withdrawn item"), max_length=9, db_index=True)
    kind = models.CharField(_("type"), max_length=20, choices=WithdrawalKind)
    since = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), help_text=_("For internal use. Not shown on the site."))
    explanation = models.TextField(_("public explanation"), help_text=_("Shown to visitors."))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="withdrawal_ends_after_it_begins",
                violation_error_message=_("A withdrawal must end after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        windows.write(self.rows_with_changed_windows())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        windows.write(self.rows_with_changed_windows())
        return deleted

    def rows_with_changed_windows(self) -> Iterable[windows.Windowed]:
        """Return what is withdrawn."""
        return objects_of([self.public_id]).values()
