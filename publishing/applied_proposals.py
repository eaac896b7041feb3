"""Applies a proposed change to its record while its preview is rendered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from publishing.models import Proposal
from publishing.models.proposals import merged_relation
from publishing.public_ids import model_of


@contextmanager
def applied(proposal: Proposal | None) -> Iterator[None]:
    """Apply the proposal, if there is one, and roll it back when the block ends."""
    if proposal is None:
        yield
        return
    with transaction.atomic():
        _apply(proposal)
        yield
        transaction.set_rollback(True)


def _apply(proposal: Proposal) -> None:
    for key, values in proposal.changes["rows"].items():
        if (row := _row(key)) is not None:
            _write(row, {name: value for name, (value, _base) in values.items()}, values)
    kind: Any = model_of(proposal.public_id)
    target = kind._default_manager.get(public_id=proposal.public_id)
    for relation, rows in proposal.changes["new"].items():
        related: Any = target._meta.get_field(relation) if _has(target, relation) else None
        for values in rows if related else ():
            _write(related.related_model(**{related.field.name: target}), values)
    for key in proposal.changes["deleted"]:
        if (row := _row(key)) is not None:
            type(row)._default_manager.filter(pk=row.pk).delete()


def _write(row: Model, values: Mapping[str, Any], bases: Mapping[str, Sequence[Any]] | None = None) -> None:
    relations = {}
    for name, value in values.items():
        if not _has(row, name):
            continue  # the field has gone since
        column: Any = row._meta.get_field(name)
        if column.many_to_many:
            relations[name] = value
        else:
            setattr(row, column.attname, column.to_python(value))
    row.save()
    for name, value in relations.items():
        now = [str(pk) for pk in getattr(row, name).values_list("pk", flat=True)]
        base = bases[name][1] if bases else []
        getattr(row, name).set(merged_relation(now, base, value))


def _row(key: str) -> Model | None:
    label, _dot, pk = key.rpartition(".")
    return apps.get_model(label)._default_manager.filter(pk=pk).first()


def _has(row: Model, name: str) -> bool:
    return any(name == field.name for field in row._meta.get_fields())
