"""The form of the light table that writes the same facts into all selected photos."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from meetings.models import Gallery, Page, Photo, Session
from publishing.admin.field_permissions import may_change_field

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
PLACES: Final = tuple(
    build_localized_fieldname(name, code) for name in ("place", "city", "country") for code in LANGUAGES
)
APPLIED: Final = ("credit", "photographer", "copyright", "session", *PLACES, "terms")


class ApplyForm(forms.ModelForm):
    """What is written into all selected photos: only the fields that are filled in."""

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
