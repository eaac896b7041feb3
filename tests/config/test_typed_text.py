"""Control characters are removed from typed texts and from photo files' texts."""

from typing import Any, Final

import pytest
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from photos.models import Gallery, Photo
from publishing.models import Page
from publishing.texts.control_characters import without_controls
from tests import factories as make
from tests.admin_forms import change, filled, page

TAKEN_OUT: Final = "".join(map(chr, [*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]))
TYPED, KEPT = f"a{TAKEN_OUT}b", "ab"


def test_tabs_line_ends_and_letters_stay() -> None:
    text = "Straße\tÜber\r\n\u00a0“€” \U0001f54a"
    assert without_controls(text) == text
    assert without_controls(TYPED) == KEPT


def text_fields(answer: Any) -> dict[str, Any]:
    """Return the bound text fields of the form and its inlines, by name."""
    found = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        found += [*inline.formset.forms, inline.formset.empty_form]
    texts = {bound.html_name: bound for form in found for bound in form}
    return {
        name: bound
        for name, bound in texts.items()
        if isinstance(bound.field, forms.CharField) and not bound.field.disabled
    }


@pytest.mark.django_db
def test_no_form_of_the_admin_sees_a_control_character(admin_client: Client) -> None:
    call_command("loaddata", "berlin_2011", verbosity=0)
    walked: dict[str, int] = {}
    for model, view in admin.site._registry.items():
        row = model._default_manager.first()
        answer = admin_client.get(change(row)) if row else None
        if answer is None or answer.status_code != 200 or not answer.context.get("has_change_permission"):
            continue
        texts = text_fields(answer)
        sent = filled(answer) | {name: f"{bound.value() or ''}{TYPED}" for name, bound in texts.items()}
        refused = admin_client.post(change(row), sent)
        walked[view.opts.model_name] = len(texts)
        if refused.status_code == 200:
            shown = [str(bound.value()) for bound in text_fields(refused).values()]
            assert [value for value in shown if without_controls(value) != value] == [], model
        row.refresh_from_db()
        stored = [str(value) for value in vars(row).values()]
        assert [value for value in stored if without_controls(value) != value] == [], model

    assert min(walked.values()) > 0
    assert {"meeting", "photo", "statement", "article", "partner", "office", "user"} <= {*walked}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [f"<p>{TYPED}</p>", "<p>a&#x81;&#1;&#x9d;b</p>"])
def test_a_rich_text_loses_what_is_written_as_a_reference_too(admin_client: Client, typed: str) -> None:
    row = make.make_page(state="draft", publish_at=None)

    answer = admin_client.post(change(row), filled(admin_client.get(change(row))) | {"body_en": typed})

    assert answer.status_code == 302
    assert Page.objects.get().body_en == "<p>ab</p>"


@pytest.mark.django_db
def test_a_null_character_is_refused_with_a_sentence(admin_client: Client) -> None:
    row = make.make_topic(state="draft", publish_at=None)

    sent = filled(admin_client.get(change(row))) | {"name_en": "Mis\0siles"}
    answer = admin_client.post(change(row), sent)

    assert "Null characters are not allowed." in answer.content.decode()


@pytest.mark.django_db
def test_the_name_of_a_delivered_file_loses_them(admin_client: Client) -> None:
    gallery = make.make_gallery()
    upload = SimpleUploadedFile(f"{TYPED}.jpg", make.jpeg(), content_type="image/jpeg")

    answer = admin_client.post(
        page(Gallery, "photo", gallery.pk), {"upload": upload, "language": "en", "credit": TYPED}
    )

    assert answer.status_code == 200
    photo = Photo.objects.get(gallery=gallery)
    assert photo.credit == KEPT
    assert without_controls(photo.files.get().original_name) == photo.files.get().original_name
