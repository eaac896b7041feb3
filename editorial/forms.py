"""Forms for rows that may have been public: fixed addresses, no deletion."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.field_permissions import POSITION
from editorial.merging import MergingForm
from editorial.merging_rows import MergingRows
from publishing.models import Document
from publishing.states import State
from publishing.verbs.address_proposals import has_own_address
from publishing.workflow import TRANSITIONS, WorkflowAction


class AddressForm(forms.ModelForm):
    """The form of a row whose address is fixed once it has been public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields.get("slug")
        if address and isinstance(self.instance, Document):
            address.required = False
            address.help_text = _(
                "The last part of the page’s web address. If you leave it empty, one is proposed from the "
                "public title when the first text is published."
            )
            if self.instance.pk and not has_own_address(self.instance):
                address.help_text = _(
                    "Only provisional: when you publish the first text, a web address is proposed from its title."
                    " You can also choose one here."
                )
        if address and self.instance.pk and self.instance.was_ever_public():
            address.disabled = True
            sentence = _(
                "This web address has been public. To change it, use “%(verb)s”. The old address will always "
                "redirect to the new one."
            )
            address.help_text = sentence % {"verb": TRANSITIONS[WorkflowAction.CHANGE_SLUG].label}


class ProtectedFormSet(MergingRows):
    """Rows of an inline that are unique, and stay once they were public.

    What is approved is changed here, too, by those alone who may approve it; others may sort it.

    `distinct` names the fields that no two rows may share. The database says so too, but to one row at a time,
    so it would refuse two new rows with an error page. Rows whose first such field is empty may repeat.
    """

    distinct: tuple[str, ...] = ()
    given_twice = ""
    may_approve = True

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not self.may_approve and getattr(form.instance, "state", "") == State.APPROVED:
            for name in {*form.fields} - {POSITION, form._meta.model._meta.pk.name, self.fk.name}:
                form.fields[name].disabled = True
                if name in form.stored:
                    form.initial[name] = form.stored[name]

    def clean(self) -> None:
        super().clean()
        self._refuse_deleting_what_was_public()
        self._refuse_what_is_given_twice()

    def kept_forms(self) -> list[MergingForm]:
        """Return the forms whose rows will be there after saving, in their order."""
        deleted = self.deleted_forms
        return [
            form
            for form in self.forms
            if form not in deleted and form.is_valid() and (form.instance.pk or form.has_changed())
        ]

    def _refuse_deleting_what_was_public(self) -> None:
        kept = [form.instance for form in self.deleted_forms if getattr(form.instance, "was_ever_public", bool)()]
        if kept:
            raise ValidationError(
                [
                    ValidationError(
                        _("“%(name)s” has been public: unpublish it instead of deleting it."),
                        params={"name": row},
                    )
                    for row in kept
                ]
            )

    def _refuse_what_is_given_twice(self) -> None:
        seen = set()
        for form in self.kept_forms() if self.distinct else ():
            key = tuple(getattr(form.instance, field) for field in self.distinct)
            if key[0] is not None and key in seen:
                form.add_error(None, self.given_twice)
            seen.add(key)


class EditionForm(forms.ModelForm):
    """The form of a draft, whose document, language and source are given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.instance.language or self.initial.get("language", "")
        for name in ("title", "summary", "body"):
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = language
        for name in ("document", "language", "translates"):
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        source = cleaned.get("translates")
        if source and (source.document != cleaned.get("document") or source.language == cleaned.get("language")):
            self.add_error(None, _("A translation needs a version of the same text in another language."))
        return cleaned
