"""The programme of a running meeting: today, the current and the next session."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from meetings.models import Meeting, Session
from tests import factories as make

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_DAY, LAST_DAY = date(2011, 5, 14), date(2011, 5, 15)


def make_programme() -> tuple[Meeting, dict[str, Session]]:
    meeting = make.make_meeting(status="planned", starts_on=FIRST_DAY, ends_on=LAST_DAY)
    exact = {"meeting": meeting, "day": date(2011, 5, 14), "precision": "exact", "status": "planned"}
    sessions = {
        "opening": make.make_session(**exact, starts_at=time(9), ends_at=time(10)),
        "open-ended": make.make_session(**exact, starts_at=time(11)),
        "called off": make.make_session(**exact | {"status": "cancelled"}, starts_at=time(11, 30)),
        "late": make.make_session(**exact, starts_at=time(15), ends_at=time(16)),
        "untimed": make.make_session(meeting=meeting, day=date(2011, 5, 15), status="planned"),
    }
    return meeting, sessions


def shown_words(client: Client, meeting: Meeting, clock: datetime) -> Any:
    """Return the titles of current and next sessions, and the day; None if not shown."""
    with time_machine.travel(clock, tick=False):
        context = client.get(f"/en/meetings/{meeting.slug}/").context
    found = context["current_sessions"]
    return found and ([str(row) for row in found.now], [str(row) for row in found.next], found.today)


@pytest.mark.parametrize(
    ("clock", "now", "coming"),
    [
        (time(8), [], ["opening"]),
        (time(9), ["opening"], ["open-ended"]),
        (time(10), [], ["open-ended"]),
        (time(14, 59, 59), ["open-ended"], ["late"]),
        (time(15), ["late"], []),
        (time(16), [], []),
    ],
)
def test_what_is_on_and_what_comes_next_are_shown_to_the_second(
    client: Client, clock: time, now: list[str], coming: list[str]
) -> None:
    make.make_office()
    meeting, sessions = make_programme()

    at = datetime.combine(date(2011, 5, 14), clock, BERLIN)

    expected = [sessions[name].title for name in now], [sessions[name].title for name in coming]
    assert shown_words(client, meeting, at) == (*expected, date(2011, 5, 14))


@pytest.mark.parametrize("day", [date(2011, 5, 13), date(2011, 5, 16)])
def test_outside_of_its_days_nothing_of_a_meeting_is_marked(client: Client, day: date) -> None:
    make.make_office()
    meeting, _sessions = make_programme()

    assert shown_words(client, meeting, datetime.combine(day, time(12), BERLIN)) is None


def test_a_day_without_times_is_marked_alone(client: Client) -> None:
    make.make_office()
    meeting, _sessions = make_programme()

    assert shown_words(client, meeting, datetime(2011, 5, 15, 12, tzinfo=BERLIN)) == (
        [],
        [],
        date(2011, 5, 15),
    )


def test_the_marks_are_words_of_the_page(client: Client) -> None:
    make.make_office()
    meeting, _sessions = make_programme()

    with time_machine.travel(datetime(2011, 5, 14, 9, 30, tzinfo=BERLIN), tick=False):
        html = client.get(f"/de/meetings/{meeting.slug}/").content.decode()

    assert html.count("Heute</strong>") == 1
    assert html.count('<p class="running">Jetzt</p>') == html.count('<p class="running">Danach</p>') == 1
