"""The home page of the admin: first steps, tasks, work queue, order of the menu."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.readiness import ADMINISTERS, Shortfall, shortfalls
from config.work_queue import WorkQueue, work_queue
from editorial import emails
from editorial.admin_urls import Link, admin_model_url
from meetings.models import Article, Meeting, Session, Statement
from partners.models import Format, Partner, Person
from photos.models import Gallery
from publishing import clock, restorations
from publishing.kinds import kinds
from publishing.models import Office, Restoration

# What is no content follows the kinds in the menus in this order; what is not named here follows in turn.
OTHERS: Final = ("Office", "Withdrawal", "AuditLogEntry", "User", "Group")
TASKS: Final[tuple[tuple[type[Model], str | Promise], ...]] = (
    (Meeting, _("Announce or record a meeting")),
    (Session, _("Add a session to a meeting")),
    (Statement, _("Publish a statement")),
    (Article, _("Write a report or a press release")),
    (Gallery, _("Add a photo gallery")),
    (Person, _("Add a person who takes part")),
)
FIRST_STEPS: Final[tuple[tuple[type[Model], str | Promise], ...]] = (
    (Office, _("Enter the press office")),
    (Partner, _("Add the countries and organisations that meet")),
    (Format, _("Add the bodies in which they meet")),
    (Person, _("Add people and the offices that they hold")),
    (Meeting, _("Add the first meeting")),
)


@dataclass(frozen=True)
class Step:
    """A first step on an empty site."""

    link: Link
    done: bool


@dataclass(frozen=True)
class AdminIndex:
    """The content of the admin home page for one editor."""

    first_steps: Sequence[Step]
    tasks: Sequence[Link]
    queue: WorkQueue
    clock_is_back: bool  # see publishing.clock.is_not_believed
    shortfalls: Sequence[Shortfall]  # for administrators
    restoration: Restoration | None  # the restored backup since which the site is closed to visitors
    may_open: bool
    unsent_emails: int  # those that could not be sent; shown to administrators alone


def admin_index(request: HttpRequest) -> AdminIndex:
    """Return the content of the home page, restricted to the editor's permissions."""
    return AdminIndex(
        first_steps=_first_steps(request),
        tasks=[Link(label, url=admin_model_url(kind, "add")) for kind, label in TASKS if _may_add(request, kind)],
        queue=work_queue(request),
        clock_is_back=clock.is_not_believed(),
        shortfalls=[*shortfalls()] if request.user.has_perm(f"auth.{ADMINISTERS}") else [],
        restoration=restorations.waiting(),
        may_open=may_open(request),
        unsent_emails=emails.unsent() if request.user.has_perm("auth.change_user") else 0,
    )


def sort_apps(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the admin's apps, and their kinds, in the order of the kinds of content."""
    labels = [*dict.fromkeys(kind._meta.app_label for kind in kinds()), "auth"]
    names = [*(kind._meta.object_name for kind in kinds()), *OTHERS]
    return [
        app | {"models": sorted(app["models"], key=lambda model: _rank(names, model["object_name"]))}
        for app in sorted(apps, key=lambda app: _rank(labels, app["app_label"]))
    ]


def may_open(request: HttpRequest) -> bool:
    """Whether the account may open a restored site to visitors: administrators may."""
    return request.user.has_perm("auth.change_user")


def _first_steps(request: HttpRequest) -> list[Step]:
    """Return the first steps and whether each is done. Empty once all are done."""
    steps = [
        Step(Link(label, url=admin_model_url(kind, "add")), kind._default_manager.exists())
        for kind, label in FIRST_STEPS
        if admin.site.get_model_admin(kind).has_view_or_change_permission(request)
    ]
    return [] if all(step.done for step in steps) else steps


def _may_add(request: HttpRequest, kind: type[Model]) -> bool:
    return bool(admin.site.get_model_admin(kind).has_add_permission(request))


def _rank(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
