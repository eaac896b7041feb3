"""The panel above the form of a row: its status in words, and its buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from editorial.actions import SAVES_FIRST, offered
from editorial.admin_urls import Link, admin_url
from editorial.proposals import may_propose
from editorial.requests import account_of
from editorial.status import StatusLabel, status_in_a_sentence, status_label
from publishing.models import Item, audit_log
from publishing.workflow import TRANSITIONS, WorkflowAction


@dataclass(frozen=True)
class Panel:
    """The status, what it means, notes and buttons."""

    now: StatusLabel
    sentence: str
    links: Sequence[Link]
    public_url: str | None = None
    preview_url: str = ""
    note: str = ""


def panel_of(model_admin: Any, request: HttpRequest, row: Item) -> Panel:
    """Return the panel of a stored row."""
    now = status_label(row)
    sentence = status_in_a_sentence(row, now)
    is_public = now.key in ("public", "out_of_date")
    if is_public and not model_admin.has_change_permission(request, row) and may_propose(request, row):
        sentence = _("It is public. You can propose a change, which an editor reviews.")
    return Panel(
        now=now,
        sentence=sentence,
        links=[*_links(model_admin, request, row)],
        public_url=model_admin.get_view_on_site_url(row),
        preview_url=admin_url(row, "preview"),
        note=audit_log.notes_of_return([row.public_id]).get(row.public_id, ""),
    )


def _links(model_admin: Any, request: HttpRequest, row: Item) -> Iterator[Link]:
    """Yield the buttons that leave the form as it is stored."""
    for pages in sorted(model_admin.pages, key=lambda pages: not pages.before_verbs):
        yield from pages.links(request, row)


def saving_verbs(request: HttpRequest, row: Item) -> list[Link]:
    """Return the buttons that save the form and go on to the verb."""
    return [Link(TRANSITIONS[verb].label, name=f"_{verb}") for verb in offered(row, account_of(request), SAVES_FIRST)]


def on_to_the_verb(request: HttpRequest, row: Item) -> HttpResponse | None:
    """Lead to the verb whose button saved the form; None for other buttons."""
    for verb in WorkflowAction:
        if f"_{verb}" in request.POST:
            return HttpResponseRedirect(admin_url(row, "verb", verb))
    return None
