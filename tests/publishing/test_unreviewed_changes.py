"""Unreviewed changes are stored, and always as the audit log has them."""

from collections.abc import Sequence
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Exists, OuterRef

from publishing.models import AuditLogEntry, UnreviewedChange
from publishing.models.audit_log import CONTENT_CHANGES, REVIEW_ACTIONS, Action, entry, record
from publishing.workflow import WorkflowAction
from tests import factories as make

ACTIONS = (Action.SAVE, Action.PREVIEW, WorkflowAction.FORCE_PUBLISH, WorkflowAction.CONFIRM)
pytestmark = pytest.mark.django_db


def by_the_log() -> set[tuple[str, str, str]]:
    """Return id, last editor and reason of unreviewed changes, from the log alone."""
    later = AuditLogEntry.objects.filter(public_id=OuterRef("public_id"), id__gt=OuterRef("id"))
    changes = AuditLogEntry.objects.filter(
        ~Exists(later.filter(action__in=REVIEW_ACTIONS)), action__in=CONTENT_CHANGES
    ).exclude(public_id="")
    found: dict[str, tuple[str, str]] = {}
    for change in changes.order_by("id"):
        reason = found.get(change.public_id, ("", ""))[1]
        is_alone = change.action == WorkflowAction.FORCE_PUBLISH
        found[change.public_id] = (change.by_name, change.reason if is_alone else reason)
    return {(public_id, *rest) for public_id, rest in found.items()}


def stored() -> set[tuple[str, str, str]]:
    return {*UnreviewedChange.objects.values_list("public_id", "by_name", "reason")}


def entries(sequence: Sequence[Any], target: Any) -> list[AuditLogEntry]:
    return [
        entry(action, by=None, by_name=f"editor {number}", target=target, reason=f"reason {number}")
        for number, action in enumerate(sequence)
    ]


@pytest.mark.parametrize("sequence", [*product(ACTIONS, repeat=3)])
def test_it_is_what_the_log_says_after_any_sequence(sequence: Sequence[Any]) -> None:
    one_by_one, at_once = make.make_topic(), make.make_topic()
    for each in entries(sequence, one_by_one):
        each.save()
    AuditLogEntry.objects.bulk_create(entries(sequence, at_once))

    assert stored() == by_the_log()
    assert {public_id for public_id, *_rest in stored()} in ({one_by_one.public_id, at_once.public_id}, set())


def test_the_migration_takes_it_over_from_the_log() -> None:
    for sequence in product(ACTIONS, repeat=2):
        AuditLogEntry.objects.bulk_create(entries(sequence, make.make_topic()))
    UnreviewedChange.objects.all().delete()

    import_module("publishing.migrations.0007_unreviewed_changes").fill(apps, None)

    assert len(stored()) == 10
    assert stored() == by_the_log()


def test_what_is_no_content_is_not_noted() -> None:
    record(Action.LOGIN, by=None, by_name="weber")
    record(Action.SAVE, by=None, by_name="weber")

    assert stored() == set()
