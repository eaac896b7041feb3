"""What has ever been public is withdrawn, but not deleted; its address stays."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting, Outcome, Session, Statement, StatementEdition
from photos.models import Photo
from tests import factories
from tests.admin_forms import DRAFT, change, errors, messages, page, send

YES = {"post": "yes"}


def delete(client: Client, row: Any) -> Any:
    return client.post(page(row, "delete", row.pk), YES, follow=True)


def test_a_draft_is_deleted(admin_client: Client) -> None:
    delete(admin_client, factories.make_meeting(**DRAFT))
    assert not Meeting.objects.exists()


def test_what_was_public_is_not_deleted_and_the_admin_says_why(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    assert messages(delete(admin_client, meeting)) == [
        f"“{meeting}” has been public, so it can be unpublished but not deleted."
    ]
    assert Meeting.objects.exists()
    assert page(meeting, "delete", meeting.pk) not in admin_client.get(change(meeting)).content.decode()


def test_what_was_public_and_is_withdrawn_is_not_deleted(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    shown_words = {"explanation_en": "A.", "explanation_de": "B.", "reason": "Slip"}
    admin_client.post(page(meeting, "verb", meeting.pk, "unpublish"), shown_words)
    delete(admin_client, meeting)
    assert Meeting.objects.exists()


def test_a_statement_with_a_public_edition_is_not_deleted(admin_client: Client) -> None:
    delete(admin_client, factories.make_statement())
    assert Statement.objects.exists()


def test_a_public_edition_is_not_deleted(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    delete(admin_client, statement.editions.get())
    assert StatementEdition.objects.exists()


def test_deleting_selected_names_what_was_public_and_deletes_nothing(admin_client: Client) -> None:
    public, draft = factories.make_meeting(), factories.make_meeting(**DRAFT)
    selected = {"action": "delete_selected", "_selected_action": [public.pk, draft.pk]}
    answer = admin_client.post(page(Meeting, "changelist"), selected | YES)
    assert f"“{public}” has been public" in answer.content.decode()
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("prefix", ["sessions"])
def test_a_public_row_is_not_deleted_from_the_form_of_its_parent(admin_client: Client, prefix: str) -> None:
    session = factories.make_session()
    answer = send(admin_client, change(session.meeting), **{f"{prefix}-0-DELETE": "on"})
    assert errors(answer) == {prefix: [f"“{session}” has been public: unpublish it instead of deleting it."]}
    assert Session.objects.exists()


def test_a_draft_row_is_deleted_from_the_form_of_its_parent(admin_client: Client) -> None:
    outcome = factories.make_outcome(state="draft")
    assert send(admin_client, change(outcome.session), **{"outcomes-0-DELETE": "on"}).status_code == 302
    assert not Outcome.objects.exists()


def test_a_photo_that_was_held_back_from_the_start_is_deleted(admin_client: Client) -> None:
    photo = factories.make_photo(release="held_back")
    delete(admin_client, photo)
    assert not Photo.objects.exists()


def test_the_address_of_what_was_public_stays(admin_client: Client) -> None:
    meeting = factories.make_meeting(slug="berlin-2011")
    send(admin_client, change(meeting), slug="berlin", title_en="Renamed")
    meeting.refresh_from_db()
    assert (meeting.slug, meeting.title_en) == ("berlin-2011", "Renamed")


def test_the_address_of_a_public_session_stays_in_the_list_too(admin_client: Client) -> None:
    session = factories.make_session(slug="lunch")
    send(admin_client, change(session.meeting), **{"sessions-0-slug": "dinner"})
    session.refresh_from_db()
    assert session.slug == "lunch"


def test_the_address_of_a_draft_may_change(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    send(admin_client, change(meeting), slug="berlin")
    meeting.refresh_from_db()
    assert meeting.slug == "berlin"
