"""Forms that two people can have open at the same time.

Each field is compared with the signed base (form_base.py). What only the sender has changed is saved, what only a
colleague has changed is kept. Where both have changed a field the form is refused, both values are shown, and the
person chooses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.forms.models import InlineForeignKeyField
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from editorial.changed_columns import ValidatesChanges
from editorial.field_permissions import POSITION
from editorial.form_base import MINE, THEIRS, Digest, FormBase, Value, digest, read_base, row_key
from publishing.models.proposals import merged_relation
from publishing.texts.blocks import blocks_of
from publishing.texts.comparison import Comparison, compare, compare_lines
from publishing.texts.markup import parse

CHOICES: Final = ((MINE, gettext_lazy("Use the new value")), (THEIRS, gettext_lazy("Keep what is stored")))


@dataclass(frozen=True)
class Conflict:
    """A question of which of two values counts; `name` is that of the input."""

    name: str
    label: str
    comparison: Comparison | None = None
    language: str = ""
    sentence: str = ""

    @property
    def input_name(self) -> str:
        return choice_name(self.name)

    @property
    def choices(self) -> Iterable[tuple[str, Promise]]:
        return CHOICES


def choice_name(name: str) -> str:
    """Return the name of the radio buttons that answer a conflict."""
    return f"choose-{name}"


def answer(data: Mapping[str, Any], base: FormBase, name: str) -> str:
    """Return the answer to a conflict that the page has shown, or ""."""
    return str(data.get(choice_name(name), "")) if name in base.asked else ""


class MergingForm(ValidatesChanges):
    """Mixin of every form of the admin; `cleaned_data` holds the merged values."""

    # Values with which forms open instead of the stored ones, by row key: a proposal, or an earlier version.
    filling: Mapping[str, Mapping[str, Value]] = {}
    takes_files = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = dict(self.initial)
        self.conflicts: list[Conflict] = []
        self.kept: list[str] = []  # labels of the fields that only a colleague has changed
        self.rebased: dict[str, Digest] = {}
        self.is_stored_changed = False
        self.is_order_contested = False
        for each in self.fields.values() if not self.takes_files else ():
            each.disabled = each.disabled or isinstance(each, forms.FileField)
        if self.is_stored and not self.is_bound:
            self._fill(self.filling.get(row_key(self.instance), {}))

    def merged_fields(self) -> Iterator[str]:
        """Yield the names of the enabled fields that the database stores."""
        for name, field in self.fields.items():
            if not field.disabled and not isinstance(field, InlineForeignKeyField) and _is_column(self, name):
                yield name

    def digests(self) -> dict[str, Digest]:
        """Return the digests of what is stored, or of what a sent form merged with."""
        if self.is_bound:
            return self.rebased
        return {name: digest(self.fields[name], self.stored.get(name)) for name in self.merged_fields()}

    def sent_digests(self) -> dict[str, Digest]:
        """Return the digests of what was sent, unvalidated; None for invalid values."""
        return {name: self._sent_digest(name) for name in self.merged_fields()}

    def take_stored(self, name: str) -> None:
        """Let the stored value count, and show it if the page comes back."""
        field: Any = self.fields[name]  # of this form alone
        field.bound_data = lambda _data, initial: initial
        self.cleaned_data[name] = getattr(self.instance, name)

    def take_stored_place(self) -> None:
        """Let the stored position count, after the form was cleaned."""
        if POSITION in self.changed_data:
            self.changed_data.remove(POSITION)
            self.cleaned_data[POSITION] = self.instance.position = self.stored[POSITION]

    def label_of(self, name: str) -> str:
        label = str(self.fields[name].label or name)
        return f"{self.instance}: {label}" if self.prefix else label

    def _fill(self, values: Mapping[str, Value]) -> None:
        """Open with the values; ask about fields that changed since they were written."""
        for name in [name for name in self.merged_fields() if name in values]:
            value, base = values[name]
            field, now = self.fields[name], digest(self.fields[name], self.stored.get(name))
            if isinstance(base, list):
                value = merged_relation(now or (), base, value)
            self.initial[name] = value
            if isinstance(base, str) and now not in (base, digest(field, value)):
                self._ask(name, value)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own
        if self.is_stored:
            self._merge()

    def _merge(self) -> None:
        base = read_base(self.data)
        opened = base.rows.get(row_key(self.instance), {})
        names = list(self.merged_fields())
        own = [name for name in self.changed_data if name not in names]
        for name in names:
            if name in self.errors:
                self.rebased[name] = opened.get(name)
                continue
            field = self.fields[name]
            now = self.rebased[name] = digest(field, self.stored.get(name))
            if name not in opened or opened[name] != now:
                self.is_stored_changed = True
            if isinstance(now, list):
                self._merge_relation(name, opened.get(name), now)
            elif self._is_mine(name, opened.get(name), now, base):
                own.append(name)
            if isinstance(now, list) and digest(field, self.cleaned_data[name]) != now:
                own.append(name)
        self.changed_data = own  # a cached property: from now on what saving would change

    def _is_mine(self, name: str, opened: Digest, now: Digest, base: FormBase) -> bool:
        """Return whether the sent value counts; if not, take the stored one or ask."""
        mine, html_name = digest(self.fields[name], self.cleaned_data[name]), self.add_prefix(name)
        if mine == now:
            return False
        if mine == opened:
            self.take_stored(name)
            if name != POSITION:
                self.kept.append(self.label_of(name))
            return False
        if opened == now and html_name not in base.asked:
            return True
        if name == POSITION:
            self.is_order_contested = opened != now
            return True
        if opened == now and (chosen := answer(self.data, base, html_name)) in (MINE, THEIRS):
            if chosen == THEIRS:
                self.take_stored(name)
            return chosen == MINE
        self._note_conflict(name)
        return False

    def _merge_relation(self, name: str, opened: Digest, now: list[str]) -> None:
        """Merge what the sender added and removed into what is stored."""
        mine = digest(self.fields[name], self.cleaned_data[name]) or []
        merged = merged_relation(now, now if opened is None else opened, mine)
        if merged == mine:
            return
        field: Any = self.fields[name]
        self.cleaned_data[name] = field.queryset.model._default_manager.filter(pk__in=merged)
        field.bound_data = lambda _data, _initial: merged
        self.kept.append(self.label_of(name))

    def _ask(self, name: str, mine: Any) -> None:
        field = self.fields[name]
        language = field.widget.attrs.get("lang") or get_language() or ""
        comparison = compared(field, self.stored.get(name), mine)
        self.conflicts.append(Conflict(self.add_prefix(name), self.label_of(name), comparison, language))

    def _note_conflict(self, name: str) -> None:
        self._ask(name, self.cleaned_data[name])
        self.add_error(
            name,
            _("Another person has changed this field since you opened the form. Choose above which value counts."),
        )

    def _sent_digest(self, name: str) -> Digest:
        try:
            return digest(self.fields[name], _cleaned(self[name]))
        except forms.ValidationError:
            return None


def settle_order(sent: Iterable[MergingForm], name: str, label: str, base: FormBase) -> Conflict | None:
    """Return the conflict about the order, if two people have sorted the rows."""
    rows = list(sent)
    contested = any(form.is_order_contested for form in rows)
    chosen = answer(rows[0].data, base, name) if rows else ""
    if chosen == THEIRS and not contested:
        for form in rows:
            form.take_stored_place()
    elif contested or (name in base.asked and chosen != MINE):
        return Conflict(name, label, sentence=_("Both you and another person have sorted these rows."))
    return None


def _cleaned(bound: forms.BoundField) -> Any:
    return bound.field._clean_bound_field(bound)  # type: ignore[attr-defined]  # noqa: SLF001  # as the form does


def compared(field: forms.Field, old: Any, new: Any) -> Comparison:
    """Return the difference of two values of a field, word by word."""
    if isinstance(field, ProseEditorFormField):
        return compare(blocks_of(parse(old or "")), blocks_of(parse(new or "")))
    return compare_lines(in_words(field, old), in_words(field, new))


def in_words(field: forms.Field, value: Any) -> str:
    """Return a value as an editor reads it, such as the label of a choice."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        rows = cast(Any, field.queryset).model._default_manager.filter(
            pk__in=[getattr(each, "pk", each) for each in value or ()]
        )
        return "; ".join(sorted(str(row) for row in rows))
    if isinstance(field, forms.ModelChoiceField):
        return _name_of(field, value)
    if isinstance(field, forms.BooleanField):
        return str(_("Yes") if value else _("No"))
    labels = dict(getattr(field, "choices", ()))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(labels[value]) if value in labels else _as_text(value)


def _name_of(field: Any, value: Any) -> str:
    if value is None or value == "" or isinstance(value, Model):
        return str(value or "")
    row = field.queryset.model._default_manager.filter(pk=value).first()
    return str(row or value)


def _as_text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "name", None) or localize(value))


def _is_column(form: forms.ModelForm, name: str) -> bool:
    try:
        field = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return not getattr(field, "primary_key", False)
