"""The audit log entries of a form or a deletion: one for each changed row."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model
from django.forms import BaseModelFormSet, ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.field_permissions import POSITION
from publishing.models import Document, Publishable
from publishing.models.audit_log import Action
from publishing.models.belonging import counted, counted_before
from publishing.verbs import checks


class Entered(NamedTuple):
    """An entry: the action, the row and the reason, which may name a changed part."""

    action: Action
    row: Model
    reason: str = ""


def of_a_save(form: ModelForm, formsets: Iterable[Any], *, is_new: bool, deleted: Iterable[Entered]) -> list[Entered]:
    """Return the entries for a saved form and its inlines; sorting is no change.

    The row of the form counts as changed when a row below it that has no permanent id was, or when one was deleted:
    `deleted` is what `of_deletions_in` returned before the inlines were saved.
    """
    found = [each for each in deleted if each.row != form.instance]
    changed = is_new or _is_changed(form) or any(formset.deleted_forms for formset in formsets)
    for formset in formsets:
        below = [each for each in formset.forms if each.instance.pk and _is_changed(each)]
        if issubclass(formset.model, Publishable):
            found += [Entered(Action.SAVE, each.instance) for each in below]
        else:
            found += [entered for each in below for entered in _of_a_part(each, form.instance)]
            changed = changed or bool(below)
    if changed:
        found += _of_the_row(form)
    return _each_once(found)


def of_deletions_in(formsets: Iterable[BaseModelFormSet]) -> list[Entered]:
    """Return the entries for rows that inlines delete, with all below them."""
    forms = [form for formset in formsets for form in formset.deleted_forms]
    return of_deletions(form.instance for form in forms if form.instance.pk)


def of_deletions(rows: Iterable[Model]) -> list[Entered]:
    """Return the entries for rows that are about to be deleted, with all below them."""
    return _each_once(_of_deleted([*rows]))


def _of_the_row(form: ModelForm) -> Iterator[Entered]:
    row = form.instance
    rows = {each.pk: each for each in (*counted(row), *counted_before(form))}.values()
    if not rows:
        yield Entered(Action.SAVE, row)
    for each in rows:
        yield Entered(Action.SAVE, each, "" if each is row else _named(_("Changed: %(part)s."), row))


def _of_a_part(form: ModelForm, owner: Model) -> Iterator[Entered]:
    """Yield the entries of a part in an inline, except that of the form's own row."""
    for row in (*counted(form.instance), *counted_before(form)):
        if row != owner:
            yield Entered(Action.SAVE, row, _named(_("Changed: %(part)s."), form.instance))


def _of_deleted(rows: Iterable[Model]) -> Iterator[Entered]:
    for row in rows:
        if hasattr(row, "public_id"):
            yield from (Entered(Action.DELETE, each) for each in (row, *_below(row)))
            continue
        wholes = counted(row)
        yield from (Entered(Action.SAVE, whole, _named(_("Deleted: %(part)s."), row)) for whole in wholes)
        if not wholes:
            yield Entered(Action.DELETE, row)


def _below(row: Model) -> Iterator[Publishable]:
    """Yield the rows with a permanent id that are deleted together with the row."""
    if isinstance(row, Document):
        yield from row.editions.all()
    elif isinstance(row, Publishable):
        yield from checks.descendants(row)


def _each_once(entries: Iterable[Entered]) -> list[Entered]:
    """Return the first entry for each row, which names the part that was changed."""
    found: dict[Any, Entered] = {}
    for each in entries:
        found.setdefault((each.action, getattr(each.row, "public_id", "") or id(each.row)), each)
    return list(found.values())


def _named(sentence: str, part: Model) -> str:
    return sentence % {"part": f"{capfirst(str(part._meta.verbose_name))} “{part}”"}


def _is_changed(form: ModelForm) -> bool:
    return bool({*form.changed_data} - {POSITION})
