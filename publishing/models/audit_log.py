"""The audit log: who did what, when, why and to which row. Rows are only added.

The second review is derived from it: `editors_since_review` returns who has changed a row since it was last approved
or confirmed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NoReturn

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.public_ids import model_of
from publishing.states import PublicationStatus
from publishing.workflow import WorkflowAction


class Action(models.TextChoices):
    """Actions in the audit log that are not verbs."""

    SAVE = "save", _("saved")
    DELETE = "delete", _("deleted")
    POSTPONE = "postpone", _("postponed")
    MOVE = "move", _("moved to another time or place")
    PREVIEW = "preview", _("previewed")
    PROPOSE = "propose", _("proposed a change")
    RETURN_PROPOSAL = "return_proposal", _("returned a proposed change")
    END_PREVIEW = "end_preview", _("preview link ended")
    LOGIN = "login", _("signed in")
    LOGOUT = "logout", _("signed out")
    LOGIN_REFUSED = "login_refused", _("sign-in refused")
    OPEN_SITE = "open_site", _("opened the restored site to visitors")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    RECOVERY_CODES = "recovery_codes", _("recovery codes made")
    PASSWORD_RESET = "password_reset", _("password reset by e-mail")
    SESSIONS_ENDED = "sessions_ended", _("sessions ended")


# Actions that change a public page. Publishing is not among them, since windows have its time.
PUBLIC_CHANGES: Final = (
    Action.SAVE,
    Action.POSTPONE,
    Action.MOVE,
    WorkflowAction.CHANGE_SLUG,
    WorkflowAction.WITHDRAW,
    WorkflowAction.UNPUBLISH,
    WorkflowAction.RESTORE,
)
# The actions that need a second review, and those that are one.
CONTENT_CHANGES: Final = (Action.SAVE, Action.POSTPONE, Action.MOVE, WorkflowAction.FORCE_PUBLISH)
REVIEW_ACTIONS: Final = (
    WorkflowAction.APPROVE,
    WorkflowAction.SCHEDULE,
    WorkflowAction.PUBLISH,
    WorkflowAction.CONFIRM,
)
LOOKING: Final = (Action.PREVIEW, Action.END_PREVIEW, Action.PROPOSE, Action.RETURN_PROPOSAL)


class AuditLogReadOnly(Exception):
    """Raised on an attempt to change or delete an audit log entry."""


class AuditLogQuerySet(QuerySet["AuditLogEntry"]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        note_changes(created)
        note_reviews(created)
        return created

    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditLogReadOnly("The audit log is only added to: entries are not changed.")

    def delete(self) -> NoReturn:
        raise AuditLogReadOnly("The audit log is only added to: entries are not deleted.")


class AuditLogEntry(models.Model):
    """One recorded action. Triggers refuse to change or delete it (see migrations)."""

    at = models.DateTimeField(_("date and time"), default=timezone.now, db_index=True)
    action = models.CharField(
        _("action"),
        max_length=20,
        choices=[*WorkflowAction.choices, *Action.choices],
    )
    # No constraint: an account may be deleted, and its name stays here.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    by_name = models.CharField(_("user"), max_length=150)
    public_id = models.CharField(_("permanent ID"), max_length=9, blank=True)
    object_repr = models.CharField(_("item"), max_length=200, blank=True, help_text=_("Its name at that time."))
    before = models.CharField(_("from"), max_length=20, choices=PublicationStatus, blank=True)
    after = models.CharField(_("to"), max_length=20, choices=PublicationStatus, blank=True)
    publish_at = models.DateTimeField(_("public from"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    # Of an entry that counts several actions: when their hour began, and their number.
    since = models.DateTimeField(_("since"), null=True)
    times = models.PositiveIntegerField(_("number of times"), null=True)

    objects = AuditLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["public_id", "id"], name="trail_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.get_action_display()} {self.object_repr}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditLogReadOnly("The audit log is only added to: entries are not changed.")
        super().save(*args, **kwargs)
        note_changes([self])
        note_reviews([self])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditLogReadOnly("The audit log is only added to: entries are not deleted.")


def entry(
    action: WorkflowAction | Action,
    *,
    by: User | None,
    target: models.Model | None = None,
    by_name: str = "",
    before: PublicationStatus | str = "",
    after: PublicationStatus | str = "",
    publish_at: datetime | None = None,
    reason: str = "",
    since: datetime | None = None,
    times: int | None = None,
) -> AuditLogEntry:
    """Return an entry, not stored yet; `by_name` is for those without an account."""
    return AuditLogEntry(
        action=action,
        by=by,
        by_name=by.get_username() if by else by_name,
        public_id=getattr(target, "public_id", ""),
        object_repr=str(target)[:200] if target is not None else "",
        before=before,
        after=after,
        publish_at=publish_at,
        reason=reason,
        since=since,
        times=times,
    )


def record(action: WorkflowAction | Action, *, by: User | None, **facts: Any) -> AuditLogEntry:
    """Add an entry, with the facts that `entry` takes, and return it."""
    added = entry(action, by=by, **facts)
    added.save()
    clock.keep()
    return added


def note_changes(entries: Iterable[AuditLogEntry]) -> None:
    """Store in each row when it was last changed, for the sitemap: in `changed_at`."""
    changes = [entry for entry in entries if entry.action in PUBLIC_CHANGES]
    kinds: set[Any] = {model_of(entry.public_id) for entry in changes}
    for kind in kinds - {None}:
        of_the_kind = [entry for entry in changes if model_of(entry.public_id) is kind]
        rows: QuerySet[Any] = QuerySet(kind)
        rows = rows.filter(public_id__in=[entry.public_id for entry in of_the_kind])
        rows.update(changed_at=max(entry.at for entry in of_the_kind))


class UnreviewedChange(models.Model):
    """A row changed since a second person last approved or confirmed it.

    It follows from the audit log, and is stored so that lists and the home page of the admin need not search that.
    """

    public_id = models.CharField(max_length=9, unique=True)
    by_name = models.CharField(max_length=150)  # who changed it last
    reason = models.TextField(blank=True)  # of its last publication without second review

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.public_id}: {self.by_name}"


def note_reviews(entries: Iterable[AuditLogEntry]) -> None:
    """Store what the entries, in their order, say of unreviewed changes."""
    reviewed: set[str] = set()
    changed: dict[str, UnreviewedChange] = {}
    for entry in entries:
        if entry.action in REVIEW_ACTIONS:
            reviewed.add(entry.public_id)
            changed.pop(entry.public_id, None)
        elif entry.action in CONTENT_CHANGES and entry.public_id:
            change = changed.setdefault(entry.public_id, UnreviewedChange(public_id=entry.public_id))
            change.by_name = entry.by_name
            change.reason = entry.reason if entry.action == WorkflowAction.FORCE_PUBLISH else change.reason
    if reviewed:
        UnreviewedChange.objects.filter(public_id__in=reviewed).delete()
    for columns in (["by_name"], ["by_name", "reason"]):
        rows = [change for change in changed.values() if bool(change.reason) == ("reason" in columns)]
        if rows:
            UnreviewedChange.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["public_id"], update_fields=columns
            )


def editors_since_review(public_ids: Iterable[str]) -> dict[str, set[int | None]]:
    """Return the ids of the accounts that changed each row since its last review.

    An entry without an account gives None.
    """
    found: dict[str, set[int | None]] = {}
    entries = AuditLogEntry.objects.filter(
        public_id__in=list(public_ids), action__in=[*CONTENT_CHANGES, *REVIEW_ACTIONS]
    )
    for public_id, action, by in entries.order_by("id").values_list("public_id", "action", "by"):
        if action in REVIEW_ACTIONS:
            found.pop(public_id, None)
        else:
            found.setdefault(public_id, set()).add(by)
    return found


def latest_entry_id(public_ids: Iterable[str]) -> int:
    """Return the id of the last entry about the rows; 0 if there is none."""
    entries = AuditLogEntry.objects.filter(public_id__in=list(public_ids))
    return entries.aggregate(last=models.Max("id"))["last"] or 0


def newest_entry_id() -> int:
    """Return the id of the newest entry, which a page notes when it is opened."""
    return AuditLogEntry.objects.aggregate(last=models.Max("id"))["last"] or 0


def changed_after(public_ids: Iterable[str], number: int) -> bool:
    """Whether an entry after the number changes a row; those of LOOKING do not."""
    entries = AuditLogEntry.objects.filter(public_id__in=list(public_ids), id__gt=number)
    return entries.exclude(action__in=LOOKING).exists()


def notes_of_return(public_ids: Iterable[str]) -> dict[str, str]:
    """Return the notes of the rows whose last verb returned them for changes."""
    verbs = AuditLogEntry.objects.filter(public_id__in=list(public_ids), action__in=WorkflowAction)
    last = {public_id: rest for public_id, *rest in verbs.order_by("id").values_list("public_id", "action", "reason")}
    return {public_id: note for public_id, (verb, note) in last.items() if verb == WorkflowAction.RETURN_FOR_CHANGES}
