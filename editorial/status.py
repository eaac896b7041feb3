"""The status in words, for the lists and forms of the admin."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock
from publishing.models import Child, Document, Edition, Item, Publishable, UnreviewedChange, Withdrawal
from publishing.states import Release, State, WithdrawalKind
from publishing.times import clock_and_zone


@dataclass(frozen=True)
class StatusLabel:
    """The status of a row at a moment: a key for the stylesheet, and a label."""

    key: str
    words: str | Promise
    is_unseen: bool = False

    @property
    def as_html(self) -> SafeString:
        label = format_html('<span class="state state-{}">{}</span>', self.key, self.words)
        return format_html("{} {}", label, NEEDS_SECOND_REVIEW.as_html) if self.is_unseen else label


NEEDS_SECOND_REVIEW: Final = StatusLabel("unseen", gettext_lazy("needs second review"))


def with_status[M: Model](rows: QuerySet[M], at: datetime | None = None) -> QuerySet[M]:
    """Fetch with each row what `status_label` needs, in the same query."""
    at = at or clock.now()
    model: Any = rows.model
    withdrawals = Withdrawal.objects.holding(at).filter(public_id=OuterRef("public_id"))
    found = {"withdrawal_kind_now": Subquery(withdrawals.values("kind")[:1])}
    found["needs_review"] = Exists(_changes_to_see())
    if issubclass(model, Publishable):
        found["is_public_now"] = Exists(model._default_manager.public(at).filter(pk=OuterRef("pk")))
    if issubclass(model, Edition):
        found["is_live_now"] = Exists(model._default_manager.live(at).filter(pk=OuterRef("pk")))
    return rows.annotate(**found)


def _changes_to_see() -> QuerySet[UnreviewedChange]:
    return UnreviewedChange.objects.filter(public_id=OuterRef("public_id"))


def status_label(row: Any, at: datetime | None = None) -> StatusLabel:
    """Return the status of the row at the moment (default: now)."""
    at = at or clock.now()
    if not hasattr(row, "withdrawal_kind_now"):
        row = with_status(type(row)._default_manager.filter(pk=row.pk), at).get()
    return replace(_label(row, at), is_unseen=row.needs_review and _matters(row, at))


def _matters(row: Item, at: datetime) -> bool:
    """Return whether a missing review matters: the row is approved or was public."""
    return row.was_ever_public(at) if isinstance(row, Document) else row.state == State.APPROVED


def _label(row: Any, at: datetime) -> StatusLabel:
    if row.withdrawal_kind_now == WithdrawalKind.OUT_OF_DATE:
        return StatusLabel("out_of_date", _("withdrawn as out of date"))
    if row.withdrawal_kind_now:
        return StatusLabel("withdrawn", _("withdrawn: published in error"))
    if isinstance(row, Document):
        is_public = row.was_ever_public(at)
        return StatusLabel("public", _("public")) if is_public else StatusLabel("draft", _("not public yet"))
    if row.state != State.APPROVED:
        return _label_of_a_draft(row)
    return _label_of_what_is_approved(row, at)


def _label_of_a_draft(row: Publishable) -> StatusLabel:
    state = row.get_state_display()
    if isinstance(row, Child) and row.release == Release.HELD_BACK:
        return StatusLabel("held", _("%(state)s, held back") % {"state": state})
    return StatusLabel(row.state, state)


def _label_of_what_is_approved(row: Any, at: datetime) -> StatusLabel:
    if isinstance(row, Child) and row.release == Release.HELD_BACK:
        return StatusLabel("held", _("held back"))
    if row.publish_at and row.publish_at > at:
        return StatusLabel("scheduled", _("public from %(time)s") % {"time": in_brief(row.publish_at)})
    if row.is_public_now and not getattr(row, "is_live_now", True):
        return StatusLabel("replaced", _("replaced by a later version"))
    if row.is_public_now:
        return StatusLabel("public", _("public"))
    if isinstance(row, Child) and not row.parent.was_ever_public(at):
        parent: Any = row._meta.get_field(row.parent_field)
        return StatusLabel("waiting", _("together with: %(parent)s") % {"parent": parent.verbose_name})
    return StatusLabel("waiting", _("approved, not public yet"))


def status_in_a_sentence(row: Any, now: StatusLabel) -> str:
    """Say what the status means for readers, and for editors of the row."""
    match now.key:
        case "scheduled":
            return _("It goes live on %(time)s.") % {"time": in_full(row.publish_at)}
        case "public" | "out_of_date":
            return _what_visitors_see(row, now)
        case "waiting" if isinstance(row, Child):
            return _("It becomes public together with “%(parent)s”.") % {"parent": row.parent}
        case "held":
            return _("Visitors do not see it, even when “%(parent)s” is public.") % {"parent": row.parent}
        case "withdrawn":
            return _("Its web address shows the explanation. Nothing is deleted: the history keeps it.")
        case "replaced":
            return _("Visitors find it among the earlier versions.")
    return _("Only visible in the editorial area.")


def _what_visitors_see(row: Any, now: StatusLabel) -> str:
    """Return a sentence on what visitors see, and whether saved changes are public."""
    is_fixed = isinstance(row, (Edition, Document))
    if now.key == "public" and is_fixed:
        return _("Visitors see it in this form.")
    if now.key == "public":
        return _("Visitors see it. Changes you save here are public immediately.")
    if is_fixed:
        return _("Visitors see it with the notice “Out of date”.")
    return _("Visitors see it with the notice “Out of date”. Changes you save here are public immediately.")


def in_brief(moment: datetime) -> str:
    """Return the moment in the active zone, as lists show it: "15 April 2011, 18:00"."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATE_FORMAT')}, {time_of_day(local)}"


def time_of_day(local: datetime) -> str:
    """Return the time of day to the minute, or to the second if it is not a full one."""
    return date_format(local, "H:i:s" if local.second else "H:i")


def in_full(moment: datetime) -> str:
    """Return the moment with weekday and zone: "Friday, 15 April 2011, 18:00 CEST"."""
    local = timezone.localtime(moment)
    day = f"{date_format(local, 'l')}, {date_format(local, 'DATE_FORMAT')}"
    return f"{day}, {clock_and_zone(local, time_of_day(local))}"


class StatusFilter(admin.SimpleListFilter):
    """Narrows a list to what is draft, scheduled, public, held back or withdrawn now."""

    title = gettext_lazy("status")
    parameter_name = "publication_status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        choices = [
            ("draft", gettext_lazy("draft")),
            ("in_review", gettext_lazy("in review")),
            ("scheduled", gettext_lazy("scheduled")),
            ("public", gettext_lazy("public")),
            ("withdrawn", gettext_lazy("withdrawn")),
            ("unseen", NEEDS_SECOND_REVIEW.words),
        ]
        if issubclass(model_admin.model, Child):
            choices.insert(2, ("held", gettext_lazy("held back")))
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "draft":
                return queryset.filter(state=State.DRAFT)
            case "in_review":
                return queryset.filter(state=State.IN_REVIEW)
            case "scheduled":
                return queryset.filter(state=State.APPROVED, publish_at__gt=clock.now())
            case "held":
                return queryset.filter(release=Release.HELD_BACK)
            case "public":
                public = queryset.model._default_manager.public()
                return queryset.filter(pk__in=public.order_by().values("pk"))
            case "withdrawn":
                return queryset.filter(public_id__in=Withdrawal.objects.holding(clock.now()).values("public_id"))
            case "unseen":
                return queryset.filter(Exists(_changes_to_see()), state=State.APPROVED)
        return queryset


class PageOfList(ChangeList):
    """A list that fetches what its columns show for the rows of its page only."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        keys = [*self.result_list.values_list("pk", flat=True)]
        admin: Any = self.model_admin
        self.result_list = admin.with_columns(self.queryset.filter(pk__in=keys))


@admin.display(description=gettext_lazy("status"))
def status_in_words(row: Model) -> SafeString:
    return status_label(row).as_html
