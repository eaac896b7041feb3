"""Previews: the site with a row that is not public yet, or at another time.

A preview is the whole site under /preview/<token>/. The token names a link (preview_links.py), which holds what was
asked for and by which account, and ends after a day. On each request the account must be active, on the staff and
allowed to view what the link shows; the moment (publishing/moments.py) carries which rows are assumed public.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cached_property
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import get_script_prefix, set_script_prefix
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from publishing import clock
from publishing.kinds import editions_of
from publishing.models import (
    Child,
    Document,
    Edition,
    Item,
    PreviewLink,
    Proposal,
    Publishable,
    Withdrawal,
    audit_log,
)
from publishing.models.audit_log import Action
from publishing.moments import Moment
from publishing.public_ids import model_of, models_by_letter, rows_shown_with
from publishing.states import Release, State, WithdrawalKind
from publishing.verbs import checks

PREFIX: Final = "preview/"
TOKEN: Final = re.compile(r"[\w-]{32,43}", re.ASCII)


class NoPreview(Exception):
    """No link has this token."""


class PreviewEnded(Exception):
    """The link has ended, its maker lost the rights, or its row cannot be shown."""


@dataclass(frozen=True)
class Preview:
    """The preview that a token gives access to."""

    token: str
    moment: Moment
    until: datetime
    at: datetime | None  # the time that was asked for; None: now
    row: Item | None  # what was asked for; None: nothing but the time
    whole: bool
    proposal: Proposal | None = None  # the change that is shown as if it were accepted

    @cached_property
    def name(self) -> str:
        """The public name of the row."""
        if self._text:
            return str(self._text.title)
        return "" if isinstance(self.row, Document) else str(self.row)

    @property
    def language(self) -> str:
        """Return the tag of the name's language; empty if it is that of the page."""
        return str(self._text.language) if self._text else ""

    @cached_property
    def _text(self) -> Edition | None:
        """The edition that names the row: a document's working title is internal."""
        if not isinstance(self.row, Document):
            return self.row if isinstance(self.row, Edition) else None
        withdrawn = _in_error(self.moment).values("public_id")
        editions = self.row.editions.defer("body").exclude(public_id__in=withdrawn)
        language = get_language()
        return min(editions, key=lambda text: (text.language != language, -text.pk), default=None)


def preview_of_token(token: str) -> Preview:
    """Return what the holder of the token sees. Raises NoPreview or PreviewEnded."""
    links = PreviewLink.objects.select_related("maker", "proposal__author")
    link = links.filter(token=token).first() if TOKEN.fullmatch(token) else None
    if link is None:
        raise NoPreview
    return preview_of_link(link)


def preview_of_link(link: PreviewLink) -> Preview:
    """Return what the link shows; raise PreviewEnded if it has ended or ends now."""
    now = clock.now()
    if not link.is_open(now):
        raise PreviewEnded
    row, moment = _asked_for(link, now)
    if not may_see(link.maker, moment, at=link.at):
        end(link, by=None)
        raise PreviewEnded
    if row and withdrawn_in_error(row, (now, moment)):
        raise PreviewEnded
    if link.proposal and link.proposal.status in Proposal.SETTLED:
        raise PreviewEnded
    return Preview(link.token, moment, link.until, link.at, row, link.whole, link.proposal)


class Refusal(Enum):
    """A reason why a link would show nothing to anyone."""

    RIGHTS = auto()
    TIME = auto()
    WITHDRAWN = auto()


def refusal_of(link: PreviewLink) -> Refusal | None:
    """Return why the link, not stored yet, would show nothing; None if it would."""
    now = clock.now()
    row, moment = _asked_for(link, now)
    if not may_see(link.maker, moment, at=None):
        return Refusal.RIGHTS
    if not may_see(link.maker, moment, at=link.at):
        return Refusal.TIME
    return Refusal.WITHDRAWN if row and withdrawn_in_error(row, (now, moment)) else None


def may_see(maker: User | None, moment: Moment, *, at: datetime | None) -> bool:
    """Whether the account may see the assumed rows; with `at` all scheduled ones."""
    if maker is None or not (maker.is_active and maker.is_staff):
        return False
    kinds = set(models_by_letter().values()) if at else {model_of(public_id) for public_id in moment.assumed_public}
    return all(checks.may_view(kind, maker) for kind in kinds if kind is not None)


def withdrawn_in_error(row: Item, moments: tuple[datetime, datetime]) -> bool:
    """Whether the row, or one it rests on, is withdrawn in error at either moment."""
    ids = [each.public_id for each in (row, *_above(row))]
    ids += [row.document.public_id] if isinstance(row, Edition) else []
    first, last = moments
    return (_in_error(first) | _in_error(last)).filter(public_id__in=ids).exists()


def end(link: PreviewLink, *, by: User | None) -> None:
    """End the link for good, and enter it in the audit log."""
    if link.end(clock.now()):
        model = model_of(link.public_id or link.asked_on)
        row = model._default_manager.filter(public_id=link.public_id or link.asked_on).first() if model else None
        with override(settings.LANGUAGE_CODE):  # the entry is for the office, whatever the reader speaks
            reason = "" if by else _("The account that made the link may no longer see this.")
            audit_log.record(Action.END_PREVIEW, by=by, target=row, reason=reason)


def end_without_rights(makers: Iterable[User], *, by: User) -> None:
    """End the open links of the accounts that may no longer see what the links show."""
    now = clock.now()
    for link in PreviewLink.objects.open(now).filter(maker__in=[maker.pk for maker in makers]):
        try:
            _row, moment = _asked_for(link, now)
        except PreviewEnded:  # the row is deleted, and may be recovered while the account is closed
            moment = Moment.assuming_public((), now)
        # Read from the database again, since the object caches its former permissions.
        if not may_see(User.objects.filter(pk=link.maker_id or 0).first(), moment, at=link.at):
            end(link, by=by)


def moment_for(row: Any, *, whole: bool, at: datetime | None, now: datetime) -> Moment:
    """Return the moment at which the row is shown as public; see decision 23.

    Assumed public are the row, its dependencies, its cascading children and, for the whole of it, its
    `preview_querysets()`; of a document, the newest draft in each language. A dependency that is not public is a frame.
    """
    above = list(_above(row))
    asked = [
        type(row)._default_manager.filter(pk=row.pk),
        *([*row.preview_querysets(), *rows_shown_with(row)] if whole else ()),
    ]
    asked += [type(text)._default_manager.filter(pk=text.pk) for text in above if _unpublished(text, now)]
    ids = [assumed.order_by().values_list("public_id", flat=True) for rows in asked for assumed in _assumed(rows, now)]
    frames = [each.public_id for each in above if isinstance(each, Publishable) and not each.was_ever_public(at or now)]
    assumed = {*ids[0].union(*ids[1:]).order_by(), row.public_id, *(each.public_id for each in above)}
    return Moment.assuming_public(assumed, at or now, frames=frames)


def preview_of_request(request: HttpRequest) -> Preview | None:
    """Return the preview within which the request is; None on the public site."""
    return getattr(request, "preview", None)


def moment_of(request: HttpRequest) -> datetime:
    """Return the moment of the request: that of the preview, else now, read once."""
    if (preview := preview_of_request(request)) is not None:
        return preview.moment
    if not hasattr(request, "moment"):
        request.moment = clock.now()  # type: ignore[attr-defined]
    return cast(datetime, request.moment)  # type: ignore[attr-defined]


def true_path(request: HttpRequest, path: str) -> str:
    """Return the path under which the page is, or will be, public."""
    preview = preview_of_request(request)
    return path.replace(f"{PREFIX}{preview.token}/", "", 1) if preview else path


@contextmanager
def inside(token: str) -> Iterator[None]:
    """Let every address that is made in the block stay within the preview."""
    outside = get_script_prefix()
    set_script_prefix(f"{outside}{PREFIX}{token}/")
    try:
        yield
    finally:
        set_script_prefix(outside)


def _asked_for(link: PreviewLink, now: datetime) -> tuple[Any, Moment]:
    """Return the row, if any, and the moment; raise PreviewEnded if it is deleted."""
    if not link.public_id:
        return None, Moment.assuming_public((), link.at or now)
    row = _named(link.public_id)
    return row, moment_for(row, whole=link.whole, at=link.at, now=now)


def _named(public_id: str) -> Any:
    model = model_of(public_id)
    row = model._default_manager.filter(public_id=public_id).first() if model else None
    if row is None:
        raise PreviewEnded
    return row


def _in_error(at: datetime) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.holding(at).filter(kind=WithdrawalKind.IN_ERROR)


def _above(row: Item) -> Iterator[Item]:
    """Yield the dependencies of the row, at any height."""
    for each in row.public_dependencies() if isinstance(row, Child) else ():
        yield each
        yield from _above(each)


def _unpublished(row: Item, now: datetime) -> bool:
    return isinstance(row, Document) and not row.was_ever_public(now)


def _assumed(rows: QuerySet[Any], now: datetime) -> Iterator[QuerySet[Any]]:
    """Yield querysets of what is assumed public for rows of one kind."""
    if issubclass(rows.model, Document):
        yield _newest_drafts(rows, now)
        return
    yield _not_yet(rows, now)
    for children in _cascading_children(rows):
        yield children.exclude(state=State.APPROVED)


def _cascading_children(rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """All below the rows, at any depth, that becomes public together with them."""
    model: Any = rows.model
    for relation in model.child_relations:
        below = model._meta.get_field(relation)
        wanted = {"release": Release.WITH_PARENT, f"{below.field.name}__in": rows}
        children = below.related_model._default_manager.filter(**wanted)
        yield children
        yield from _cascading_children(children)


def _newest_drafts(documents: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Return the newest draft in each language of the documents, by its serial."""
    drafts = _not_yet(editions_of(documents.model).objects.all(), now)
    newer = drafts.filter(document=OuterRef("document"), language=OuterRef("language"), serial__gt=OuterRef("serial"))
    return drafts.filter(~Exists(newer), document__in=documents)


def _not_yet(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    return rows.exclude(state=State.APPROVED, publish_at__lte=now)
