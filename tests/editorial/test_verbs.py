"""The admin's buttons call the verbs: GET asks, POST acts and reports the result."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import reversion
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from reversion.models import Version

from meetings.models import Meeting, Session, Statement
from partners.models import Partner
from photos.models import Photo
from publishing.models import AuditLogEntry, Withdrawal
from publishing.states import Release, State
from publishing.workflow import TABLE
from tests import factories
from tests.admin_forms import DRAFT, change, messages, opened, page, send

pytestmark = pytest.mark.django_db


def verb(row: Any, name: str) -> str:
    return page(row, "verb", row.pk, name)


def test_publishing_asks_first_and_changes_nothing(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    answer = admin_client.get(verb(meeting, "publish"))
    assert answer.status_code == 200
    assert not Meeting.objects.public().exists()


def test_publishing_makes_public_with_what_goes_along_and_says_so(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    session = factories.make_session(meeting=meeting, state=State.DRAFT)
    answer = admin_client.post(verb(meeting, "publish"), follow=True)
    assert list(Session.objects.public()) == [session]
    assert messages(answer) == [f'“{meeting}” is public. <a href="{meeting.get_absolute_url()}">View on site</a>']


def test_the_page_says_what_goes_along(admin_client: Client) -> None:
    session = factories.make_session(meeting=factories.make_meeting(**DRAFT), state=State.DRAFT)
    answer = admin_client.get(verb(session.meeting, "publish"))
    assert "Together with it: 1 session." in answer.content.decode()


def test_publishing_is_written_into_the_audit_log_and_the_history(admin_client: Client, admin_user: User) -> None:
    meeting = factories.make_meeting(**DRAFT)
    admin_client.post(verb(meeting, "publish"))
    assert Version.objects.get_for_object(meeting).get().revision.user == admin_user
    [entry] = AuditLogEntry.objects.filter(public_id=meeting.public_id)
    assert (entry.action, entry.by, entry.before, entry.after) == ("publish", admin_user, "draft", "public")


def test_obstacles_are_listed_each_with_a_link_to_its_field(admin_client: Client) -> None:
    partner = factories.make_partner(**DRAFT)
    meeting = factories.make_meeting(**DRAFT, country=partner, summary_en="", summary_de="")
    answer = admin_client.post(verb(meeting, "publish"))
    refused = answer.context["refused"]
    assert [each.url for each in refused] == [
        change(meeting) + "#id_summary_en",
        change(partner),
    ]
    assert not Meeting.objects.public().exists()


def test_publishing_at_a_time_echoes_weekday_zone_and_utc_before_it_is_done(admin_client: Client) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    meeting = factories.make_meeting(**DRAFT)
    typed = {"at_0": "2031-04-14", "at_1": "18:00"}
    answer = admin_client.post(verb(meeting, "schedule"), typed)
    echo = answer.context["echo"]
    assert echo == "Monday, 14 April 2031, 18:00 CEST (Europe/Berlin), that is 14 April 2031, 16:00 UTC"
    meeting.refresh_from_db()
    assert meeting.state == State.DRAFT
    admin_client.post(verb(meeting, "schedule"), typed | {"confirmed": echo})
    meeting.refresh_from_db()
    assert meeting.publish_at == datetime(2031, 4, 14, 16, 0, tzinfo=UTC)


def test_a_time_changed_after_the_echo_is_echoed_again(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    echo = admin_client.post(verb(meeting, "schedule"), {"at_0": "2031-04-14", "at_1": "18:00"}).context["echo"]
    answer = admin_client.post(verb(meeting, "schedule"), {"at_0": "2031-04-14", "at_1": "19:00", "confirmed": echo})
    assert "19:00" in answer.context["echo"]
    meeting.refresh_from_db()
    assert meeting.publish_at is None


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2031-03-30", "02:30", "couldn’t be interpreted in time zone Europe/Berlin"),
        ("2031-10-26", "02:30", "couldn’t be interpreted in time zone Europe/Berlin"),
        ("2011-04-14", "18:00", "has passed"),
        ("9999-12-31", "23:59", "too far off"),
        ("", "18:00", "This field is required."),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(
    admin_client: Client, day: str, clock: str, sentence: str
) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    meeting = factories.make_meeting(**DRAFT)
    answer = admin_client.post(verb(meeting, "schedule"), {"at_0": day, "at_1": clock})
    assert sentence in str(answer.context["form"].errors["at"])
    assert clock in answer.content.decode()


def test_two_editions_of_a_language_at_the_same_second_are_refused(admin_client: Client) -> None:
    factories.make_office(time_zone="Etc/UTC", required_languages="en")
    statement = factories.make_statement(languages=[])
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
    factories.make_edition(statement, publish_at=at)
    draft = factories.make_edition(statement, **DRAFT)
    typed = {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}", "correction": "minor"}
    echo = admin_client.post(verb(draft, "schedule"), typed).context["echo"]
    answer = admin_client.post(verb(draft, "schedule"), typed | {"confirmed": echo})
    assert "at" in answer.context["form"].errors


def test_holding_back_keeps_a_session_from_its_meetings_publication(admin_client: Client) -> None:
    session = factories.make_session(meeting=factories.make_meeting(**DRAFT))
    answer = admin_client.post(verb(session, "hold_back"), follow=True)
    session.refresh_from_db()
    assert session.release == Release.HELD_BACK
    assert messages(answer) == [f"“{session}” is now: held back."]


EXPLAINED = {"explanation_en": "A test.", "explanation_de": "Ein Test.", "reason": "Slip"}


@pytest.mark.parametrize("name", ["withdraw", "unpublish"])
def test_withdrawing_asks_for_a_reason_and_every_language(admin_client: Client, name: str) -> None:
    meeting = factories.make_meeting()
    answer = admin_client.post(verb(meeting, name), {"explanation_en": "It moved."})
    assert sorted(answer.context["form"].errors) == ["explanation_de", "reason"]
    assert "It moved." in answer.content.decode()
    assert not Withdrawal.objects.exists()


def test_each_way_to_withdraw_says_what_it_does(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    out_of_date, unpublished = (admin_client.get(verb(meeting, name)).content for name in ("withdraw", "unpublish"))
    assert b"It stays public. Visitors see a notice with your explanation." in out_of_date
    assert b"It will no longer be public. At its web address visitors will see only your explanation." in unpublished


def test_unpublishing_takes_out_of_public(admin_client: Client, admin_user: User) -> None:
    meeting = factories.make_meeting()
    answer = admin_client.post(verb(meeting, "unpublish"), EXPLAINED, follow=True)
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.public_id, withdrawal.withdrawn_by) == (meeting.public_id, admin_user)
    assert not Meeting.objects.public().exists()
    assert messages(answer)[0].startswith(f"“{meeting}”: unpublished.")


def test_a_whole_statement_is_withdrawn_from_its_form(admin_client: Client) -> None:
    statement = factories.make_statement()
    admin_client.post(verb(statement, "withdraw"), EXPLAINED)
    assert Withdrawal.objects.get().public_id == statement.public_id
    assert list(Statement.objects.public()) == [statement]
    assert Version.objects.get_for_object(statement).count() == 1


def test_the_statements_of_a_list_are_unpublished(admin_client: Client) -> None:
    first, second = factories.make_statement(), factories.make_statement()
    form = {"action": "unpublish", "_selected_action": [first.pk, second.pk], "confirmed": "yes"} | EXPLAINED
    admin_client.post(page(Statement, "changelist"), form)
    assert not Statement.objects.public().exists()
    assert set(Withdrawal.objects.values_list("kind", flat=True)) == {"in_error"}


@pytest.mark.parametrize("name", ["publish", "schedule", "hold_back", "withdraw", "unpublish"])
def test_verbs_need_the_permission_to_approve(client: Client, name: str) -> None:
    photo = factories.make_photo()
    viewer = factories.make_user(role="")
    viewer.user_permissions.add(Permission.objects.get(codename="view_photo"))
    client.force_login(viewer)
    assert client.get(verb(photo, name)).status_code == 403
    assert client.post(verb(photo, name)).status_code == 403


def test_verbs_refuse_a_post_from_elsewhere(admin_user: User) -> None:
    meeting = factories.make_meeting(**DRAFT)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(verb(meeting, "publish")).status_code == 403
    assert not Meeting.objects.public().exists()


def test_an_unknown_verb_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(verb(factories.make_meeting(), "hide")).status_code == 404


def test_the_form_saves_first_and_then_asks_whether_to_publish(admin_client: Client) -> None:
    topic = factories.make_topic(**DRAFT)
    form = {"name_en": "Cyber security", "name_de": "", "slug": "cyber", "_publish": "x"}
    answer = admin_client.post(change(topic), form | opened(admin_client, change(topic)))
    assert answer.headers["Location"] == verb(topic, "publish")
    topic.refresh_from_db()
    assert topic.name_en == "Cyber security"


def test_publishing_selected_lists_every_refusal_by_row_and_publishes_the_rest(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    whole = factories.make_photo(gallery=gallery, state=State.DRAFT)
    bare = factories.make_photo(gallery=gallery, state=State.DRAFT, credit="", alt_en="", alt_de="")
    form = {"action": "publish", "_selected_action": [whole.pk, bare.pk]}
    listing = page(Photo, "changelist")
    answer = admin_client.post(listing, form)
    assert answer.context["ready"] == [whole]
    [(row, reasons)] = answer.context["refused"]
    assert (row, len(reasons)) == (bare, 2)
    admin_client.post(listing, form | {"confirmed": "yes"})
    assert list(Photo.objects.filter(state=State.APPROVED)) == [whole]


def test_reading_a_list_keeps_no_history(admin_client: Client) -> None:
    factories.make_partner()
    admin_client.get(page(Partner, "changelist"))
    assert not Version.objects.exists()
    assert reversion.is_registered(Partner)


@pytest.mark.parametrize("name", ["publish", "schedule", "hold_back"])
def test_a_verb_that_does_not_apply_changes_nothing_and_says_so(admin_client: Client, name: str) -> None:
    meeting = factories.make_meeting()
    for ask in (admin_client.get, admin_client.post):
        answer = ask(verb(meeting, name), follow=True)
        assert f"is not possible. Status of “{meeting}”: public." in messages(answer)[-1]
    assert list(Meeting.objects.public()) == [meeting]


@pytest.mark.parametrize("name", ["withdraw", "unpublish"])
def test_what_is_withdrawn_is_not_withdrawn_twice(admin_client: Client, name: str) -> None:
    meeting = factories.make_meeting()
    for _ in range(2):
        admin_client.post(verb(meeting, name), EXPLAINED)
    assert Withdrawal.objects.count() == 1


def test_who_may_only_look_sees_the_state_and_no_buttons(client: Client) -> None:
    meeting = factories.make_meeting()
    viewer = factories.make_user(role="")
    viewer.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(viewer)
    answer = client.get(change(meeting))
    assert answer.context["panel"].now.words == "public"
    assert answer.context["panel"].links == []
    assert "Save, then:" not in answer.content.decode()


def test_the_buttons_are_those_of_the_table_for_the_state_and_the_role(client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    for role, labels in (
        ("author", ["Submit for review"]),
        ("editor", ["Submit for review", "Approve", "Schedule", "Publish now"]),
    ):
        client.force_login(factories.make_user(role=role))
        panel = client.get(change(meeting)).context["panel"]
        assert [str(link.label) for link in panel.links] == labels


def test_what_is_public_has_a_button_for_each_way_to_withdraw_it_and_the_graver_one_comes_last(client: Client) -> None:
    meeting, user = factories.make_meeting(), factories.make_user()
    client.force_login(user)

    def buttons() -> list[str]:
        panel = client.get(change(meeting)).context["panel"]
        verbs_of_table = {str(transition.label) for transition in TABLE}
        return [str(link.label) for link in panel.links if str(link.label) in verbs_of_table]

    assert buttons() == ["Change web address", "Withdraw as out of date", "Unpublish"]
    client.post(verb(meeting, "withdraw"), EXPLAINED)
    assert buttons() == ["Change web address", "Reinstate", "Unpublish"]
    client.post(verb(meeting, "unpublish"), EXPLAINED)
    assert buttons() == ["Change web address", "Reinstate"]


def test_what_one_has_saved_is_published_alone_only_with_a_reason(client: Client) -> None:
    editor = factories.make_user()
    client.force_login(editor)
    meeting = factories.make_meeting(**DRAFT)
    send(client, change(meeting), title_en="Renamed")
    refused = client.post(verb(meeting, "publish"))
    assert refused.context["force_publish_url"] == verb(meeting, "force_publish")
    assert client.post(verb(meeting, "force_publish")).context["form"].errors["reason"]
    client.post(verb(meeting, "force_publish"), {"reason": "Three in the morning."})
    assert list(Meeting.objects.public()) == [meeting]
    assert "needs second review" in client.get(change(meeting)).content.decode()


def test_sorting_alone_makes_no_one_an_author(client: Client) -> None:
    client.force_login(factories.make_user())
    meeting = factories.make_meeting(**DRAFT)
    factories.make_session(meeting=meeting, state=State.DRAFT)
    send(client, change(meeting), **{"sessions-0-position": "7"})
    assert not AuditLogEntry.objects.filter(action="save").exists()


def test_what_was_changed_after_the_page_was_opened_is_not_approved_unseen(client: Client) -> None:
    author, editor = factories.make_user(role="author"), factories.make_user()
    meeting = factories.make_meeting(**DRAFT)
    client.force_login(editor)
    seen = client.get(verb(meeting, "approve")).context["form"].seen()
    client.force_login(author)
    send(client, change(meeting), title_en="Renamed meanwhile")
    client.force_login(editor)
    answer = client.post(verb(meeting, "approve"), {"seen": seen})
    assert "was changed after you opened this page" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == State.DRAFT


def test_a_gallery_goes_without_what_is_incomplete(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=3, **DRAFT)
    Photo.objects.update(state=State.DRAFT)
    incomplete = gallery.photos.last()
    Photo.objects.filter(pk=incomplete.pk).update(alt_de="")
    answer = admin_client.get(verb(gallery, "publish"))
    assert answer.context["incomplete"] == [incomplete]
    admin_client.post(verb(gallery, "publish"), {"ready_only": "yes"})
    assert Photo.objects.public().count() == 2
    assert Photo.objects.get(release=Release.HELD_BACK) == incomplete


def test_the_note_of_who_returned_it_is_above_the_form(client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT | {"state": State.IN_REVIEW})
    client.force_login(factories.make_user())
    client.post(verb(meeting, "return_for_changes"), {"reason": "The venue is missing."})
    assert client.get(change(meeting)).context["panel"].note == "The venue is missing."


def test_selected_rows_are_returned_with_one_note(admin_client: Client) -> None:
    first, second = (factories.make_meeting(**DRAFT | {"state": State.IN_REVIEW}) for _ in range(2))
    form = {"action": "return_for_changes", "_selected_action": [first.pk, second.pk]}
    listing = page(Meeting, "changelist")
    assert "reason" in admin_client.post(listing, form).context["form"].fields
    admin_client.post(listing, form | {"confirmed": "yes", "reason": "Both need a venue."})
    assert list(Meeting.objects.values_list("state", flat=True)) == [State.DRAFT, State.DRAFT]


def test_a_new_address_is_refused_at_its_field(admin_client: Client) -> None:
    meeting = factories.make_meeting(slug="berlin")
    factories.make_meeting(slug="oslo")
    answer = admin_client.post(verb(meeting, "change_slug"), {"slug": "oslo"})
    assert list(answer.context["form"].errors) == ["slug"]
    admin_client.post(verb(meeting, "change_slug"), {"slug": "berlin-2011"})
    meeting.refresh_from_db()
    assert meeting.slug == "berlin-2011"
