"""Formsets whose rows two people can add, delete and sort at the same time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from editorial.fetched_rows import Rows, knowing, rows_by_id
from editorial.field_permissions import POSITION
from editorial.form_base import MINE, THEIRS, Digest, FormBase, read_base, row_key
from editorial.merging import Conflict, answer, choice_name, settle_order
from editorial.requests import is_id

ORDER: Final = "order"


class MergingFormSet(forms.BaseModelFormSet):
    """Mixin of a formset, whose forms are merging forms.

    A row that a colleague has deleted is dropped if the sender has not touched it; else it becomes a new row, and the
    person is asked. Deleting a row that a colleague has changed is asked too, and so is an order that both changed.
    """

    # With what the rows open, if not with what is stored: the values of rows to add, and keys of rows to delete.
    filling_new: Sequence[dict[str, Any]] = ()
    filling_deleted: Collection[str] = ()

    # As Django sets them; its stubs leave them open.
    data: Any
    files: Any
    forms: Any
    initial_forms: Any
    management_form: Any
    model: type[Model]
    prefix: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.kept: list[str] = []
        self.deleted_keys: set[str] = set()  # of the stored rows that saving deletes
        self.chosen_rows: dict[str, Rows] = {}  # by field, for all forms
        self.base = read_base(self.data) if self.is_bound else FormBase("")
        if not self.is_bound and self.filling_new:
            self.initial_extra, self.extra = self.filling_new, len(self.filling_new)
        self.lost_rows: set[int] = set()  # numbers of new rows that were deleted meanwhile and touched here
        if self.is_bound and self.base.nonce and self.management_form.is_valid():
            self._set_aside_deleted_rows()

    def added_rows(self) -> list[Model]:
        """Return the stored rows that were added after the page was opened."""
        if not self.is_bound or not self.base.nonce:
            return []
        sent = {self.data.get(f"{self.prefix}-{number}-{self._pk_name}") for number in range(self.initial_form_count())}
        return [row for row in self.get_queryset() if str(row.pk) not in sent]

    def all_conflicts(self) -> list[Conflict]:
        return [*self.conflicts, *(each for form in self.forms for each in form.conflicts)]

    def all_kept(self) -> list[str]:
        added = [_("added: %(name)s") % {"name": row} for row in self.added_rows()]
        return [*self.kept, *added, *(each for form in self.forms for each in form.kept)]

    def clean(self) -> None:
        super().clean()
        for number in sorted(self.lost_rows):
            self._ask_about_lost_row(number)
        for form in self.initial_forms:
            self._ask_about_deletion(form)
        self._ask_about_order()
        deleted: Any = self.deleted_forms
        self.deleted_keys = {row_key(form.instance) for form in deleted if form.is_stored}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = self._knowing_rows(name, field.queryset)
        if form.is_stored and DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].initial = row_key(form.instance) in self.filling_deleted

    def _should_delete_form(self, form: Any) -> bool:
        wanted = bool(super()._should_delete_form(form))  # type: ignore[misc]  # Django's own
        if not wanted or not form.instance.pk:
            return wanted
        return answer(self.data, self.base, form.prefix) != THEIRS

    # Rows that are chosen

    def _knowing_rows(self, name: str, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the queryset, which then knows the rows that the forms have chosen."""
        if name not in self.chosen_rows:
            if name == self._pk_name:
                self.chosen_rows[name] = {str(row.pk): row for row in self.get_queryset()}
            else:
                self.chosen_rows[name] = rows_by_id(queryset, self._chosen_ids(name))
        return knowing(queryset, self.chosen_rows[name])

    def _chosen_ids(self, name: str) -> list[Any]:
        """Return the ids that were sent for the field, or are stored if none were sent."""
        if self.is_bound:
            numbers = range(self.total_form_count())
            return [each for number in numbers for each in self.data.getlist(f"{self.prefix}-{number}-{name}")]
        try:
            column: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return []
        values = [column.value_from_object(row) for row in self.get_queryset()]
        lists = [value if isinstance(value, list) else [value] for value in values]
        return [getattr(each, "pk", each) for each in chain.from_iterable(lists)]

    # Rows that were deleted meanwhile

    @property
    def _pk_name(self) -> str:
        return self.model._meta.pk.name

    def _set_aside_deleted_rows(self) -> None:
        first, total = self.management_form.cleaned_data[INITIAL_FORM_COUNT], self._sent_total()
        stored = {str(row.pk) for row in self.get_queryset()}
        kept: list[int] = []
        touched: list[int] = []
        for number in range(min(first, total)):
            pk = self.data.get(f"{self.prefix}-{number}-{self._pk_name}", "")
            opened = self.base.rows.get(f"{self.model._meta.label_lower}.{pk}")
            if pk in stored or opened is None:
                kept.append(number)
            elif self._is_touched(number, opened):
                touched.append(number)
            else:
                self.kept.append(_("deleted: %(name)s") % {"name": self.model._meta.verbose_name})
        new = [
            number
            for number in range(first, total)
            if answer(self.data, self.base, f"{self.prefix}-{number}") != THEIRS
        ]
        again = [number for number in new if f"{self.prefix}-{number}" in self.base.asked]
        unanswered = [n for n in again if answer(self.data, self.base, f"{self.prefix}-{n}") != MINE]
        order = [*kept, *touched, *new]
        if order != list(range(total)):
            self._renumber(order, total, len(kept), lost=touched)
        self.lost_rows = {order.index(number) for number in (*touched, *unanswered)}

    def _sent_total(self) -> int:
        return min(self.management_form.cleaned_data[TOTAL_FORM_COUNT], self.absolute_max)

    def _is_touched(self, number: int, opened: Mapping[str, Digest]) -> bool:
        """Whether the sender has changed the row, as far as its values can be read."""
        form: Any = self.form(self.data, self.files, prefix=f"{self.prefix}-{number}")
        if self.data.get(f"{form.prefix}-{DELETION_FIELD_NAME}"):
            return False
        sent = form.sent_digests()
        return any(sent[name] != opened.get(name) for name in sent if name != POSITION)

    def _renumber(self, order: list[int], total: int, stored: int, *, lost: Iterable[int]) -> None:
        """Number the sent rows 0, 1, 2 ... again; those in `lost` lose their id."""
        for number in lost:
            self.data[f"{self.prefix}-{number}-{self._pk_name}"] = ""
        self.data = _renumbered(self.data, self.prefix, order, total)
        self.files = _renumbered(self.files, self.prefix, order, total)
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(order))
        self.data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(stored)
        del self.management_form  # a cached property, read again

    def _ask_about_lost_row(self, number: int) -> None:
        form = self.forms[number]
        sentence = _("This row was deleted by another person after you opened the form, and you have changed it.")
        name = str(form.instance) if not form.errors else str(self.model._meta.verbose_name)
        self.conflicts.append(Conflict(form.prefix, name, sentence=sentence))
        form.add_error(None, _("Choose above whether the row is added again."))

    def _ask_about_deletion(self, form: Any) -> None:
        if not form.instance.pk or not form.cleaned_data.get(DELETION_FIELD_NAME):
            return
        asked = form.prefix in self.base.asked
        if not (form.is_stored_changed or asked) or (asked and answer(self.data, self.base, form.prefix)):
            return
        sentence = _("You delete this row. Another person has changed it after you opened the form.")
        self.conflicts.append(Conflict(form.prefix, str(form.instance), sentence=sentence))
        raise forms.ValidationError(_("Choose above whether “%(name)s” is deleted."), params={"name": form.instance})

    def _ask_about_order(self) -> None:
        name = f"{self.prefix}-{ORDER}"
        label = str(self.model._meta.verbose_name_plural)
        if conflict := settle_order(self.initial_forms, name, label, self.base):
            self.conflicts.append(conflict)
            raise forms.ValidationError(_("Choose above which order counts."))


class MergingRows(MergingFormSet, forms.BaseInlineFormSet):
    """The rows of an inline."""


class MergingList(MergingFormSet):
    """The rows of a list whose order is changed there."""


def _renumbered(data: MultiValueDict[str, Any], prefix: str, order: list[int], total: int) -> Any:
    """Return a copy in which row `order[n]` has number n, and only those rows."""
    places = {number: place for place, number in enumerate(order)}
    found: Any = data.copy()
    moved: list[tuple[str, list[Any]]] = []
    for key in list(data):
        head, number, rest = _parts(key, prefix)
        if number is None or number >= total:
            continue
        del found[key]
        if number in places:
            moved.append((f"{head}{places[number]}{rest}", data.getlist(key)))
    for key, values in moved:
        found.setlist(key, values)
    return found


def _parts(key: str, prefix: str) -> tuple[str, int | None, str]:
    """Split an input name such as "hosts-3-partner" at the number of the row."""
    for head in (f"{prefix}-", choice_name(f"{prefix}-")):
        number, dash, rest = key.removeprefix(head).partition("-")
        if key.startswith(head) and is_id(number):
            return head, int(number), dash + rest
    return "", None, ""
