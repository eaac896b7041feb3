"""The mixin of meetings and sessions: the time and place announced first."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.times import Status


class Rescheduled(models.Model):
    """Mixin of rows to move and postpone; it keeps what was announced first.

    `former_of` names, for each field of the time, the one that holds its former value; the first is the day.
    """

    former_place = models.CharField(_("former place"), max_length=280, blank=True, help_text=_("Before it was moved."))
    change_reason = models.TextField(
        _("reason for the change"),
        blank=True,
        help_text=_("Shown after the note that the item was moved or postponed."),
    )

    former_of: ClassVar[Mapping[str, str]]

    class Meta:
        abstract = True

    def place_in(self, language: str) -> str:
        """Return the place in one line, in the language."""
        raise NotImplementedError

    @property
    def former_time(self) -> tuple[Any, ...]:
        """The time announced first, as in `former_of`; all None if it never changed."""
        return tuple(getattr(self, name) for name in self.former_of.values())

    @property
    def is_postponed(self) -> bool:
        """Whether the new time is still to be announced."""
        return bool(self.status == Status.POSTPONED)  # type: ignore[attr-defined]

    @property
    def is_cancelled(self) -> bool:
        return bool(self.status == Status.CANCELLED)  # type: ignore[attr-defined]

    @property
    def has_schedule_note(self) -> bool:
        """Whether visitors read that it did not go as it was announced first."""
        return bool(self.is_postponed or self.is_cancelled or self.was_moved or self.former_place)

    @property
    def was_moved(self) -> bool:
        """Whether the time differs from that announced first, as far as known then."""
        if self.former_time[0] is None:
            return False
        pairs = zip(self.former_of, self.former_time, strict=True)
        return any(former is not None and former != getattr(self, name) for name, former in pairs)
