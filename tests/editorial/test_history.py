"""The history keeps every save with its parts; restoring changes words, no state."""

from typing import Any

import pytest
import reversion
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from meetings.models import Meeting, Outcome, Participation, Session, StatementEdition, Topic
from partners.models import Format, Membership, Partner
from photos.models import Gallery, Photo
from publishing import verbs
from publishing.models import AuditLogEntry, Proposal, audit_log
from publishing.states import Release, State
from tests import factories
from tests.admin_forms import DRAFT, change, errors, filled, page, send


def save(client: Client, row: Any, **changes: str) -> int:
    """Save the row's form with the changes; return the id of its latest version."""
    answer = send(client, change(row), **changes)
    assert answer.status_code == 302, errors(answer)
    version: int = Version.objects.get_for_object(row).latest("pk").pk
    return version


def test_going_back_brings_back_both_languages(admin_client: Client) -> None:
    topic = factories.make_topic(name_en="Libya", name_de="Libyen")
    first = save(admin_client, topic)
    save(admin_client, topic, name_en="Afghanistan", name_de="")
    address = page(topic, "revision", topic.pk, first)
    assert "Libyen" in admin_client.get(address).content.decode()
    assert Topic.objects.get().name_en == "Afghanistan"
    send(admin_client, address)
    back = Topic.objects.get()
    assert (back.name_en, back.name_de) == ("Libya", "Libyen")


def test_going_back_changes_no_state(admin_client: Client) -> None:
    topic = factories.make_topic(**DRAFT)
    as_draft = save(admin_client, topic)
    admin_client.post(page(topic, "verb", topic.pk, "publish"))
    published = Topic.objects.get().publish_at
    address = page(topic, "revision", topic.pk, as_draft)
    send(admin_client, address)
    back = Topic.objects.get()
    assert (back.state, back.publish_at) == (State.APPROVED, published)


def test_going_back_changes_no_state_of_rows_below(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    session = factories.make_session(meeting=meeting, state=State.DRAFT)
    as_draft = save(admin_client, meeting)
    admin_client.post(page(meeting, "verb", meeting.pk, "publish"))
    address = page(meeting, "revision", meeting.pk, as_draft)
    send(admin_client, address)
    assert list(Session.objects.public()) == [session]


def test_going_back_leaves_the_records_below_alone(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    session = factories.make_session(meeting=meeting, title_en="Opening", summary_en="First words.")
    before = save(admin_client, session, summary_en="Second words.")
    of_the_meeting = save(admin_client, meeting, headline_en="Earlier")
    save(admin_client, session, summary_en="Third words.")
    later = factories.make_session(meeting=meeting)
    save(admin_client, meeting, headline_en="Later")
    send(admin_client, page(meeting, "revision", meeting.pk, of_the_meeting))
    session.refresh_from_db()
    meeting.refresh_from_db()
    assert (meeting.headline_en, session.summary_en) == ("Earlier", "Third words.")
    assert later in Session.objects.public()
    send(admin_client, page(session, "revision", session.pk, before))
    session.refresh_from_db()
    meeting.refresh_from_db()
    assert (meeting.headline_en, session.summary_en) == ("Earlier", "Second words.")


def test_going_back_in_a_photo_leaves_those_alone_that_were_saved_with_it(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=2)
    one, other = gallery.photos.all()
    with reversion.create_revision():
        for photo in (one, other):
            photo.caption_en = "Saved together"
            photo.save()
    before = Version.objects.get_for_object(one).latest("pk").pk
    for photo in (one, other):
        save(admin_client, photo, caption_en="Later")
    send(admin_client, page(one, "revision", one.pk, before))
    assert [photo.caption_en for photo in Photo.objects.order_by("pk")] == ["Saved together", "Later"]


def test_going_back_shows_what_it_changes_before_it_happens(admin_client: Client) -> None:
    body = factories.make_format(name_en="Council", members=[factories.make_partner()])
    before = save(admin_client, body)
    save(admin_client, body, name_en="Atlantic Council", **{"memberships-0-DELETE": "on"})
    answer = admin_client.get(page(body, "revision", body.pk, before))
    labels = [each.label for each in answer.context["filled_changes"]]
    assert labels[0] == "name [en]"
    assert "name" not in labels  # once for each language, as in the form
    assert any(label.startswith("new: membership") for label in labels)
    body.refresh_from_db()
    assert (body.name_en, body.memberships.count()) == ("Atlantic Council", 0)


def test_going_back_over_a_colleagues_later_save_is_asked_about(admin_client: Client) -> None:
    topic = factories.make_topic()
    before = save(admin_client, topic, name_en="Earlier")
    save(admin_client, topic, name_en="Later")
    sent = filled(admin_client.get(page(topic, "revision", topic.pk, before)))
    save(admin_client, topic, name_en="Latest")
    answer = admin_client.post(page(topic, "revision", topic.pk, before), sent)
    assert [conflict.name for conflict in answer.context["conflicts"]] == ["name_en"]
    topic.refresh_from_db()
    assert topic.name_en == "Latest"


def test_an_author_proposes_to_go_back_in_what_is_public(client: Client, admin_client: Client) -> None:
    meeting = factories.make_meeting(title_en="Berlin")
    session = factories.make_session(meeting=meeting)
    before = save(admin_client, meeting, title_en="Old")
    save(admin_client, meeting, title_en="Berlin")
    client.force_login(factories.make_user(role="author"))
    address = page(meeting, "revision", meeting.pk, before)
    assert "You can propose to restore it." in client.get(address).content.decode()
    assert send(client, address).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title_en, Session.objects.get()) == ("Berlin", session)
    proposal = Proposal.objects.get()
    send(admin_client, page(meeting, "proposal", meeting.pk, proposal.pk))
    meeting.refresh_from_db()
    assert meeting.title_en == "Old"


def test_who_may_only_view_sees_what_a_revision_changes_and_restores_nothing(
    client: Client, admin_client: Client
) -> None:
    topic = factories.make_topic(name_en="Old")
    before = save(admin_client, topic)
    save(admin_client, topic, name_en="New")
    client.force_login(factories.make_user(role="photo editor"))
    address = page(topic, "revision", topic.pk, before)
    shown = client.get(address)
    assert "You cannot restore it here." in shown.content.decode()
    assert "Old" in shown.content.decode()
    assert client.post(address, {"name_en": "Old"}).status_code == 403


def test_going_back_is_in_the_audit_log_and_in_the_history(admin_client: Client) -> None:
    topic = factories.make_topic()
    before = save(admin_client, topic, name_en="Earlier")
    save(admin_client, topic, name_en="Later")
    send(admin_client, page(topic, "revision", topic.pk, before))
    entry = AuditLogEntry.objects.filter(public_id=topic.public_id).latest("id")
    assert entry.reason.startswith("The revision of ") and entry.reason.endswith("was restored.")
    assert Version.objects.get_for_object(topic).latest("pk").revision.comment == entry.reason


def test_a_version_that_no_longer_fits_is_shown_and_not_restored(admin_client: Client) -> None:
    topic = factories.make_topic()
    before = save(admin_client, topic)
    Version.objects.filter(pk=before).update(serialized_data="[{broken")
    answer = admin_client.get(page(topic, "revision", topic.pk, before))
    assert answer.status_code == 200
    assert "[{broken" in answer.content.decode()
    assert "<form" not in answer.content.decode().partition('id="content-main"')[2]


def test_a_photo_that_was_deleted_by_itself_does_not_come_back_with_its_gallery(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    Photo.objects.update(state=State.DRAFT)
    one, other = gallery.photos.all()
    for photo in (one, other):
        save(admin_client, photo)
    version = save(admin_client, gallery)
    admin_client.post(page(one, "delete", one.pk), {"post": "yes"})
    admin_client.post(page(gallery, "delete", gallery.pk), {"post": "yes"})
    assert not Photo.objects.exists()
    assert send(admin_client, page(gallery, "recover", version)).status_code == 302
    assert list(Photo.objects.values_list("public_id", flat=True)) == [other.public_id]


def test_going_back_brings_back_deleted_rows_of_an_inline(admin_client: Client) -> None:
    body = factories.make_format(members=[factories.make_partner()])
    with_member = save(admin_client, body)
    save(admin_client, body, **{"memberships-0-DELETE": "on"})
    assert not Membership.objects.exists()
    address = page(body, "revision", body.pk, with_member)
    send(admin_client, address)
    assert Membership.objects.count() == 1


def test_a_frozen_edition_cannot_be_taken_back(admin_client: Client) -> None:
    statement = factories.make_statement(languages=[])
    draft = factories.make_edition(statement, **DRAFT)
    as_draft = save(admin_client, draft, title="First words")
    save(admin_client, draft, title="Last words")
    StatementEdition.objects.update(state=State.APPROVED, publish_at=factories.LONG_AGO)
    address = page(draft, "revision", draft.pk, as_draft)
    assert "You cannot restore it here." in admin_client.get(address).content.decode()
    admin_client.post(address, {"title": "First words", "language": "en"})
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Last words", State.APPROVED)


def test_another_kinds_version_is_not_found(admin_client: Client) -> None:
    topic, partner = factories.make_topic(pk=7), factories.make_partner(pk=7)
    of_the_partner = save(admin_client, partner)
    assert admin_client.get(page(topic, "revision", 7, of_the_partner)).status_code == 404
    assert admin_client.get(page(topic, "recover", of_the_partner)).status_code == 404


def test_a_deleted_draft_is_recovered_with_all_its_parts(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT, title_en="Berlin", title_de="Berlin (deutsch)")
    session = factories.make_session(meeting=meeting, state=State.DRAFT)
    factories.make_participation(session=session)
    factories.make_outcome(session=session, state=State.DRAFT)
    version = save(admin_client, meeting)
    admin_client.post(page(meeting, "delete", meeting.pk), {"post": "yes"})
    assert not Meeting.objects.exists()
    address = page(meeting, "recover", version)
    answer = send(admin_client, address)
    assert answer.status_code == 302
    back = Meeting.objects.get()
    assert (back.title_en, back.title_de, back.state) == ("Berlin", "Berlin (deutsch)", State.DRAFT)
    assert (Session.objects.count(), Participation.objects.count(), Outcome.objects.count()) == (1, 1, 1)
    assert Session.objects.get().release == Release.WITH_PARENT


def test_what_was_scheduled_and_deleted_comes_back_as_a_draft(admin_client: Client) -> None:
    topic = factories.make_topic(**DRAFT)
    admin_client.post(
        page(topic, "verb", topic.pk, "schedule"),
        {"at_0": "2031-04-14", "at_1": "18:00", "confirmed": _echo(admin_client, topic)},
    )
    version = Version.objects.get_for_object(topic).latest("pk").pk
    Topic.objects.all().delete()
    address = page(topic, "recover", version)
    send(admin_client, address)
    back = Topic.objects.get()
    assert (back.state, back.publish_at) == (State.DRAFT, None)


def _echo(client: Client, row: Any) -> str:
    typed = {"at_0": "2031-04-14", "at_1": "18:00"}
    return str(client.post(page(row, "verb", row.pk, "schedule"), typed).context["echo"])


def test_a_deleted_photo_is_recovered_with_its_file_and_held_back(admin_client: Client) -> None:
    gallery = factories.make_gallery()
    photo = factories.make_photo(gallery=gallery, state=State.DRAFT)
    version = save(admin_client, photo)
    admin_client.post(page(photo, "delete", photo.pk), {"post": "yes"})
    address = page(photo, "recover", version)
    answer = send(admin_client, address)
    assert answer.status_code == 302, errors(answer)
    photo = Photo.objects.get()
    assert photo.release == Release.HELD_BACK
    assert photo.file is not None


@pytest.mark.parametrize("kind", [Partner, Format, Meeting, Gallery])
def test_the_list_of_deleted_rows_answers(admin_client: Client, kind: Any) -> None:
    assert admin_client.get(page(kind, "recoverlist")).status_code == 200


@pytest.mark.parametrize("name", ["changelist", "add", "change"])
def test_looking_opens_no_transaction(admin_client: Client, name: str) -> None:
    topic = factories.make_topic()
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(page(topic, name, *([topic.pk] if name == "change" else [])))
    assert not [query["sql"] for query in captured if "SAVEPOINT" in query["sql"]]


def test_going_back_does_not_move_an_address(admin_client: Client, admin_user: User) -> None:
    meeting = factories.make_meeting(slug="old")
    before = save(admin_client, meeting, title_en="Earlier")
    verbs.change_slug(meeting, by=admin_user, slug="new")
    send(admin_client, page(meeting, "revision", meeting.pk, before))
    meeting.refresh_from_db()
    assert (meeting.slug, meeting.title_en) == ("new", "Earlier")


def test_going_back_does_not_withdraw_again(admin_client: Client, admin_user: User) -> None:
    meeting = factories.make_meeting()
    withdrawal = factories.withdraw(meeting)
    before = save(admin_client, withdrawal, explanation_en="Better words.")
    verbs.restore(meeting, by=admin_user, reason="Right after all.")
    send(admin_client, page(withdrawal, "revision", withdrawal.pk, before))
    assert list(Meeting.objects.public()) == [meeting]


def test_going_back_in_a_document_is_the_work_of_who_does_it(admin_client: Client, admin_user: User) -> None:
    statement = factories.make_statement(languages=["en"], edition=DRAFT)
    before = save(admin_client, statement, working_title="Earlier")
    statement.working_title = "Later"
    statement.save()
    last = audit_log.latest_entry_id([statement.public_id])
    send(admin_client, page(statement, "revision", statement.pk, before))
    assert audit_log.latest_entry_id([statement.public_id]) > last
    assert admin_user.pk in audit_log.editors_since_review([statement.public_id])[statement.public_id]


def test_going_back_does_not_rewrite_another_edition_that_has_become_public(admin_client: Client) -> None:
    statement = factories.make_statement(edition=DRAFT)
    english, german = statement.editions.order_by("-language")
    with reversion.create_revision():
        reversion.add_to_revision(english)
        reversion.add_to_revision(german)
    before = Version.objects.get_for_object(english).latest("pk").pk
    german.body = "<p>Neu.</p>"
    german.save()
    StatementEdition.objects.filter(pk=german.pk).update(state=State.APPROVED, publish_at=factories.LONG_AGO)
    answer = send(admin_client, page(english, "revision", english.pk, before))
    german.refresh_from_db()
    assert german.body == "<p>Neu.</p>"
    assert answer.status_code == 302
