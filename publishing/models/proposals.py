"""Proposed changes of public records: forms stored until an editor accepts them."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models.records import Publishable


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        """Return the proposals that are submitted for review."""
        return self.filter(status=Proposal.Status.OPEN)

    def to_be_edited(self, author: User) -> Self:
        """Return the proposals that the author can still edit: open or returned."""
        return self.filter(author=author, status__in=[Proposal.Status.OPEN, Proposal.Status.RETURNED])


class Proposal(models.Model):
    """A proposed change of one record.

    `changes` is a stored form: {"rows": {row key: {field: [value, digest of the stored value]}}, "new": {inline:
    [{field: value}]}, "deleted": [row key]}. Files are never part of it.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("submitted for review")
        RETURNED = "returned", _("returned for changes")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("taken back by its author")

    public_id = models.CharField(_("permanent ID"), max_length=9, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    made_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), encoder=DjangoJSONEncoder)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN, db_index=True)
    answer = models.TextField(_("answer"), blank=True)

    SETTLED: ClassVar = (Status.ACCEPTED, Status.WITHDRAWN)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["-made_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["public_id", "author"],
                condition=models.Q(status__in=["open", "returned"]),
                name="one_proposal_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.author}, {self.get_status_display()}"


def propose(target: Publishable, changes: Mapping[str, Any], *, by: User, note: str) -> Proposal:
    """Store a proposal in place of the person's open or returned one of the record."""
    proposal, _is_new = Proposal.objects.to_be_edited(by).update_or_create(
        public_id=target.public_id,
        author=by,
        defaults={
            "changes": changes,
            "note": note,
            "made_at": timezone.now(),
            "status": Proposal.Status.OPEN,
            "answer": "",
        },
    )
    return proposal


def settle(proposal: Proposal, status: str, *, answer: str = "") -> None:
    """End the wait of the proposal: accepted, returned with a note, or taken back."""
    proposal.status = status
    proposal.answer = answer
    proposal.save(update_fields=["status", "answer"])


def merged_relation(now: Iterable[str], base: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the stored ids of a relation, with the additions, without the removals."""
    was, wants = set(base), set(wanted)
    return sorted((set(now) | (wants - was)) - (was - wants))
