"""The forms of "Postpone" and "Move": new days, times, places, and the reason."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meetings import rescheduling
from meetings.models import Meeting
from meetings.rescheduling import Change
from publishing.languages import columns_of
from publishing.obstacles import Obstacle, Refused

DAY: Final = {"type": "date"}
CLOCK: Final = {"type": "time"}
UNKNOWN: Final = "is_unknown"


class RescheduleForm(forms.Form):
    """The times, and the reason in each language."""

    times: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, row: Any) -> None:
        super().__init__(data, label_suffix="")
        self.row = row
        is_meeting = isinstance(row, Meeting)
        self.times = ("starts_on", "ends_on") if is_meeting else ("day", "starts_at", "ends_at")
        self._begin()
        for code, language in settings.LANGUAGES:
            self.fields[f"change_reason_{code}"] = forms.CharField(
                label=_("Reason for visitors, in %(language)s") % {"language": language},
                help_text=_("Optional. One sentence, such as “Because of the storm.”"),
                required=False,
                initial=getattr(row, f"change_reason_{code}"),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def _begin(self) -> None:
        raise NotImplementedError

    def _add_times(self, *, are_filled: bool) -> None:
        for name in self.times:
            column = self.row._meta.get_field(name)
            is_clock = name.endswith("_at")
            widget: Any = (
                forms.TimeInput(format="%H:%M", attrs=CLOCK)
                if is_clock
                else forms.DateInput(format="%Y-%m-%d", attrs=DAY)
            )
            self.fields[name] = column.formfield(
                required=are_filled and not is_clock,
                widget=widget,
                label=capfirst(column.verbose_name),
                help_text="",
            )
            if are_filled:
                self.initial[name] = getattr(self.row, name)

    def values(self) -> dict[str, Any]:
        """Return the values of the row's fields as they were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != UNKNOWN}

    def changes(self) -> Sequence[Change]:
        raise NotImplementedError

    def take_in(self, refusal: Refused) -> list[Obstacle]:
        """Show obstacles at their fields; return those for which there is no field."""
        elsewhere = []
        for obstacle in refusal.obstacles:
            if obstacle.target == self.row and obstacle.field in self.fields:
                self.add_error(obstacle.field, str(obstacle))
            elif obstacle.target == self.row and not obstacle.field:
                self.add_error(None, str(obstacle))
            else:
                elsewhere.append(obstacle)
        return elsewhere


class PostponeForm(RescheduleForm):
    """A new time, or that it is not known yet."""

    def _begin(self) -> None:
        self._add_times(are_filled=False)
        self.fields[UNKNOWN] = forms.BooleanField(label=_("The new time is not known yet"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first = self.times[0]
        given = any(cleaned.get(name) for name in self.times)
        if given == bool(cleaned.get(UNKNOWN)):
            sentence = _("Enter the new time, or select that it is not known yet: one of the two.")
            self.add_error(first, sentence)
        elif given and not cleaned.get(first):
            self.add_error(first, _("Enter the new day as well."))
        elif given and "ends_on" in self.times and not cleaned.get("ends_on"):
            cleaned["ends_on"] = cleaned[first] + (self.row.ends_on - self.row.starts_on)
        return cleaned

    def changes(self) -> Sequence[Change]:
        return rescheduling.postponed(self.row, self.values())


class MoveForm(RescheduleForm):
    """Another time, another place, or both. The form opens with what is stored."""

    def _begin(self) -> None:
        self._add_times(are_filled=True)
        names = ("venue", "city") if isinstance(self.row, Meeting) else ("place",)
        for field in columns_of(*names):
            column = self.row._meta.get_field(field)
            self.fields[field] = column.formfield(required=False, label=capfirst(column.verbose_name))
            self.initial[field] = getattr(self.row, field)
        if isinstance(self.row, Meeting):
            self._add_country()

    def _add_country(self) -> None:
        column: Any = self.row._meta.get_field("country")
        countries = column.related_model._default_manager.filter(kind="country").order_by("name")
        self.fields["country"] = forms.ModelChoiceField(
            countries, required=False, label=capfirst(column.verbose_name), initial=self.row.country_id
        )

    def changes(self) -> Sequence[Change]:
        return rescheduling.moved(self.row, self.values())
