"""Writes the index when its sources are written, once at the transaction's end.

What follows from which row comes from the paths in kinds.py. Django tells of each row that is saved, deleted or joined,
also by a fixture; `rows_written` of publishing/commits.py tells of those that are written in bulk. What is written by
SQL, or past both, is found by `./run manage search check`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import batched
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from publishing.commits import committing, rolled_back, rows_written
from publishing.windows import NOT_OF_FORMS
from website.search.index import lock, write
from website.search.kinds import KINDS, Kind, by_model

AT_ONCE: Final = 1_000  # keys in one query
# Columns that nothing in the index is made of: visibility is asked when someone searches.
IRRELEVANT: Final = {"state", "publish_at", "release", *NOT_OF_FORMS}
Concerned = dict[type[Model], set[int]]


@dataclass(frozen=True)
class Path:
    """A way from rows of a kind to rows that give it texts, or to which it leads on."""

    kind: Kind
    lookup: str
    leads_on: bool
    is_forward: bool  # whether the last step is a forward relation: no stored row has one to a new row


def connect() -> None:
    """Follow all that is written from now on."""
    for model in {*by_model(), *paths()}:
        pre_save.connect(_before_saving, model)
        post_save.connect(_after_saving, model)
        pre_delete.connect(_before_deleting, model)
        post_delete.connect(_after_deleting, model)
        rows_written.connect(_written_in_bulk, model)
    m2m_changed.connect(_joined)
    committing.connect(_write_before_commit)
    rolled_back.connect(_forget)


@cache
def paths() -> dict[type[Model], list[Path]]:
    """Return, by model, the paths on which rows of the model are passed or reached."""
    found: dict[type[Model], list[Path]] = defaultdict(list)
    for kind in KINDS:
        relations, texts = {*kind.relations()}, {*kind.text_relations()}
        steps = {"__".join(parts[:end]) for each in relations for parts in [each.split("__")] for end in _ends(parts)}
        for lookup in sorted(steps):
            leads_on = any(each.startswith(f"{lookup}__") for each in relations)
            if leads_on or lookup in texts:  # at the end of a facet only the key matters
                model, is_forward = _last_step(kind.model, lookup)
                found[model].append(Path(kind, lookup, leads_on, is_forward))
    return found


def _ends(parts: list[str]) -> range:
    return range(1, len(parts) + 1)


def _last_step(model: type[Any], lookup: str) -> tuple[type[Any], bool]:
    """Return the model at the path's end, and whether its last step leads forward."""
    field: Any = None
    for name in lookup.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return model, not field.auto_created


def concerned(model: type[Model], keys: Iterable[int], *, is_new: bool = False, is_renamed: bool = True) -> Concerned:
    """Return the rows of other kinds whose entries depend on rows of the model."""
    found: Concerned = defaultdict(set)
    for some in batched(keys, AT_ONCE):
        for path in paths().get(model, ()):
            if (is_renamed or path.leads_on) and not (is_new and path.is_forward):
                rows = path.kind.model._default_manager.filter(**{f"{path.lookup}__in": some}).order_by()
                found[path.kind.model] |= {*rows.values_list("pk", flat=True)}
    return found


def settle() -> None:
    """Write what waits for the end of the transaction, before a question within it."""
    waiting = _waiting.pop(connections["default"], None)
    if waiting is None:
        return
    with transaction.atomic(savepoint=False):
        lock()
        found: Concerned = defaultdict(set)
        for model, keys in waiting.rows.items():
            renamed = write(model, keys) if model in by_model() else keys
            is_new = keys <= waiting.new[model]
            _add(found, concerned(model, keys, is_new=is_new, is_renamed=bool(renamed)))
        _add(found, waiting.concerned)
        for model, keys in found.items():
            write(model, keys - waiting.rows.get(model, set()))


def _add(found: Concerned, more: Concerned) -> None:
    for model, keys in more.items():
        found[model] |= keys


class _Waiting:
    """The rows that a transaction wrote, those that are new, and their former owners."""

    def __init__(self) -> None:
        self.rows: Concerned = defaultdict(set)
        self.new: Concerned = defaultdict(set)
        self.concerned: Concerned = defaultdict(set)


_waiting: WeakKeyDictionary[BaseDatabaseWrapper, _Waiting] = WeakKeyDictionary()  # each thread has one connection


def _note(model: type[Model], keys: Iterable[int], *, is_new: bool = False) -> None:
    waiting = _noted()
    waiting.rows[model] |= {*keys}
    if is_new:
        waiting.new[model] |= {*keys}
    if connections["default"].get_autocommit():
        settle()


def _noted() -> _Waiting:
    connection = connections["default"]
    if connection not in _waiting:
        _waiting[connection] = _Waiting()
    return _waiting[connection]


def _write_before_commit(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if connection.alias == "default":
        settle()


def _forget(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Forget what was noted in a transaction that was rolled back."""
    _waiting.pop(connection, None)


def _before_saving(sender: type[Model], instance: Model, *, update_fields: Any = None, **_signal: Any) -> None:
    """Note what a row belongs to that may be moved."""
    if instance._state.adding or not instance.pk or _is_irrelevant(update_fields):
        return
    for path in paths().get(sender, ()):
        if not path.is_forward:
            rows = path.kind.model._default_manager.filter(**{path.lookup: instance.pk}).order_by()
            _noted().concerned[path.kind.model] |= {*rows.values_list("pk", flat=True)}


def _after_saving(
    sender: type[Model], instance: Model, *, created: bool, raw: bool, update_fields: Any = None, **_signal: Any
) -> None:
    if not _is_irrelevant(update_fields):
        _note(sender, [instance.pk], is_new=created and not raw)


def _before_deleting(sender: type[Model], instance: Model, **_signal: Any) -> None:
    _add(_noted().concerned, concerned(sender, [instance.pk]))
    if sender in by_model():
        _noted().concerned[sender].add(instance.pk)


def _after_deleting(sender: type[Model], **_signal: Any) -> None:
    _note(sender, [])


def _joined(
    sender: type[Any], instance: Model, *, action: str, reverse: bool, model: type[Any], pk_set: Any, **_signal: Any
) -> None:
    """Note the owner of a changed many-to-many relation, whichever side is written."""
    owner = model if reverse else type(instance)
    if owner not in by_model() and owner not in paths():
        return
    if not reverse:
        keys = [instance.pk] if action.startswith("post_") else []
    elif action == "pre_clear":
        name = next(field.name for field in owner._meta.many_to_many if field.remote_field.through is sender)
        keys = [*owner._default_manager.filter(**{name: instance.pk}).values_list("pk", flat=True)]
    else:
        keys = pk_set or []
    if keys:
        _noted().rows[owner] |= {*keys}
    if action.startswith("post_"):
        _note(owner, keys)


def _written_in_bulk(sender: type[Model], *, keys: Iterable[int], columns: Iterable[str], **_signal: Any) -> None:
    if not _is_irrelevant(columns):
        _note(sender, keys)


def _is_irrelevant(columns: Iterable[str] | None) -> bool:
    return bool(columns) and {*(columns or ())} <= IRRELEVANT
