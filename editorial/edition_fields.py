"""The form fields of verbs that publish editions: correction and address."""

from collections.abc import Iterator
from typing import Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Document, Edition
from publishing.states import Correction
from publishing.verbs.address_proposals import has_own_address, proposed_address
from publishing.windows import FAR_FUTURE

KINDS_OF_CORRECTION: Final = (
    (Correction.MINOR, gettext_lazy("Minor: no correction note, the published date does not change.")),
    (Correction.MAJOR, gettext_lazy("Major: visitors see a correction note and a new date.")),
)


def fields_of_an_edition(name: str, edition: Edition) -> Iterator[tuple[str, forms.Field]]:
    """Yield the field for a later edition, or for the first one of its document."""
    if name == "correction" and edition.predecessor(FAR_FUTURE):
        yield from _correction(edition)
    if name == "address" and not edition.document.was_ever_public():
        yield name, _address(edition.document)


def _correction(edition: Edition) -> Iterator[tuple[str, forms.Field]]:
    yield (
        "correction",
        forms.ChoiceField(
            label=_("Type of correction"),
            widget=forms.RadioSelect,
            choices=list(KINDS_OF_CORRECTION),
        ),
    )
    yield (
        "correction_note",
        forms.CharField(
            label=_("Correction note"),
            help_text=_("For a major correction: what was wrong and what is correct."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "lang": edition.language}),
        ),
    )


def _address(document: Document) -> forms.Field:
    """Return the field for the address of a document, with a proposed address."""
    return forms.CharField(
        label=_("Web address"),
        help_text=_(
            "The last part of the page’s web address, the same in every language. It stays once the page is public."
        ),
        initial=proposed_address(document),
        required=not has_own_address(document),
        max_length=80,
        widget=forms.TextInput(attrs={"size": "60"}),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9_-]+$", _("Use letters without accents, digits and hyphens only, and no spaces.")
            )
        ],
    )
