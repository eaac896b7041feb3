"""Publishing a row together with rows that its pages show, in one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from publishing import verbs
from publishing.models import Document, Edition, Item, Publishable
from publishing.verbs import checks
from publishing.verbs.address_proposals import proposed_address
from publishing.verbs.locking import lock
from publishing.verbs.omissions import Omission, texts_to_publish, verb_for
from publishing.windows import BEFORE_ALL
from publishing.workflow import TRANSITIONS, WorkflowAction


@transaction.atomic
def use_together(
    verb: WorkflowAction, target: Publishable, omitted: Iterable[Omission], *, by: User, **asked: Any
) -> Any:
    """Use a publishing verb on target and omitted rows; return the target's result.

    Rows that belong to the target are published after it. Raises Refused with the obstacles of any of them.
    """
    nodes = [each.target for each in omitted]
    lock(target, *nodes)
    first, later = _in_order(target, nodes)
    for node in first:
        _publish(verb, node, by=by, **asked)
    row = verbs.BY_NAME[verb](target, by=by, **asked)
    for node in later:
        _publish(verb, node, by=by, **asked)
    return row


def _in_order(target: Publishable, nodes: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the nodes that the target needs, then those that need it, texts last."""
    later = [node for node in nodes if isinstance(node, Document) or target in _needed_by(node)]
    first = [node for node in nodes if node not in later]
    return first, sorted(later, key=lambda node: isinstance(node, Document))


def _needed_by(node: Publishable) -> set[Model]:
    """Return the rows that must be public for the node to be, public or not yet."""
    return {
        obstacle.target
        for obstacle in checks.unpublished_dependencies(checks.with_cascading_children(node), BEFORE_ALL)
    }


def _publish(verb: WorkflowAction, node: Item, *, by: User, **asked: Any) -> None:
    for row in texts_to_publish(node):
        used = verb_for(verb, row)
        known: dict[str, Any] = {name: asked[name] for name in ("at", "reason") if name in TRANSITIONS[used].asks}
        if isinstance(row, Edition):
            known["slug"] = proposed_address(row.document)
        verbs.BY_NAME[used](row, by=by, **known)
