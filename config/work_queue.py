"""The work queue on the admin home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.db.models import Case, F, Model, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.text import capfirst

from editorial.admin_urls import Link, admin_model_url, admin_url
from editorial.status import in_full
from photos.models import Photo, PhotoFile
from publishing import clock
from publishing.kinds import kinds
from publishing.models import Child, Document, Edition, Item, Proposal, Publishable, UnreviewedChange
from publishing.models.audit_log import notes_of_return
from publishing.public_ids import model_of, objects_of
from publishing.states import State
from publishing.windows import FAR_FUTURE

SHOWN: Final = 5
QUERY_LIMIT: Final = 60
UNSEEN_LIMIT: Final = 1_000


@dataclass(frozen=True)
class QueueItem:
    """An entry of the work queue; its note says when it is published or why returned."""

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
    """Return the editor's work queue, in one query per model, and four for editions."""
    found, now = WorkQueue(), clock.now()
    unseen = {change.public_id: change for change in UnreviewedChange.objects.all()[:UNSEEN_LIMIT]}
    waiting = {kind: list(_rows(kind, [*unseen], now)) for kind in kinds(Publishable) if _may_see(request, kind)}
    returned = notes_of_return(row.public_id for rows in waiting.values() for row in rows if row.state == State.DRAFT)
    timed: list[tuple[datetime, Publishable]] = []
    for kind, rows in waiting.items():
        approved = [row for row in rows if row.state == State.APPROVED]
        found.needs_review += [_unseen(row, unseen) for row in approved if row.public_id in unseen]
        found.in_review += [QueueItem(_link(row)) for row in rows if row.state == State.IN_REVIEW]
        found.returned += [QueueItem(_link(row), returned[row.public_id]) for row in rows if row.public_id in returned]
        timed += [(row.publish_at, row) for row in rows if row.publish_at and row.publish_at > now]
        _add_drafts(found, kind, [row for row in rows if row.state == State.DRAFT and row.public_id not in returned])
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
            changed = kind.objects.public(now).filter(public_id__in=unseen)
            found.needs_review += [_unseen(document, unseen) for document in changed[:QUERY_LIMIT]]
    return found


def _rows(kind: type[Any], unseen: list[str], now: datetime) -> QuerySet[Publishable]:
    """Return rows that are not public yet, or need a second review.

    A child whose parent is in review too is left out.
    """
    # What is not public yet has a window that begins later, or never; there is an index of these.
    not_yet = Q(public_from__gt=now) & (Q(publish_at__gt=now) | ~Q(state=State.APPROVED))
    needs_review = Q(state=State.APPROVED, public_id__in=[each for each in unseen if model_of(each) is kind])
    rows = kind.objects.filter(not_yet | needs_review)
    if issubclass(kind, Edition):
        rows = rows.defer("body")
    if issubclass(kind, Child):
        rows = rows.select_related(kind.parent_field).exclude(
            **{f"{kind.parent_field}__state": State.IN_REVIEW}, state=State.IN_REVIEW
        )
    review_first = Case(When(needs_review, then=0), default=1)
    return rows.order_by(review_first, F("publish_at").asc(nulls_last=True), "-pk")[:QUERY_LIMIT]


def _add_drafts(found: WorkQueue, kind: type[Any], rows: Sequence[Publishable]) -> None:
    if rows:
        all_url = admin_model_url(kind, "changelist", publication_status="draft") if len(rows) > SHOWN else ""
        links = [_link(row) for row in rows[:SHOWN]]
        found.drafts.append(Drafts(capfirst(kind._meta.verbose_name_plural), links, all_url))


def _add_texts(found: WorkQueue, kind: type[Edition], now: datetime) -> None:
    # A translation is outdated only by what has replaced its source, or by the first source that is public.
    sources = kind.objects.filter(Q(replaced_at__lte=now) | Q(publish_at=None))
    live = kind.objects.defer("body").live(now).filter(translates__in=sources.order_by().values("pk"))
    live = live.with_newer_source(now).exclude(newer_source=None)
    found.outdated_translations += [QueueItem(_link(edition)) for edition in live[:QUERY_LIMIT]]
    unpublished = kind.objects.defer("body").filter(Q(publish_at=None) | Q(publish_at__gt=now), public_from__gt=now)
    moved = unpublished.with_newer_base(FAR_FUTURE).exclude(newer_base=None)
    found.outdated_drafts += [
        QueueItem(_link(edition), _time_of(edition)) for edition in moved.select_related("document")[:QUERY_LIMIT]
    ]


def _add_proposals(found: WorkQueue, request: HttpRequest) -> None:
    """Add proposals that the editor may accept, and the editor's own returned ones."""
    proposals = list(Proposal.objects.exclude(status__in=Proposal.SETTLED).select_related("author")[:QUERY_LIMIT])
    rows = objects_of(proposal.public_id for proposal in proposals)
    for proposal in proposals:
        row = rows.get(proposal.public_id)
        if row is None:
            continue
        pages = admin.site.get_model_admin(type(row))
        if proposal.status == Proposal.Status.RETURNED:
            if proposal.author_id == request.user.pk:
                found.returned.append(QueueItem(Link(str(row), url=admin_url(row, "propose")), proposal.answer))
        elif pages.has_change_permission(request, row):
            link = Link(str(row), url=admin_url(row, "proposal", str(proposal.pk)))
            found.proposed.append(QueueItem(link, ": ".join(filter(None, (str(proposal.author), proposal.note)))))


def _time_of(edition: Edition) -> str:
    return in_full(edition.publish_at) if edition.publish_at else ""


def _unseen(row: Item, unseen: Mapping[str, UnreviewedChange]) -> QueueItem:
    change = unseen[row.public_id]
    return QueueItem(_link(row), ": ".join(filter(None, (change.by_name, change.reason))))


def _may_see(request: HttpRequest, kind: type[Model]) -> bool:
    return bool(admin.site.get_model_admin(kind).has_view_or_change_permission(request))


def _link(row: Model) -> Link:
    return Link(str(row), url=admin_url(row))
