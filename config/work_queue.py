"""The work queue on the admin home page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.text import capfirst

from editorial.admin_urls import Link, admin_model_url, admin_url
from editorial.status import in_full
from photos.models import Photo, PhotoFile
from publishing import clock
from publishing.kinds import kinds
from publishing.models import AuditLogEntry, Child, Document, Edition, Proposal, Publishable
from publishing.models.audit_log import unreviewed_changes
from publishing.public_ids import objects_of
from publishing.querysets import FAR_FUTURE
from publishing.states import State
from publishing.workflow import WorkflowAction

SHOWN: Final = 5
QUERY_LIMIT: Final = 60


@dataclass(frozen=True)
class QueueItem:
    """An entry of the work queue. The note is its publication time, or the reason why it was returned."""

    link: Link
    note: str = ""


@dataclass(frozen=True)
class Drafts:
    """The newest drafts of one model, and the address of the list of all drafts."""

    kind: str
    rows: Sequence[Link]
    all_url: str = ""


@dataclass
class WorkQueue:
    """The lists of the work queue."""

    needs_review: list[QueueItem] = field(default_factory=list)
    proposed: list[QueueItem] = field(default_factory=list)
    in_review: list[QueueItem] = field(default_factory=list)
    returned: list[QueueItem] = field(default_factory=list)
    outdated_drafts: list[QueueItem] = field(default_factory=list)
    outdated_translations: list[QueueItem] = field(default_factory=list)
    scheduled: list[QueueItem] = field(default_factory=list)
    damaged: list[QueueItem] = field(default_factory=list)
    drafts: list[Drafts] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def work_queue(request: HttpRequest) -> WorkQueue:
    """Return the work queue of the models that the editor may view. One query per model, and four for editions."""
    found, now = WorkQueue(), clock.now()
    timed: list[tuple[datetime, Any]] = []
    for kind in kinds(Publishable):
        if not _may_see(request, kind):
            continue
        rows = list(_rows(kind, now))
        found.needs_review += [_unseen(row) for row in rows if row.state == State.APPROVED and row.unseen]
        found.in_review += [QueueItem(_link(row)) for row in rows if row.state == State.IN_REVIEW]
        found.returned += [QueueItem(_link(row), row.note_of_return) for row in rows if _was_sent_back(row)]
        timed += [(row.publish_at, row) for row in rows if row.publish_at and row.publish_at > now]
        _add_drafts(found, kind, [row for row in rows if row.state == State.DRAFT and not _was_sent_back(row)])
    found.scheduled = [QueueItem(_link(row), in_full(at)) for at, row in sorted(timed, key=lambda each: each[0])]
    if _may_see(request, Photo):
        files = PhotoFile.objects.filter(problem__gt="", replaced_at=None).select_related("photo")
        found.damaged = [QueueItem(_link(file.photo), file.problem) for file in files[:QUERY_LIMIT]]
    _add_proposals(found, request)
    for kind in kinds(Edition):
        if _may_see(request, kind):
            _add_texts(found, kind, now)
    for kind in kinds(Document):
        if _may_see(request, kind):
            changed = kind.objects.public(now).annotate(**_change()).filter(unseen=True)
            found.needs_review += [_unseen(document) for document in changed[:QUERY_LIMIT]]
    return found


def _rows(kind: Any, now: datetime) -> QuerySet[Any]:
    """Return the rows of a model that belong in the queue.

    A child whose parent is in review too is left out.
    """
    verbs = AuditLogEntry.objects.filter(public_id=OuterRef("public_id"), action__in=WorkflowAction.values).order_by(
        "-id"
    )
    rows = kind.objects.annotate(
        last_verb=Subquery(verbs.values("action")[:1]),
        note_of_return=Subquery(verbs.values("reason")[:1]),
        **_change(),
    )
    rows = rows.filter(Q(publish_at__gt=now) | ~Q(state=State.APPROVED) | Q(unseen=True))
    if issubclass(kind, Edition):
        rows = rows.defer("body")
    if issubclass(kind, Child):
        rows = rows.select_related(kind.parent_field).exclude(
            **{f"{kind.parent_field}__state": State.IN_REVIEW}, state=State.IN_REVIEW
        )
    review_first = Case(When(state=State.APPROVED, unseen=True, then=0), default=1)
    return rows.order_by(review_first, F("publish_at").asc(nulls_last=True), "-pk")[:QUERY_LIMIT]


def _change() -> dict[str, Any]:
    """Return annotations about unreviewed changes: whether there are any, the last editor, the reason to force."""
    changes = unreviewed_changes().filter(public_id=OuterRef("public_id")).order_by("-id")
    return {
        "unseen": Exists(changes),
        "changed_by": Subquery(changes.values("by_name")[:1]),
        "reason_alone": Subquery(changes.filter(action=WorkflowAction.FORCE_PUBLISH).values("reason")[:1]),
    }


def _add_drafts(found: WorkQueue, kind: Any, rows: Sequence[Any]) -> None:
    if rows:
        all_url = admin_model_url(kind, "changelist", publication_status="draft") if len(rows) > SHOWN else ""
        links = [_link(row) for row in rows[:SHOWN]]
        found.drafts.append(Drafts(capfirst(kind._meta.verbose_name_plural), links, all_url))


def _add_texts(found: WorkQueue, kind: Any, now: datetime) -> None:
    live = kind.objects.defer("body").live(now).with_newer_source(now).exclude(newer_source=None)
    found.outdated_translations += [QueueItem(_link(edition)) for edition in live[:QUERY_LIMIT]]
    unpublished = kind.objects.defer("body").filter(Q(publish_at=None) | Q(publish_at__gt=now))
    moved = unpublished.with_newer_base(FAR_FUTURE).exclude(newer_base=None)
    found.outdated_drafts += [
        QueueItem(_link(edition), _time_of(edition)) for edition in moved.select_related("document")[:QUERY_LIMIT]
    ]


def _add_proposals(found: WorkQueue, request: HttpRequest) -> None:
    """Add open proposals that the editor may accept, and the editor's own that were returned."""
    proposals = list(Proposal.objects.exclude(status__in=Proposal.SETTLED).select_related("author")[:QUERY_LIMIT])
    rows = objects_of(proposal.public_id for proposal in proposals)
    for proposal in proposals:
        row = rows.get(proposal.public_id)
        if row is None:
            continue
        pages: Any = admin.site.get_model_admin(type(row))
        if proposal.status == Proposal.Status.RETURNED:
            if proposal.author_id == request.user.pk:
                found.returned.append(QueueItem(Link(str(row), url=admin_url(row, "propose")), proposal.answer))
        elif pages.has_change_permission(request, row):
            link = Link(str(row), url=admin_url(row, "proposal", str(proposal.pk)))
            found.proposed.append(QueueItem(link, ": ".join(filter(None, (str(proposal.author), proposal.note)))))


def _time_of(edition: Edition) -> str:
    return in_full(edition.publish_at) if edition.publish_at else ""


def _unseen(row: Any) -> QueueItem:
    return QueueItem(_link(row), ": ".join(filter(None, (row.changed_by, row.reason_alone))))


def _was_sent_back(row: Any) -> bool:
    return bool(row.state == State.DRAFT and row.last_verb == WorkflowAction.SEND_BACK)


def _may_see(request: HttpRequest, kind: Any) -> bool:
    return bool(admin.site.get_model_admin(kind).has_view_or_change_permission(request))


def _link(row: Any) -> Link:
    return Link(str(row), url=admin_url(row))
