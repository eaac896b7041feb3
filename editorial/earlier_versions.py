"""Restoring of earlier revisions in a row's form, and of deleted rows as new.

The kept versions (django-reversion) hold whole revisions. Only the versions of the row itself, and of the parts that
its form edits, are used here, and they are saved through that form.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import reversion
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _
from reversion.models import Version

from editorial.filling import Filling, Inline, existing, field_values
from editorial.form_base import Value, row_key
from publishing import windows
from publishing.languages import translated_fields
from publishing.models import AuditLogEntry, Child, JoinRow, Publishable, Record, audit_log
from publishing.models.audit_log import Action

STATE = {*Publishable.STATE_FIELDS, "release", *windows.NOT_OF_FORMS}


def versions_in(version: Version, model: type[Model], attname: str, pk: Any) -> Iterator[Version]:
    """Yield the versions in the revision of `version` whose key is the row `pk`."""
    for each in version.revision.version_set.filter(content_type__model=model._meta.model_name):
        if each.content_type.model_class() is model and each.field_dict.get(attname) == pk:
            yield each


def earlier_version(version: Version, row: Model, inlines: list[Inline]) -> Filling:
    """Return with what the form of the row opens to show the version.

    Parts that were deleted since are added again, parts that were added since are deleted. Records below the row have
    a history of their own. Raises RevertError where the version no longer fits the models.
    """
    rows = {row_key(row): _as_filled(field_values(row, version.field_dict))}
    new: dict[str, list[dict[str, Any]]] = {}
    deleted: set[str] = set()
    for model, key, prefix in inlines:
        then = {each.object_id: each for each in versions_in(version, model, key.attname, row.pk)}
        now = {str(each.pk): each for each in model._default_manager.filter(**{key.name: row})}
        for pk in then.keys() & now.keys():
            rows[row_key(now[pk])] = _as_filled(_without(field_values(now[pk], then[pk].field_dict), key.name))
        if not issubclass(model, Publishable):
            gone = [field_values(model(), then[pk].field_dict) for pk in then if pk not in now]
            new[prefix] = [_without(values, key.name) for values in gone]
            deleted |= {row_key(now[pk]) for pk in now.keys() - then.keys()}
    return Filling(rows, new, frozenset(deleted))


def initial_of(version: Version) -> dict[str, Any]:
    """Return the values of the form of a new row that recovers a deleted one."""
    return field_values(version.content_type.model_class()(), version.field_dict)


def deleted_parts(version: Version, inlines: list[Inline]) -> dict[str, list[dict[str, Any]]]:
    """Return the deleted parts of the row by prefix, without records below it."""
    model = version.content_type.model_class()
    pk = version.field_dict[model._meta.pk.attname]
    found = {}
    for part, key, prefix in inlines:
        if not issubclass(part, Publishable):
            values = (field_values(part(), each.field_dict) for each in parts_of(version, part, key, pk))
            found[prefix] = [_without(each, key.name) for each in values]
    return found


def parts_of(version: Version, model: type[Model], key: ForeignKey, pk: Any) -> list[Version]:
    """Return the versions of a deleted row's parts from its last revision on."""
    return [
        each
        for each in Version.objects.get_deleted(model)
        if each.field_dict.get(key.attname) == pk and (each.revision_id > version.revision_id or _is_in(version, each))
    ]


@dataclass
class Recovery:
    """Recovery of the records below a recovered row, as drafts, at any depth."""

    by: User
    may_add: Callable[[type[Model]], bool]
    recovered: list[Child] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def children_of(self, row: Any) -> None:
        """Bring back what was deleted with the row; note what cannot be added."""
        for relation in getattr(row, "child_relations", ()):
            below = row._meta.get_field(relation)
            model, key = below.related_model, below.field
            for version in list(Version.objects.get_deleted(model)):
                if version.field_dict.get(key.attname) == row.pk and _was_deleted_with(row, version):
                    self._child(version, model)

    def _child(self, version: Version, model: type[Child]) -> None:
        child = _rebuilt(version, model)
        try:
            if not self.may_add(model):
                raise ValidationError("")
            child.full_clean(validate_constraints=False)
        except ValidationError:
            self.left.append(version.object_repr)
            return
        child.save()
        _set_relations(child, version)
        for model_below, key in _parts(model):
            for each in parts_of(version, model_below, key, child.pk):
                part = _rebuilt(each, model_below)
                part.save()
                reversion.add_to_revision(part)
        self.recovered.append(child)
        audit_log.record(Action.SAVE, by=self.by, target=child, reason=_("Recovered."))
        self.children_of(child)
        reversion.add_to_revision(child)


def _rebuilt[M: Model](version: Version, model: type[M]) -> M:
    """Return the row as an unsaved draft, without relations to rows that are gone."""
    translated = {*translated_fields(model)}  # its columns per language count
    values = {}
    for column in model._meta.concrete_fields:
        name = column.attname
        if name in version.field_dict and column.name not in translated | STATE:
            value = version.field_dict[name]
            values[name] = existing(column, value) if column.null and column.is_relation else value
    return model(**values)


def _set_relations(row: Model, version: Version) -> None:
    for name, value in field_values(row, version.field_dict).items():
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).set(value)


def _parts(model: type[Model]) -> Iterator[tuple[type[JoinRow], Any]]:
    """Yield the models of a record's parts, each with its key to the record."""
    for below in model._meta.related_objects:
        if below.one_to_many and issubclass(below.related_model, JoinRow):
            yield below.related_model, below.field


def _was_deleted_with(row: Record | Child, version: Version) -> bool:
    """Return whether the version's row was deleted together with the row, not before."""
    deletions = AuditLogEntry.objects.filter(action=Action.DELETE).order_by("-id").values_list("id", flat=True)
    own = deletions.filter(public_id=version.field_dict.get("public_id") or "-").first()
    return own is None or own >= (deletions.filter(public_id=row.public_id).first() or 0)


def _is_in(version: Version, part: Version) -> bool:
    return version.revision.version_set.filter(content_type_id=part.content_type_id, object_id=part.object_id).exists()


def _as_filled(values: dict[str, Any]) -> dict[str, Value]:
    return {name: Value(value) for name, value in values.items()}


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in values.items() if each != name}
