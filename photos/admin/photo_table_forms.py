"""The forms of the photo table: one per photo, one for the selected photos."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from editorial.field_permissions import POSITION, may_change_field
from editorial.form_base import THEIRS, Digest, FormBase, digest, row_key
from editorial.merging import Conflict, MergingForm, answer, compared
from meetings.models import Session
from partners.models import Person
from photos.admin.people import PeopleField
from photos.models import Gallery, Photo
from publishing.languages import LANGUAGES
from publishing.models import Page

TEXTS: Final = ("caption", "alt")
COLUMNS: Final = tuple(build_localized_fieldname(text, code) for text in TEXTS for code in LANGUAGES)
PLACES: Final = tuple(
    build_localized_fieldname(name, code) for name in ("place", "city", "country") for code in LANGUAGES
)
APPLIED: Final = ("credit", "photographer", "copyright", "session", *PLACES, "terms")


class LineForm(MergingForm):
    """One photo of the photo table."""

    class Meta:
        model = Photo
        fields = (*COLUMNS, "position")
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in COLUMNS} | {
            "position": forms.NumberInput(attrs={"class": "position"})
        }

    named = PeopleField()

    def __init__(self, *args: Any, may_change: bool, may_link: bool, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_change = may_change
        self.has_people = may_link and bool(people)
        named: Any = self.fields["named"]
        named.offer(people, may_link=may_link)
        for text in TEXTS:
            for code in LANGUAGES:
                field = self.fields[build_localized_fieldname(text, code)]
                field.required = False
                field.disabled = not may_change
                field.widget.attrs["lang"] = code
                name = str(get_language_info(code)["name_translated"])
                field.label = _("%(field)s, %(language)s") % {
                    "field": capfirst(str(Photo._meta.get_field(text).verbose_name)),  # type: ignore[union-attr]  # a column
                    "language": name,
                }

    @property
    def changed_texts(self) -> list[str]:
        """The columns in which something else was typed than is stored."""
        return [name for name in self.changed_data if name != POSITION]

    @property
    def is_refused(self) -> bool:
        """Whether texts were sent for a photo whose texts the account may not change."""
        sent = {name: self.data.get(self.add_prefix(name)) for name in COLUMNS}
        changed = [name for name, text in sent.items() if text not in (None, self.initial[name] or "")]
        return bool(changed) and not self.may_change

    @property
    def texts(self) -> Iterator[Any]:
        """The fields of the texts, as the page shows them."""
        return (self[name] for name in COLUMNS)


class ApplyForm(forms.ModelForm):
    """Values for all selected photos: only the fields that are filled in."""

    class Meta:
        model = Photo
        fields = APPLIED

    def __init__(self, *args: Any, gallery: Gallery, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="apply", **kwargs)
        sessions: Any = self.fields["session"]
        sessions.queryset = Session.objects.filter(meeting=gallery.meeting_id)
        terms: Any = self.fields["terms"]
        terms.queryset = Page.objects.all()
        for choice in (sessions, terms):
            choice.empty_label = _("as it is")
        for field in self.fields.values():
            field.required = False
            field.help_text = ""
        for name in [name for name in self.fields if not may_change_field(user, Photo, name)]:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what was filled in, by the field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def digests(self, photo: Photo) -> dict[str, Digest]:
        """Return the digests of the photo's values that this form would write."""
        columns: dict[str, Any] = {name: Photo._meta.get_field(name) for name in self.fields}
        return {name: digest(field, columns[name].value_from_object(photo)) for name, field in self.fields.items()}

    def conflicts(self, photo: Photo, base: FormBase) -> Iterator[Conflict]:
        """Yield unanswered conflicts: values that were changed since the page was opened."""
        opened, now = base.rows.get(row_key(photo), {}), self.digests(photo)
        for name, value in self.values().items():
            html_name = f"{photo.public_id}-{self.prefix}-{name}"
            contested = opened.get(name) != now[name] or html_name in base.asked
            if contested and now[name] != digest(self.fields[name], value):
                if opened.get(name) == now[name] and answer(self.data, base, html_name):
                    continue
                label = f"{photo}: {self.fields[name].label}"
                comparison = compared(self.fields[name], getattr(photo, name), value)
                yield Conflict(html_name, label, comparison, get_language() or "")

    def values_for(self, photo: Photo, base: FormBase) -> dict[str, Any]:
        """Return the values to write into the photo, without those it is to keep."""
        prefix = f"{photo.public_id}-{self.prefix}"
        chosen = {name: answer(self.data, base, f"{prefix}-{name}") for name in self.values()}
        return {name: value for name, value in self.values().items() if chosen[name] != THEIRS}
