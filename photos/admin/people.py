"""The checkboxes that propose people for a photo, in its form or the photo table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from partners.models import Person
from publishing import clock


class PeopleField(forms.ModelMultipleChoiceField):
    """A checkbox for each person that the photo's texts name, to link the person."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            Person.objects.none(),
            label=gettext_lazy("In this photo?"),
            required=False,
            help_text=gettext_lazy("Named in the texts of the photo. Select the people it shows, and save."),
        )

    def clean(self, value: Any) -> Any:
        return super().clean([each for each in value or () if each])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, [each for each in data or () if each])

    def offer(self, people: Sequence[Person], *, may_link: bool) -> None:
        """Show a box for each person; no box for an account that may not link people."""
        self.disabled = not may_link
        self.queryset = Person.objects.public(clock.now())
        self.choices = [(person.pk, str(person)) for person in people]
        if not people or not may_link:
            self.widget = forms.MultipleHiddenInput()
