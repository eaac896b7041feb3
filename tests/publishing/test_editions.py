"""Editions: one row per language and draft, frozen once it was public."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from meetings.models import Meeting, Statement
from publishing import verbs
from publishing.states import Correction, State
from tests import factories
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db


def test_drafts_are_counted_per_language() -> None:
    statement = factories.make_statement(languages=[])
    for language in ("en", "en", "de"):
        factories.make_edition(statement, language=language, **DRAFT)

    serials = statement.editions.order_by("language", "serial").values_list("language", "serial")

    assert list(serials) == [("de", 1), ("en", 1), ("en", 2)]


def test_an_edition_that_was_public_refuses_every_change_of_its_text() -> None:
    edition = factories.make_statement(languages=["en"]).editions.get()
    edition.body = "<p>Rewritten.</p>"

    with pytest.raises(ValidationError, match="body cannot change"):
        edition.save()
    with pytest.raises(ValidationError, match="so these fields cannot change"):
        edition.full_clean()

    edition.refresh_from_db()
    assert "Rewritten" not in edition.body


def test_an_edition_that_is_only_scheduled_keeps_its_words_until_it_is_returned() -> None:
    factories.make_office(required_languages="en")
    at = timezone.now() + timedelta(hours=1)
    edition = factories.make_statement(languages=["en"], edition={"publish_at": at}).editions.get()
    edition.title = "Better"

    with pytest.raises(ValidationError, match="title cannot change"):
        edition.save()
    draft = verbs.return_for_changes(edition, by=factories.make_user(), reason="A better title.")
    draft.title = "Better"
    draft.save()

    edition.refresh_from_db()
    assert (edition.title, edition.state) == ("Better", State.DRAFT)


def in_one_statement(editions: Any) -> None:
    editions.update(body="<p>Rewritten.</p>")


def to_another_document(editions: Any) -> None:
    editions.update(document_id=factories.make_statement(languages=["en"]).pk)


def as_a_translation(editions: Any) -> None:
    editions.update(translates_id=editions.get().pk)


def as_a_translation_row_by_row(editions: Any) -> None:
    edition = editions.get()
    edition.translates = edition
    editions.bulk_update([edition], ["translates"])


def row_by_row(editions: Any) -> None:
    edition = editions.get()
    edition.body = "<p>Rewritten.</p>"
    editions.bulk_update([edition], ["body"])


def away(editions: Any) -> None:
    editions.delete()


@pytest.mark.parametrize(
    "change",
    [
        *(in_one_statement, to_another_document, as_a_translation, as_a_translation_row_by_row, row_by_row),
        away,
    ],
)
def test_editions_that_were_public_are_not_changed_in_bulk(change: Any) -> None:
    editions = factories.make_statement(languages=["en"]).editions.all()
    before = editions.values().get()

    with pytest.raises((ValidationError, ProtectedError)), transaction.atomic():
        change(editions)

    assert editions.values().get() == before


def test_no_one_can_delete_a_document_that_was_public() -> None:
    statement = factories.make_statement(languages=["en"])
    for delete in (statement.delete, Statement.objects.all().delete, statement.editions.get().delete):
        with pytest.raises(ProtectedError):
            delete()
    assert statement.editions.count() == 1


def test_saving_a_row_leaves_its_state_as_it_is_stored() -> None:
    """A form that was opened before an approval cannot undo it."""
    meeting = factories.make_meeting(**DRAFT)
    Meeting.objects.update(state=State.APPROVED, publish_at=factories.LONG_AGO)
    meeting.title_en = "Renamed"

    meeting.save()

    meeting.refresh_from_db()
    assert (meeting.title_en, meeting.state, meeting.publish_at) == (
        "Renamed",
        State.APPROVED,
        factories.LONG_AGO,
    )


def test_two_editions_of_a_language_never_share_their_second() -> None:
    statement = factories.make_statement(languages=["en"])

    with pytest.raises(IntegrityError):
        factories.make_edition(statement, language="en")


def test_a_major_correction_needs_a_note_for_readers() -> None:
    edition = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    edition.correction = Correction.MAJOR

    with pytest.raises(ValidationError, match="needs a correction note"):
        edition.full_clean()


def test_script_in_a_text_is_cleaned_away() -> None:
    edition = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    edition.body = '<p onclick="x()">Good</p><script>bad()</script><a href="javascript:bad()">link</a>'

    edition.full_clean()

    assert "Good" in edition.body
    assert not any(word in edition.body for word in ("script", "onclick", "bad"))


def test_a_pdf_is_known_by_its_content() -> None:
    edition = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    edition.pdf = ContentFile(b"<html>no</html>", name="statement.pdf")

    with pytest.raises(ValidationError, match="not a PDF"):
        edition.full_clean()


def test_a_pdf_is_stored_under_its_hash_whatever_its_name_was() -> None:
    edition = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    edition.pdf = ContentFile(b"%PDF-1.7 content", name="../../evil.html")

    edition.full_clean()
    edition.save()

    digest = hashlib.sha256(b"%PDF-1.7 content").hexdigest()
    assert edition.pdf.name == f"editions/{edition.public_id}/{digest}.pdf"
    with edition.pdf.open() as stored:
        assert stored.read() == b"%PDF-1.7 content"
