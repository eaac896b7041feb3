"""The omissions of a page: rows entered for it that are not public when it is.

Each kind names in `shown_relations` what its page shows of other rows. A row that is not public is listed once, with
all rows whose pages lack it. See docs/decisions/0032-related-content-not-shown.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.models import Child, Document, Edition, Item, Publishable, Record
from publishing.moments import Moment
from publishing.obstacles import Obstacle
from publishing.paths import rows_at
from publishing.public_ids import objects_of, rows_shown_with
from publishing.states import PublicationStatus
from publishing.status import status_of
from publishing.texts.markup import linked_ids, parse, pictured_ids
from publishing.texts.richtext import RichTextField
from publishing.verbs import checks
from publishing.verbs.address_proposals import has_own_address, proposed_address
from publishing.workflow import MAKES_PUBLIC, WorkflowAction

ORDER: Final = tuple(PublicationStatus)
PRESELECTED: Final = (PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW, PublicationStatus.APPROVED)


@dataclass(frozen=True)
class Omission(Obstacle):
    """A row that is shown by pages of the target but would not be public, and why."""

    target: Item
    publication_status: PublicationStatus = PublicationStatus.DRAFT
    is_required: bool = False  # without it the verb is refused
    is_beyond: bool = False  # not on pages of the target, but of what can be published in the same step
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_preselected(self) -> bool:
        """Whether it is published with the target unless the editor decides otherwise.

        Galleries, texts, rows scheduled or held back, and those that are beyond have to be selected.
        """
        if self.is_required:
            return True
        ready = self.publication_status in PRESELECTED and not self.obstacles and not self.is_beyond
        return ready and isinstance(self.target, Record) and not self.target.child_relations


def omissions(targets: Sequence[Item], *, verb: WorkflowAction, by: User, at: datetime) -> list[Omission]:
    """Return what the pages of the targets, and of what goes with them, would lack."""
    rows = [row for target in targets if isinstance(target, Publishable) for row in whole(target)]
    shown = _lacking(rows, Moment.assuming_public((row.public_id for row in rows), at))
    for node in _following(shown, rows, at):
        del shown[node]
    publishables = [row for row in rows if isinstance(row, Publishable)]
    required = {
        row for obstacle in checks.unpublished_dependencies(publishables, at) for row in within(obstacle.target)
    }
    settled = {*rows, *shown}
    alone = [*targets, *(row for row in rows if isinstance(row, Document))] if len(targets) == 1 else []
    found = [
        _omission(
            node,
            [] if owners[1:] == [] and owners[0] in alone else owners,
            verb=verb,
            by=by,
            required=node in required,
            settled=settled,
        )
        for node, owners in shown.items()
    ]
    return [*found, *_beyond(found, rows, verb=verb, by=by, at=at)]


def _beyond(
    found: Sequence[Omission], rows: Sequence[Item], *, verb: WorkflowAction, by: User, at: datetime
) -> Iterator[Omission]:
    """Yield what would be missing on pages of rows that can be published with these."""
    settled = {*rows, *(each.target for each in found)}
    while verb in MAKES_PUBLIC and (joined := _joined(found)):
        rows = [*rows, *joined]
        lacking = _lacking(joined, Moment.assuming_public((row.public_id for row in rows), at))
        settled |= {*joined}
        shown = {node: owners for node, owners in lacking.items() if node not in settled}
        settled |= {*shown}
        found = [
            replace(_omission(node, owners, verb=verb, by=by, required=False, settled=settled), is_beyond=True)
            for node, owners in shown.items()
        ]
        yield from found


def _joined(found: Iterable[Omission]) -> list[Item]:
    """Return all rows that become public with what can be published in the same step."""
    ready = [each.target for each in found if not each.obstacles]
    return [row for node in ready for text in texts_to_publish(node) for row in whole(text)]


def _lacking(rows: Iterable[Item], moment: datetime) -> dict[Item, list[Item]]:
    """Return the rows shown but not public at the moment, each with its owners."""
    shown: dict[Item, list[Item]] = defaultdict(list)
    for node, owner in _hidden(shown_rows(rows), moment):
        if owner not in shown[node]:
            shown[node].append(owner)
    return shown


def _following(shown: Iterable[Item], rows: Sequence[Item], at: datetime) -> set[Item]:
    """Return rows below the targets that become public with other rows of the list."""
    others = [text for node in shown if node not in rows for text in texts_to_publish(node)]
    joined = (row.public_id for text in (*others, *rows) for row in (whole(text) if text in others else [text]))
    return _public({node for node in shown if node in rows}, Moment.assuming_public(joined, at))


def whole(target: Publishable) -> list[Item]:
    """Return the row with all that goes with it, and of an edition the document."""
    return [
        *checks.with_cascading_children(target),
        *([target.document] if isinstance(target, Edition) else []),
    ]


def shown_rows(rows: Iterable[Item]) -> Iterator[tuple[Model, Item]]:
    """Yield each row shown by a page of one of the rows, with the owner of the page."""
    for row in fetched(rows):
        for path in row.shown_relations:
            yield from ((node, row) for node in rows_at(row, path))
        yield from ((node, row) for nodes in rows_shown_with(row) for node in nodes)
        yield from ((node, row) for node in _in_texts(row))
        if isinstance(row, Publishable):
            yield from ((child, row) for child in row.children())


def fetched(rows: Iterable[Item]) -> Iterator[Item]:
    """Yield the rows as they are stored, with all that their pages show."""
    by_kind: dict[type[Item], list[int]] = defaultdict(list)
    for row in rows:
        by_kind[type(row)].append(row.pk)
    for model, keys in by_kind.items():
        paths = (*model.shown_relations, *model.printed_relations)
        yield from model._default_manager.filter(pk__in=keys).prefetch_related(*paths)


def first_texts(document: Document) -> list[Edition]:
    """Return the newest draft of each language in which nothing has been public yet."""
    found: dict[str, Edition] = {}
    for text in document.editions.order_by("-serial"):
        found.setdefault(text.language, text)
    known = {text.language for text in document.editions.all() if text.was_ever_public()}
    return [text for language, text in sorted(found.items()) if language not in known]


def within(row: Any) -> Iterator[Any]:
    """Yield the row, and the rows that it belongs to, from below."""
    yield row
    if isinstance(row, Child):
        yield from within(row.parent)


def texts_to_publish(node: Item) -> list[Publishable]:
    """Return the rows that make the node public: itself, or a document's first texts."""
    return [node] if isinstance(node, Publishable) else [*first_texts(node)]


def verb_for(verb: WorkflowAction, node: Publishable) -> WorkflowAction:
    """Return the verb for the node in the same step: PUBLISH for a scheduled child."""
    return WorkflowAction.PUBLISH if verb == WorkflowAction.SCHEDULE and isinstance(node, Child) else verb


def _omission(
    node: Item, owners: list[Item], *, verb: WorkflowAction, by: User, required: bool, settled: set[Item]
) -> Omission:
    publication_status = max(map(status_of, texts_to_publish(node)), key=ORDER.index, default=PublicationStatus.DRAFT)
    if isinstance(node, Document) and status_of(node) == PublicationStatus.WITHDRAWN:
        publication_status = PublicationStatus.WITHDRAWN
    state = _("not ready") if publication_status == PublicationStatus.PUBLIC else publication_status.label
    sentence = _("%(kind)s “%(name)s”: not shown, because its status is “%(state)s”.")
    values = {"kind": capfirst(str(node._meta.verbose_name)), "name": node, "state": state}
    obstacles = list(_against(node, verb, by=by, settled=settled)) if verb in MAKES_PUBLIC else []
    return Omission(
        node,
        " ".join([sentence % values, *_address(node, verb)]),
        where=tuple(owners),
        publication_status=publication_status,
        is_required=required,
        obstacles=tuple(obstacles),
    )


def _address(node: Item, verb: WorkflowAction) -> Iterator[str]:
    """Yield the address that a document gets when it is published in the same step."""
    if verb in MAKES_PUBLIC and isinstance(node, Document) and not has_own_address(node):
        yield _("Its web address would be “%(slug)s”.") % {"slug": proposed_address(node)}


def _against(node: Item, verb: WorkflowAction, *, by: User, settled: set[Item]) -> Iterator[Obstacle]:
    """Yield the obstacles to publishing the node, save those that end in this step."""
    rows = texts_to_publish(node)
    if not rows:
        yield Obstacle(node, _("It has no text that could be published."))
    if isinstance(node, Document) and not proposed_address(node):
        yield Obstacle(node, _("No web address can be made from its title: choose one in its form."), "slug")
    for row in rows:
        own = {*whole(row)}
        for obstacle in checks.obstacles(verb_for(verb, row), row, by=by):
            if obstacle.target in own or settled.isdisjoint(within(obstacle.target)):
                yield obstacle


def _hidden(shown: Iterable[tuple[Model, Item]], moment: datetime) -> Iterator[tuple[Item, Item]]:
    """Yield each row not public at the moment, or its topmost parent that is not."""
    pairs = [(node, owner) for node, owner in shown if isinstance(node, (Publishable, Document))]
    nodes = {node for node, _owner in pairs}
    public = _public(nodes, moment)
    hidden = [(node, owner) for node, owner in pairs if node not in public]
    public |= _public({above for node, _owner in hidden for above in within(node)} - nodes, moment)
    for node, owner in hidden:
        yield [above for above in within(node) if above not in public][-1], owner


def _public(nodes: Iterable[Item], moment: datetime) -> set[Item]:
    by_kind: dict[Any, list[int]] = defaultdict(list)
    for node in nodes:
        by_kind[type(node)].append(node.pk)
    return {row for model, keys in by_kind.items() for row in model._default_manager.public(moment).filter(pk__in=keys)}


def _in_texts(row: Model) -> Iterator[Model]:
    """Yield the rows to which the texts of the row lead, or which they picture."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, RichTextField):
            continue
        tree = parse(getattr(row, field.attname) or "")
        public_ids = [*linked_ids(tree), *pictured_ids(tree)]
        found = objects_of(public_ids)
        yield from (found[public_id] for public_id in public_ids if public_id in found)
