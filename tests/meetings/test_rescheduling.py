"""Moving and postponing keep the first time and place, and visitors see both."""

import re
from datetime import date, datetime, time
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from meetings import rescheduling
from meetings.models import Meeting, Session
from publishing.models import AuditLogEntry, Proposal, audit_log
from publishing.models.audit_log import Action
from publishing.obstacles import Refused
from tests import factories as make
from tests.admin_forms import DRAFT, change, errors, page, send
from tests.website.heads import described

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
OLD, NEW = date(2011, 4, 14), date(2011, 4, 15)
SCHEMA = "https://schema.org/"


@pytest.fixture
def session() -> Session:
    """A public session on 14 April at 10:00, of a meeting of two days in Berlin."""
    make.make_office()
    timed: dict[str, Any] = {"starts_at": time(10), "ends_at": time(12), "precision": "exact"}
    return make.make_session(formats=[make.make_format()], **timed)


@pytest.fixture
def editor() -> User:
    return make.make_user(role="editor")


@pytest.fixture
def author() -> User:
    return make.make_user(role="author")


def use(user: User, row: Any, verb: str, **answers: Any) -> Any:
    """Open the page of the verb, fill in the answers and send it."""
    client = Client()
    client.force_login(user)
    address = page(row, verb, row.pk)
    shown = client.get(address)
    form = shown.context["form"]
    sent = {bound.html_name: bound.value() for bound in form} | {"seen": shown.context["seen"]} | answers
    return client.post(address, {name: value for name, value in sent.items() if value not in (None, False)})


def said_of(answer: Any) -> list[str]:
    """Return all that the page says against what was sent."""
    errors = answer.context["form"].errors.values()
    refused = [each.sentence for each in answer.context["refused"]]
    return [*(sentence for sentences in errors for sentence in sentences), *refused]


def text_of(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", unescape(client.get(address).text))


# What visitors read

MOVED = {"day": "2011-04-15", "starts_at": "09:00", "ends_at": ""}
SENTENCES = {
    "en": "Moved from 14 April 2011, 10:00 to 15 April 2011, 09:00.",
    "de": "Verlegt vom 14. April 2011, 10:00 Uhr auf den 15. April 2011, 09:00 Uhr.",
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_moved_session_shows_both_times_wherever_it_is_listed(
    client: Client, session: Session, editor: User, language: str
) -> None:
    row = make.make_participation(session=session)
    assert use(editor, session, "move", **MOVED, change_reason_de="Wegen Sturms.").status_code == 302
    session.refresh_from_db()
    assert (session.former_day, session.former_starts_at, session.day) == (OLD, time(10), NEW)
    with translation.override(language):
        addresses = [
            *(session.get_absolute_url(), session.meeting.get_absolute_url()),
            *(session.formats.get().get_absolute_url(), row.partner.get_absolute_url()),
        ]
    assert [at for at in addresses if SENTENCES[language] not in text_of(client, at)] == []
    assert [at for at in addresses if "Wegen Sturms." not in text_of(client, at)] == []


def test_a_moved_session_tells_machines_both_times(client: Client, session: Session, editor: User) -> None:
    use(editor, session, "move", **MOVED)
    event = described(client.get(session.get_absolute_url()).text, "Event")
    assert event["eventStatus"] == f"{SCHEMA}EventRescheduled"
    assert (event["previousStartDate"], event["startDate"]) == (
        "2011-04-14T10:00:00+02:00",
        "2011-04-15T09:00:00+02:00",
    )


def test_a_session_in_another_room_shows_both_places(client: Client, session: Session, editor: User) -> None:
    use(editor, session, "move", place_en="Hall B", place_de="Saal B")
    session.refresh_from_db()
    assert (session.former_day, session.former_place_en, session.former_place_de) == (
        None,
        "Berlin",
        "Berlin (deutsch)",
    )
    html = text_of(client, session.get_absolute_url())
    assert "The place first announced was: Berlin." in html
    assert "Hall B" in html
    assert "Moved from" not in html


def test_a_postponed_session_says_that_the_new_time_is_to_be_announced(
    client: Client, session: Session, editor: User
) -> None:
    use(editor, session, "postpone", is_unknown="on", change_reason_en="The minister is ill.")
    session.refresh_from_db()
    assert (session.status, session.former_day, session.day) == ("postponed", OLD, OLD)
    html = text_of(client, session.get_absolute_url())
    sentence = "It was planned for 14 April 2011, 10:00; the new time is to be announced. The minister is ill."
    assert f"<strong>Postponed.</strong> {sentence}" in html
    event = described(html, "Event")
    assert event["eventStatus"] == f"{SCHEMA}EventPostponed"
    assert event["previousStartDate"] == "2011-04-14T10:00:00+02:00"


def test_what_is_postponed_to_a_known_time_is_moved_and_held_once_that_is_over(session: Session, editor: User) -> None:
    after_old, after_new = (datetime(2011, 4, day, 1, tzinfo=BERLIN) for day in (15, 16))
    use(editor, session, "postpone", is_unknown="on")
    session.refresh_from_db()
    assert [session.is_held(at) for at in (after_old, after_new)] == [False, False]
    use(editor, session, "move", **MOVED)
    session.refresh_from_db()
    assert [session.is_held(at) for at in (after_old, after_new)] == [False, True]
    assert (session.status, session.former_day, session.former_starts_at) == ("planned", OLD, time(10))


def test_a_second_move_keeps_the_time_announced_first_and_moving_back_clears_the_note(
    session: Session, editor: User
) -> None:
    use(editor, session, "move", **MOVED, place_en="Hall B", change_reason_en="Because of the storm.")
    use(editor, session, "move", starts_at="11:30")
    session.refresh_from_db()
    assert (session.former_day, session.former_starts_at, session.starts_at) == (OLD, time(10), time(11, 30))
    use(editor, session, "move", day="2011-04-14", starts_at="10:00", place_en="")
    session.refresh_from_db()
    assert not session.has_schedule_note
    kept = (session.former_day, session.former_starts_at, session.former_place_en, session.change_reason_en)
    assert kept == (None, None, "", "")


@pytest.mark.parametrize("place", ["", "Hall A"])
def test_one_button_takes_a_move_to_another_room_back(session: Session, editor: User, place: str) -> None:
    Session.objects.update(place_en=place, place_de=place)
    use(editor, session, "move", **MOVED, place_en="Hall B", place_de="Saal B")
    use(editor, session, "move", as_planned="1")
    session.refresh_from_db()
    assert (session.place_en or "", session.day, session.starts_at) == (place, OLD, time(10))
    assert not session.has_schedule_note


def test_one_button_takes_a_postponement_back(session: Session, editor: User) -> None:
    use(editor, session, "postpone", is_unknown="on", change_reason_en="Unclear.")
    assert use(editor, session, "move", as_planned="1").status_code == 302
    session.refresh_from_db()
    assert (session.status, session.former_day, session.change_reason_en) == ("planned", None, "")


# Meetings


def test_a_moved_meeting_takes_its_sessions_along_and_says_it_once(
    client: Client, session: Session, editor: User
) -> None:
    meeting = session.meeting
    draft = make.make_session(meeting=meeting, state="draft", release="held_back")
    use(editor, meeting, "move", starts_on="2011-04-21", ends_on="2011-04-22")
    for row in (meeting, session, draft):
        row.refresh_from_db()
    assert (session.day, session.former_day) == (date(2011, 4, 21), OLD)
    assert (draft.day, draft.former_day) == (date(2011, 4, 21), None)
    html = text_of(client, meeting.get_absolute_url())
    assert html.count("Moved from") == 1
    assert "Moved from 14–15 April 2011 to 21–22 April 2011." in html
    assert "Moved from 14–15 April 2011" in text_of(client, "/en/meetings/")
    assert "Moved from 14 April 2011, 10:00 to 21 April 2011, 10:00." in text_of(client, session.get_absolute_url())
    event = described(client.get(meeting.get_absolute_url()).text, "Event")
    assert (event["eventStatus"], event["previousStartDate"]) == (f"{SCHEMA}EventRescheduled", "2011-04-14")
    use(editor, meeting, "move", as_planned="1")
    for row in (meeting, session):
        row.refresh_from_db()
        assert not row.has_schedule_note


def test_a_meeting_in_another_city_keeps_the_former_place(client: Client, session: Session, editor: User) -> None:
    meeting = session.meeting
    use(editor, meeting, "move", city_en="Brussels", city_de="Brüssel")
    assert "The place first announced was: Berlin." in text_of(client, meeting.get_absolute_url())


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_session_of_a_meeting_that_does_not_take_place_says_so(client: Client, session: Session, status: str) -> None:
    Meeting.objects.update(status=status)
    for address in (session.get_absolute_url(), session.formats.get().get_absolute_url()):
        assert f"The meeting is {status}." in text_of(client, address)
    event = described(client.get(session.get_absolute_url()).text, "Event")
    assert event["eventStatus"] == f"{SCHEMA}Event{status.capitalize()}"


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_session_that_does_not_take_place_counts_no_participants(
    client: Client, session: Session, status: str
) -> None:
    names = [make.make_participation(session=session).partner.name, session.formats.get().name]
    met = text_of(client, session.meeting.get_absolute_url()).partition('id="participants"')[2]
    assert names[0] in met
    Session.objects.update(status=status)
    html = text_of(client, session.meeting.get_absolute_url())
    assert 'id="participants"' not in html
    assert 'id="met"' not in html


# What is refused


@pytest.mark.parametrize(
    ("verb", "answers", "sentence"),
    [
        ("move", {}, "Nothing changes. Enter another time or another place."),
        ("move", {"day": "2011-04-20"}, "The meeting is from 14 April 2011 to 15 April 2011"),
        (
            "move",
            {"starts_at": "13:00"},
            "The end must not be before the start; past midnight, give its day.",
        ),
        ("postpone", {}, "Enter the new time, or select that it is not known yet: one of the two."),
        ("postpone", {"day": "2011-04-15", "is_unknown": "on"}, "one of the two"),
        ("postpone", {"starts_at": "11:00"}, "Enter the new day as well."),
        (
            "postpone",
            {"day": "2011-04-14", "starts_at": "09:00"},
            "The new time is not after the planned one.",
        ),
        ("move", {"seen": "0", "starts_at": "11:00"}, "It was changed after you opened this page."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    session: Session, editor: User, verb: str, answers: dict[str, str], sentence: str
) -> None:
    audit_log.record(Action.SAVE, by=editor, target=session)
    before = Session.objects.values().get()
    answer = use(editor, session, verb, **answers)
    assert any(sentence in each for each in said_of(answer)), said_of(answer)
    assert Session.objects.values().get() == before


def test_a_move_to_a_day_on_which_an_office_was_not_held_is_refused(session: Session, editor: User) -> None:
    left = make.make_appointment(until="2011-04-14")
    make.make_participation(session=session, partner=left.partner, appointment=left)
    assert "14 April 2011" in " ".join(said_of(use(editor, session, "move", **MOVED)))


def test_a_shorter_meeting_that_leaves_a_session_outside_is_refused_by_its_day(session: Session, editor: User) -> None:
    late = make.make_session(meeting=session.meeting, day=NEW)
    answer = use(editor, session.meeting, "move", starts_on="2011-04-21", ends_on="2011-04-21")
    reason = "The meeting is from 21 April 2011 to 21 April 2011: choose a day of it, or change the meeting."
    assert said_of(answer) == [f"“{late}” on 22 April 2011: {reason}"]


# Who may, and what the audit log keeps


def test_an_editor_moves_at_once_and_a_second_person_has_to_see_it(session: Session, editor: User) -> None:
    use(editor, session, "move", **MOVED, change_reason_en="Because of the storm.")
    entry = AuditLogEntry.objects.get(action=Action.MOVE)
    assert (entry.by, entry.public_id) == (editor, session.public_id)
    assert entry.reason == ("14 April 2011, 10:00, Berlin → 15 April 2011, 09:00, Berlin. Because of the storm.")
    assert audit_log.editors_since_review([session.public_id]) == {session.public_id: {editor.pk}}


@pytest.mark.parametrize("kind", ["session", "meeting"])
def test_an_author_proposes_what_an_editor_accepts_in_the_form(
    client: Client, session: Session, author: User, editor: User, kind: str
) -> None:
    row: Any = getattr(session, kind, session)
    days = MOVED if kind == "session" else {"starts_on": "2011-04-15", "ends_on": "2011-04-16"}
    before = Session.objects.values().get()
    assert use(author, row, "move", **days).status_code == 302
    assert Session.objects.values().get() == before
    client.force_login(editor)
    answer = send(client, page(row, "proposal", row.pk, Proposal.objects.get().pk))
    assert answer.status_code == 302
    session.refresh_from_db()
    assert (session.day, session.former_day, session.former_starts_at) == (NEW, OLD, time(10))
    row.refresh_from_db()
    assert row.was_moved
    assert audit_log.editors_since_review([row.public_id]) == {}


def test_the_form_of_a_meeting_takes_new_days_of_the_meeting_and_its_sessions_together(
    client: Client, session: Session, editor: User
) -> None:
    client.force_login(editor)
    days = {"starts_on": "2011-04-21", "ends_on": "2011-04-22"}
    refused = send(client, change(session.meeting), **days)
    assert "The meeting is from 21 April 2011" in str(errors(refused))
    assert send(client, change(session.meeting), **days, **{"sessions-0-day": "2011-04-21"}).status_code == 302
    session.refresh_from_db()
    assert session.day == date(2011, 4, 21)


@pytest.mark.parametrize(("role", "status"), [("translator", 403), ("photo editor", 403), ("", 403)])
def test_others_neither_move_nor_postpone(session: Session, role: str, status: int) -> None:
    client = Client()
    client.force_login(make.make_user(role=role))
    for row in (session, session.meeting):
        for verb in ("move", "postpone"):
            assert client.get(page(row, verb, row.pk)).status_code == status


def test_the_form_offers_the_verbs_for_what_is_approved_and_takes_place(session: Session, editor: User) -> None:
    client = Client()
    client.force_login(editor)
    pages = [page(session, verb, session.pk) for verb in ("postpone", "move")]

    def offered(**values: Any) -> list[bool]:
        Session.objects.update(**values)
        html = client.get(change(session)).text
        return [address in html for address in pages]

    assert offered() == [True, True]
    assert offered(status="postponed") == [False, True]
    assert offered(status="cancelled") == [False, False]
    assert offered(status="planned", **DRAFT) == [False, False]


def test_a_verb_that_is_refused_halfway_writes_nothing(session: Session, editor: User) -> None:
    session.meeting.sessions.create(title_en="Late", slug="late", day=NEW)
    with pytest.raises(Refused):
        rescheduling.moved(session.meeting, {"starts_on": date(2011, 4, 30), "ends_on": date(2011, 4, 30)})
    assert set(Session.objects.values_list("day", flat=True)) == {OLD, NEW}
