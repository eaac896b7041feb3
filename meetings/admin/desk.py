"""The front page of the desk: what waits, where to begin, and everything in an order that people understand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.db.models import F, Model, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    Article,
    ArticleEdition,
    Gallery,
    Meeting,
    Office,
    Outcome,
    Page,
    Photo,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Format, Partner, Person
from publishing.admin.addresses import Link, desk_address, desk_page
from publishing.admin.states import in_full
from publishing.states import State

# The order of apps and kinds in the menus; what is not named here follows.
APPS: Final = ("meetings", "partners", "publishing", "auth")
KINDS: Final = (
    *("Meeting", "Session", "Outcome", "Statement", "Article", "Gallery", "Photo", "Page", "Topic", "Series"),
    *("Office", "Partner", "Format", "Person", "Withdrawal", "User", "Group"),
)
PUBLISHABLE: Final[tuple[Any, ...]] = (
    *(Meeting, Session, Outcome, StatementEdition, ArticleEdition, Gallery, Photo, Page),
    *(Partner, Format, Person, Topic),
)
TASKS: Final[tuple[tuple[type[Model], str | Promise], ...]] = (
    (Meeting, _("Announce or record a meeting")),
    (Session, _("Add a session to a meeting")),
    (Statement, _("Publish a statement")),
    (Article, _("Write a report or a press release")),
    (Gallery, _("Show photos")),
    (Person, _("Add a person who takes part")),
)
FIRST_STEPS: Final[tuple[tuple[type[Model], str | Promise], ...]] = (
    (Office, _("Say who publishes this site")),
    (Partner, _("Add the countries and organisations that meet")),
    (Format, _("Add a format in which they meet")),
    (Person, _("Add people and the offices that they hold")),
    (Meeting, _("Add the first meeting")),
)
SHOWN: Final = 5


@dataclass(frozen=True)
class Drafts:
    """The newest drafts of one kind, and where all of them are."""

    kind: str
    rows: Sequence[Link]
    all_url: str = ""


@dataclass(frozen=True)
class Scheduled:
    """Something that becomes public by itself."""

    link: Link
    time: str


@dataclass(frozen=True)
class Step:
    """A first step on an empty site."""

    link: Link
    done: bool


@dataclass(frozen=True)
class Desk:
    """What the front page shows to one editor."""

    first_steps: Sequence[Step]
    tasks: Sequence[Link]
    drafts: Sequence[Drafts]
    scheduled: Sequence[Scheduled]


def desk(request: HttpRequest) -> Desk:
    """Gather the front page for the editor: only what the editor may see."""
    now = timezone.now()
    drafts, scheduled = [], []
    for kind in PUBLISHABLE:
        if not admin.site.get_model_admin(kind).has_view_or_change_permission(request):
            continue
        waiting = Q(publish_at__gt=now) | ~Q(state=State.APPROVED)
        rows = kind.objects.filter(waiting).order_by(F("publish_at").asc(nulls_last=True), "-pk")[:40]
        scheduled += [(row.publish_at, row) for row in rows if row.publish_at]
        if newest := [row for row in rows if not row.publish_at]:
            drafts.append(_drafts(kind, newest))
    return Desk(
        first_steps=_first_steps(request),
        tasks=[Link(label, url=desk_page(kind, "add")) for kind, label in TASKS if _may_add(request, kind)],
        drafts=drafts,
        scheduled=[
            Scheduled(Link(str(row), url=desk_address(row)), in_full(time))
            for time, row in sorted(scheduled, key=lambda each: each[0])
        ],
    )


def in_desk_order(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the admin's list of apps, and the kinds within each, in the desk's order."""
    return [
        app | {"models": sorted(app["models"], key=lambda model: _rank(KINDS, model["object_name"]))}
        for app in sorted(apps, key=lambda app: _rank(APPS, app["app_label"]))
    ]


def _drafts(kind: Any, rows: Sequence[Any]) -> Drafts:
    return Drafts(
        kind=capfirst(kind._meta.verbose_name_plural),
        rows=[Link(str(row), url=desk_address(row)) for row in rows[:SHOWN]],
        all_url=desk_page(kind, "changelist", standing="draft") if len(rows) > SHOWN else "",
    )


def _first_steps(request: HttpRequest) -> list[Step]:
    """Return the first steps with what is done of them; nothing where all is done."""
    steps = [
        Step(Link(label, url=desk_page(kind, "add")), kind._default_manager.exists())
        for kind, label in FIRST_STEPS
        if admin.site.get_model_admin(kind).has_view_or_change_permission(request)
    ]
    return [] if all(step.done for step in steps) else steps


def _may_add(request: HttpRequest, kind: type[Model]) -> bool:
    return bool(admin.site.get_model_admin(kind).has_add_permission(request))


def _rank(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
