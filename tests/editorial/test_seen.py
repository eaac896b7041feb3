"""Pages are acted on as seen: lists, actions and deletions notice later saves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting, Session, Topic
from partners.models import Appointment
from photos.models import Photo
from publishing.models import AuditLogEntry
from publishing.models.audit_log import REVIEW_ACTIONS, Action, record
from publishing.states import State
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, change, messages, page, send

pytestmark = pytest.mark.django_db

CHANGED = "It was changed after you opened this page. Look at it again before you go on."
LIST = page(Topic, "changelist")


@pytest.fixture
def colleague(client: Client) -> Callable[..., Any]:
    """Return what saves a row as another editor."""
    other = Client()
    other.force_login(make.make_user())
    client.force_login(make.make_user())
    make.make_office(time_zone="UTC", required_languages="en")

    def saves(row: Any, **changes: Any) -> None:
        assert send(other, change(row), **changes).status_code == 302

    return saves


def hidden(answer: Any) -> dict[str, Any]:
    """Return what the confirmation page would send."""
    context = answer.context
    sent = {"action": str(context["verb"]), "_selected_action": context["selected"], "seen": context["seen"]}
    return sent | {"confirmed": context["echo"] or "yes"}


def chosen(client: Client, verb: str, *rows: Any) -> dict[str, Any]:
    """Return what the list, opened now, sends for the verb with the rows selected."""
    form = client.get(LIST).context["action_form"]
    return {"action": verb, "_selected_action": [row.pk for row in rows], "seen": form["seen"].value()}


def refused(answer: Any) -> dict[str, list[str]]:
    return {str(row): [each.sentence for each in obstacles] for row, obstacles in answer.context["refused"]}


FIELDS = {WorkflowAction.SCHEDULE: {"at_0": "2031-04-14", "at_1": "18:00"}}


@pytest.mark.parametrize("verb", REVIEW_ACTIONS)
@pytest.mark.parametrize("opened", ["the list", "the confirmation page"])
def test_a_row_that_was_saved_since_the_page_was_opened_is_not_vouched_for(
    client: Client, colleague: Callable[..., Any], verb: WorkflowAction, opened: str
) -> None:
    state = {} if verb == WorkflowAction.CONFIRM else DRAFT
    one, two = make.make_topic(**state), make.make_topic(**state)
    for row in (one, two):
        record(Action.SAVE, by=make.make_user(), target=row)
    sent = chosen(client, verb, one, two)
    if opened == "the list":
        colleague(one, name_en="Changed")
        sent = hidden(client.post(LIST, sent)) | FIELDS.get(verb, {})
        assert sent["_selected_action"] == [two.pk]
    else:
        sent = hidden(client.post(LIST, sent)) | FIELDS.get(verb, {})
        colleague(one, name_en="Changed")
    if verb == WorkflowAction.SCHEDULE:
        sent = hidden(client.post(LIST, sent)) | FIELDS[verb]

    answer = client.post(LIST, sent, follow=True)

    assert messages(answer) == [f"Done for 1: {verb.label}."]
    done = {row.public_id for row in (one, two) if latest_act(row) == verb}
    assert done == {two.public_id}


def latest_act(row: Any) -> str:
    return str(AuditLogEntry.objects.filter(public_id=row.public_id).first().action)


def test_the_row_that_was_changed_is_refused_with_a_sentence(client: Client, colleague: Callable[..., Any]) -> None:
    topic = make.make_topic(**DRAFT)
    sent = chosen(client, WorkflowAction.PUBLISH, topic)
    colleague(topic, name_en="Changed")

    answer = client.post(LIST, sent)

    assert refused(answer) == {"Changed": [CHANGED]}
    assert refused(client.post(LIST, sent | {"confirmed": "yes"})) == {"Changed": [CHANGED]}
    assert Topic.objects.get().state == State.DRAFT


def test_a_look_at_a_row_is_no_change(client: Client, colleague: Callable[..., Any]) -> None:
    topic = make.make_topic(**DRAFT)
    sent = chosen(client, WorkflowAction.PUBLISH, topic)
    record(Action.PREVIEW, by=make.make_user(), target=topic)

    assert refused(client.post(LIST, sent)) == {}


def test_the_time_is_shown_as_it_was_understood_before_many_rows_are_scheduled(
    client: Client, colleague: Callable[..., Any]
) -> None:
    rows = [make.make_topic(**DRAFT), make.make_topic(**DRAFT)]
    typed = FIELDS[WorkflowAction.SCHEDULE]
    page_of_the_verb = client.post(LIST, chosen(client, WorkflowAction.SCHEDULE, *rows))

    asked = client.post(LIST, hidden(page_of_the_verb) | typed)

    assert asked.context["echo"] == "Monday, 14 April 2031, 18:00 UTC (UTC), that is 14 April 2031, 18:00 UTC"
    assert asked.context["echo"] in asked.text
    assert not Topic.objects.exclude(publish_at=None).exists()
    other = client.post(LIST, hidden(asked) | typed | {"at_1": "19:00"})
    assert "19:00 UTC" in other.context["echo"]
    assert not Topic.objects.exclude(publish_at=None).exists()
    client.post(LIST, hidden(asked) | typed)
    assert Topic.objects.exclude(publish_at=None).count() == 2


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 25, "-1"])
def test_an_odd_number_is_taken_for_none(client: Client, colleague: Callable[..., Any], seen: str) -> None:
    topic = make.make_topic(**DRAFT)

    assert refused(client.post(LIST, chosen(client, WorkflowAction.PUBLISH, topic) | {"seen": seen})) == {}


def test_a_draft_below_that_was_saved_is_noticed_on_the_page_of_one_row(
    client: Client, colleague: Callable[..., Any]
) -> None:
    """The second person vouches for the sessions too."""
    session = make.make_session(meeting=make.make_meeting(**DRAFT), state="draft")
    address = page(session.meeting, "verb", session.meeting.pk, WorkflowAction.APPROVE)
    seen = client.get(address).context["form"].seen()
    colleague(session, title_en="Changed")

    answer = client.post(address, {"seen": seen})

    assert [each.sentence for each in answer.context["refused"]] == [CHANGED]
    assert Meeting.objects.get().state == State.DRAFT


# Deletions


def draft_meeting() -> tuple[Any, Any, dict[str, Any]]:
    session = make.make_session(meeting=make.make_meeting(**DRAFT), state="draft")
    return session.meeting, session, {"title_en": "Changed"}


def draft_gallery() -> tuple[Any, Any, dict[str, Any]]:
    photo = make.make_photo(gallery=make.make_gallery(**DRAFT), state="draft")
    return photo.gallery, photo, {"caption_en": "Changed"}


def draft_statement() -> tuple[Any, Any, dict[str, Any]]:
    statement = make.make_statement(languages=["en"], edition=DRAFT)
    return statement, statement.editions.get(), {"title": "Changed"}


def an_office() -> tuple[Any, Any, dict[str, Any]]:
    appointment = make.make_appointment()
    return appointment, appointment, {"office_en": "Changed"}


@pytest.mark.parametrize("making", [draft_meeting, draft_gallery, draft_statement, an_office])
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_what_was_saved_since_the_confirmation_page_is_not_deleted_unsaid(
    client: Client, colleague: Callable[..., Any], making: Any, many: bool
) -> None:
    row, changed, changes = making()
    address = page(row, "changelist") if many else page(row, "delete", row.pk)
    chosen_row = {"action": "delete_selected", "_selected_action": [row.pk]} if many else {}
    opened = client.post(address, chosen_row) if many else client.get(address)
    sent = chosen_row | {"post": "yes", "seen": opened.context["seen"]}
    assert f'name="seen" value="{opened.context["seen"]}"' in opened.text
    colleague(changed, **changes)
    row.refresh_from_db()

    answer = client.post(address, sent, follow=True)

    sentence = f"“{row}” was changed after you opened this page, so nothing is deleted."
    assert [each for each in messages(answer) if each.startswith(sentence)] != []
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    client.post(address, sent | {"seen": answer.context["seen"]})
    assert not type(row)._default_manager.filter(pk=row.pk).exists()


def test_what_was_not_changed_is_deleted_at_once(client: Client, colleague: Callable[..., Any]) -> None:
    colleague(make.make_topic(), name_en="Changed")
    row, _session, _changes = draft_meeting()
    seen = client.get(page(row, "delete", row.pk)).context["seen"]

    client.post(page(row, "delete", row.pk), {"post": "yes", "seen": seen})

    assert (Meeting.objects.exists(), Session.objects.exists()) == (False, False)
    assert not Photo.objects.exists()
    assert not Appointment.objects.exists()
