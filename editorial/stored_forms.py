"""Valid forms as proposals store them: changed fields, and digests of old values."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import ModelForm, ModelMultipleChoiceField
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import InlineForeignKeyField

from editorial.filling import Filling
from editorial.form_base import Digest, Value, digest, row_key
from editorial.merging import MergingForm
from editorial.merging_rows import MergingFormSet
from publishing.models import Proposal


def stored_form(form: MergingForm, formsets: Sequence[MergingFormSet]) -> dict[str, Any]:
    """Return what a valid form changes, as a proposal stores it."""
    stored = [form, *(each for formset in formsets for each in formset.initial_forms)]
    deleted = {key for formset in formsets for key in formset.deleted_keys}
    rows = {row_key(each.instance): _changes(each) for each in stored}
    new = {formset.prefix: _added(formset) for formset in formsets}
    return {
        "rows": {key: changes for key, changes in rows.items() if changes and key not in deleted},
        "new": {prefix: added for prefix, added in new.items() if added},
        "deleted": sorted(deleted),
    }


def filling_from(proposal: Proposal) -> Filling:
    """Return with what the form opens to show the proposal."""
    rows = {
        key: {name: Value(value, base) for name, (value, base) in values.items()}
        for key, values in proposal.changes["rows"].items()
    }
    return Filling(rows, proposal.changes["new"], frozenset(proposal.changes["deleted"]))


def exceeds(filling: Filling, form: MergingForm, formsets: Sequence[MergingFormSet]) -> bool:
    """Whether a saved form changes anything that the filling did not hold."""
    for each in (form, *(each for formset in formsets for each in formset.initial_forms)):
        proposed = filling.rows.get(row_key(each.instance), {})
        for name in each.changed_data if each.instance.pk else ():
            if name not in proposed or _digest(each, name) != digest(each.fields[name], proposed[name].value):
                return True
    return any(formset.deleted_keys - filling.deleted for formset in formsets) or any(
        _added(formset) != filling.new.get(formset.prefix, []) for formset in formsets
    )


def _added(formset: MergingFormSet) -> list[dict[str, Any]]:
    """Return the values of the rows that the formset adds."""
    added = (each for each in formset.extra_forms if each.has_changed() and each not in formset.deleted_forms)
    return [_values(each) for each in added]


def _changes(form: MergingForm) -> dict[str, list[Any]]:
    names = [name for name in form.changed_data if name in form.rebased]
    return {name: [_storable(form, name), form.rebased[name]] for name in names}


def _values(form: ModelForm) -> dict[str, Any]:
    left_out = {DELETION_FIELD_NAME, form.instance._meta.pk.name}
    names = [
        name
        for name, field in form.fields.items()
        if name in form.cleaned_data and name not in left_out and not isinstance(field, InlineForeignKeyField)
    ]
    return {name: _storable(form, name) for name in names if not form.fields[name].disabled}


def _storable(form: ModelForm, name: str) -> Any:
    """Return a cleaned value for JSON; rich text as its column would sanitize it."""
    value = form.cleaned_data[name]
    if isinstance(form.fields[name], ModelMultipleChoiceField):
        return _digest(form, name)
    if isinstance(value, str):
        return getattr(form.instance._meta.get_field(name), "sanitize", str)(value)
    return getattr(value, "pk", value) if hasattr(value, "_meta") else value


def _digest(form: ModelForm, name: str) -> Digest:
    value = form.cleaned_data[name]
    return digest(form.fields[name], list(value) if isinstance(value, QuerySet) else value)
