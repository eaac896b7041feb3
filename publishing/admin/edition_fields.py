"""What is asked before an edition becomes public."""

from collections.abc import Iterator
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Edition
from publishing.states import Correction

KINDS_OF_CORRECTION: Final = (
    (Correction.MINOR, gettext_lazy("No: a minor correction. No note, and the date that readers see stays.")),
    (Correction.MAJOR, gettext_lazy("Yes: a major correction. Readers find a note, and a new date.")),
)


def correction_fields(edition: Edition) -> Iterator[tuple[str, forms.Field]]:
    """Yield what is asked of an edition that follows another."""
    yield (
        "correction",
        forms.ChoiceField(
            label=_("Does the reader have to know?"),
            widget=forms.RadioSelect,
            choices=list(KINDS_OF_CORRECTION),
        ),
    )
    yield (
        "correction_note",
        forms.CharField(
            label=_("Note for readers"),
            help_text=_("Of a major correction: what was wrong, and what is right."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "lang": edition.language}),
        ),
    )
