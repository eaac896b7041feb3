"""A small form for an office and its holder, for all pages that add one."""

from typing import Any, Final

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms import Media, Script
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_css_class

from editorial.admin_pages import AdminPages
from editorial.forms import AddressForm
from editorial.requests import account_of
from partners.models import Appointment, Person
from partners.new_people import localized, new_person, people_named
from partners.sort_names import proposed_sort_name
from publishing.json_answers import json_view
from publishing.languages import LANGUAGES, columns_of

NAMES, SORT_NAMES = localized("name"), localized("sort_name")
LONGEST: Final = 200


class PersonForm(AddressForm):
    """The form of a person; an empty "sorted as" is filled from a typed name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(SORT_NAMES.values()) & set(self.fields):
            self.fields[name].required = False

    @property
    def media(self) -> Media:
        return super().media + sort_name_script()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for code, name in NAMES.items():
            typed = name in self.changed_data and cleaned.get(name)
            if typed and SORT_NAMES[code] in cleaned and not cleaned[SORT_NAMES[code]]:
                cleaned[SORT_NAMES[code]] = proposed_sort_name(cleaned[name])
        return cleaned


class NewAppointmentForm(forms.ModelForm):
    """An office of a listed or new person; `new_person` is saved before the office."""

    new_person: Person | None = None

    class Meta:
        model = Appointment
        fields = ("person", "partner", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = not self.takes_new_people
        if self.takes_new_people:
            person: Any = self.fields["person"]
            person.help_text = _("Leave empty for a new person.")
            person.widget.can_add_related = False  # this form is where a person is added

    @property
    def media(self) -> Media:
        return super().media + sort_name_script()

    @property
    def takes_new_people(self) -> bool:
        return NAMES[LANGUAGES[0]] in self.fields

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.takes_new_people and "person" in cleaned:
            names = {code: cleaned.get(name) or "" for code, name in NAMES.items()}
            self._take_person(cleaned["person"], names, cleaned)
        return cleaned

    def _take_person(self, chosen: Person | None, names: dict[str, str], cleaned: dict[str, Any]) -> None:
        name = next(filter(None, names.values()), "")
        if chosen and name:
            self.add_error("person", _("Enter a new name or choose a person from the list, not both."))
        elif not chosen and not name:
            self.add_error(NAMES[LANGUAGES[0]], _("Enter the name, or choose a person from the list."))
        elif name and (known := people_named(names)):
            sentence = _("“%(name)s” is already in the list: choose the person below and leave the name empty.")
            self.add_error(NAMES[LANGUAGES[0]], sentence % {"name": known[0]})
        elif name and not any(field in self.errors for field in (*NAMES.values(), *SORT_NAMES.values())):
            self._build(names, {code: cleaned.get(field) or "" for code, field in SORT_NAMES.items()})

    def _build(self, names: dict[str, str], sort_names: dict[str, str]) -> None:
        person = new_person(names, sort_names)
        try:
            person.full_clean()
        except ValidationError as error:
            self.add_error(NAMES[LANGUAGES[0]], error.messages)
        else:
            self.new_person = person


class SortNamePages(AdminPages):
    """The address that proposes sort names to the script of the field."""

    def urls(self) -> list[URLPattern]:
        view = json_view(self.admin.admin_site, self.sort_name_view)
        return [path("sort-name/", view, name=self.url_name("sort_name"))]

    def sort_name_view(self, request: HttpRequest) -> JsonResponse:
        """Answer with the sort name of the name; it reveals nothing about stored people."""
        return JsonResponse({"sort_name": proposed_sort_name(request.GET.get("name", "")[:LONGEST])})


def sort_name_script() -> Media:
    url = reverse("admin:partners_person_sort_name")
    script: Any = Script("js/admin-sort-names.js", defer=True, **{"data-url": url})
    return Media(js=[script])


def form_for_adding(request: HttpRequest) -> type[NewAppointmentForm]:
    """Return the form of a new appointment, which may take a new person."""
    fields = person_fields() if may_add_people(request) else {}
    return type("NewAppointmentForm", (NewAppointmentForm,), fields)


def fieldsets_for_adding() -> list[Any]:
    """Return the fieldsets of a new appointment, for accounts that may add people."""
    office = [*columns_of("office"), "partner", ("since", "until")]
    return [
        (None, {"fields": [*NAMES.values(), *SORT_NAMES.values(), *office]}),
        (gettext_lazy("Or another office of a person from the list"), {"fields": ["person"]}),
    ]


def person_fields() -> dict[str, forms.Field]:
    """Return the fields of a new person, as in the person's form, but not required."""
    found: dict[str, forms.Field] = {}
    for column in (*NAMES.values(), *SORT_NAMES.values()):
        classes = f"vTextField mt {build_css_class(column, 'mt-field')}"
        field: Any = Person._meta.get_field(column)
        widget = AdminTextInputWidget(attrs={"class": classes})
        found[column] = field.formfield(required=False, widget=widget)
    return found


def may_add_people(request: HttpRequest) -> bool:
    return bool(account_of(request).has_perm("partners.add_person"))
