"""Calendars: read by another program, with lasting ids and counted changes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from meetings import rescheduling
from meetings.models import Session
from publishing.models import audit_log
from tests import factories as make
from tests.queries import of_the_page
from website.syndication.calendars import OCTETS_OF_A_LINE, escaped, folded
from website.syndication.time_zones import time_zone

database = pytest.mark.django_db
DAY: Final = make.FIRST_DAY
LATER: Final = datetime(2011, 5, 1, 9, tzinfo=UTC)
EXACT: Final[dict[str, Any]] = {"starts_at": time(9), "ends_at": time(10, 30), "precision": "exact"}


def calendar(client: Client, path: str) -> Any:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8"), path
    lines = response.content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= OCTETS_OF_A_LINE
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    read = Calendar.from_ical(response.content)
    assert read.errors == []
    return read


def events(client: Client, path: str) -> dict[str, Any]:
    """Return the events by their ids."""
    found = calendar(client, path).walk("VEVENT")
    assert all(event.errors == [] for event in found)
    return {str(event["UID"]): event for event in found}


def uid(row: Any) -> str:
    return f"{row.public_id}@testserver"


@database
def test_a_meeting_is_of_whole_days_and_its_sessions_belong_to_it(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting(title_en="Ministers; in “Berlin”, 2011", venue_en="Palace")
    session = make.make_session(meeting=meeting, **EXACT)
    untimed = make.make_session(meeting=meeting, day=make.LAST_DAY)

    found = events(client, f"{meeting.get_absolute_url()[:-1]}.ics")

    whole, timed, day = found[uid(meeting)], found[uid(session)], found[uid(untimed)]
    assert len(found) == 3
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (DAY, make.LAST_DAY + timedelta(days=1))
    assert (str(whole["SUMMARY"]), str(whole["LOCATION"])) == ("Ministers; in “Berlin”, 2011", "Palace, Berlin")
    assert whole["SUMMARY"].params["LANGUAGE"] == "en"
    assert timed["DTSTART"].dt == datetime(2011, 4, 14, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert timed["DTEND"].dt == datetime(2011, 4, 14, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (make.LAST_DAY, make.LAST_DAY + timedelta(days=1))
    assert {str(each["RELATED-TO"]) for each in (timed, day)} == {uid(meeting)}
    assert str(timed["URL"]) == f"http://testserver{session.get_absolute_url()}"
    assert {str(each["STATUS"]) for each in found.values()} == {"CONFIRMED"}
    assert not {"ATTENDEE", "ORGANIZER", "GEO"} & {name for each in found.values() for name in each}


@database
def test_the_calendar_says_what_it_is_called_and_how_often_to_ask(client: Client) -> None:
    make.make_office()
    make.make_session(formats=[make.make_format(name_de="Rat", slug="council")])

    read = calendar(client, "/de/sessions.ics?format=council")

    names = str(read["NAME"]), str(read["X-WR-CALNAME"])
    assert names == ("Sitzungen · Rat · Press office (deutsch)",) * 2
    assert str(read["URL"]) == "http://testserver/de/sessions/?format=council"
    assert str(read["SOURCE"]) == "http://testserver/de/sessions.ics?format=council"
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert str(read["X-PUBLISHED-TTL"]) == "PT1H"
    assert "METHOD" not in read


@database
def test_the_calendar_of_one_session_has_it_alone(client: Client) -> None:
    make.make_office()
    session = make.make_session(starts_at=time(9), precision="approximate")
    make.make_session(meeting=session.meeting)

    found = events(client, f"{session.get_absolute_url()[:-1]}.ics")

    assert [*found] == [uid(session)]
    assert "DTEND" not in found[uid(session)]
    assert str(found[uid(session)]["DESCRIPTION"]).startswith("The time is approximate.\n")


@database
@pytest.mark.parametrize(
    ("status", "shown", "title"),
    [
        ("cancelled", "CANCELLED", "Cancelled: Council"),
        ("postponed", "TENTATIVE", "Postponed, new time to be announced: Council"),
        ("held", "CONFIRMED", "Council"),
    ],
)
def test_what_does_not_take_place_stays_and_says_so(client: Client, status: str, shown: str, title: str) -> None:
    make.make_office()
    own = make.make_session(status=status, title_en="Council", **EXACT)
    of_meeting = make.make_session(meeting=make.make_meeting(status=status), title_en="Council")

    found = events(client, "/en/sessions.ics")

    assert {(str(found[uid(row)]["STATUS"]), str(found[uid(row)]["SUMMARY"])) for row in (own, of_meeting)} == {
        (shown, title)
    }


@database
def test_a_change_raises_the_sequence_of_what_it_concerns_and_no_other(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting()
    session, other = make.make_session(meeting=meeting, **EXACT), make.make_session()
    path = "/en/sessions.ics"
    before = events(client, path)

    with time_machine.travel(LATER, tick=False):
        times = {"day": make.LAST_DAY, "starts_at": time(11), "ends_at": time(12)}
        moving = rescheduling.moved(Session.objects.get(pk=session.pk), times)
        rescheduling.carry_out(audit_log.Action.MOVE, moving, by=make.make_user())
    moved = events(client, path)
    with time_machine.travel(LATER + timedelta(seconds=1), tick=False):
        audit_log.record(audit_log.Action.SAVE, by=make.make_user(), target=meeting)
    after = events(client, path)

    sequences = [int(found[uid(session)]["SEQUENCE"]) for found in (before, moved, after)]
    assert sequences == sorted({*sequences})
    assert moved[uid(session)]["DTSTART"].dt == datetime(2011, 4, 15, 11, tzinfo=ZoneInfo("Europe/Berlin"))
    assert moved[uid(session)]["LAST-MODIFIED"].dt == moved[uid(session)]["DTSTAMP"].dt == LATER
    assert before[uid(session)]["CREATED"].dt == after[uid(session)]["CREATED"].dt == make.LONG_AGO
    assert before[uid(other)].to_ical() == after[uid(other)].to_ical()


@database
def test_the_same_calendar_has_the_same_bytes_and_is_not_sent_twice(client: Client) -> None:
    make.make_office()
    make.make_session(**EXACT)

    with time_machine.travel(LATER, tick=False):
        first = client.get("/en/sessions.ics")
    with time_machine.travel(LATER + timedelta(days=40), tick=False):
        again = client.get("/en/sessions.ics", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304


@database
def test_a_calendar_without_a_filter_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("website.reads.calendars.MOST", 2)
    make.make_office()
    latest = [make.make_meeting(starts_on=DAY + timedelta(days=n), ends_on=date(2012, 1, 1)) for n in range(3)][1:]

    assert {*events(client, "/en/meetings.ics")} == {uid(meeting) for meeting in latest}


@database
@pytest.mark.parametrize("path", ["/en/meetings.ics", "/en/sessions.ics", "/en/meetings/berlin.ics"])
def test_a_calendar_takes_as_many_queries_however_long_it_is(client: Client, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(of_the_page(asked.captured_queries))

    make.make_office()
    meeting = make.make_meeting(slug="berlin")
    counted = []
    for number in (1, 29):
        for _number in range(number):
            make.make_session(meeting=meeting, formats=[make.make_format()], topics=[make.make_topic()])
            make.make_session()
        counted.append(queries())

    assert counted[0] == counted[1] <= 6


@given(st.text())
def test_a_long_line_is_folded_between_characters_and_comes_back_whole(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"

    data = folded(line)

    assert all(len(piece) <= OCTETS_OF_A_LINE and piece.decode() for piece in data.removesuffix(b"\r\n").split(b"\r\n"))
    assert data.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line


def test_a_time_zone_tells_the_changes_of_clocks_in_the_time_before_them() -> None:
    assert time_zone("Europe/Berlin", 2011, 2012) == (
        *("BEGIN:VTIMEZONE", "TZID:Europe/Berlin"),
        *("BEGIN:STANDARD", "DTSTART:20101230T010000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100"),
        *("TZNAME:CET", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "DTSTART:20110327T020000", "RDATE:20120325T020000", "TZOFFSETFROM:+0100"),
        *("TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", "DTSTART:20111030T030000", "RDATE:20121028T030000", "TZOFFSETFROM:+0200"),
        *("TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD"),
        "END:VTIMEZONE",
    )


FIXED: Final = ("Asia/Kathmandu", "UTC")  # whose clocks did not change in these years


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"),
        *("America/Sao_Paulo", "Europe/Dublin", "Pacific/Apia", "UTC"),
    ],
)
def test_a_time_zone_shows_the_same_time_as_the_database_of_zones(zone: str) -> None:
    """Read by a program that goes by the calendar alone."""
    lines = "\r\n".join(time_zone(zone, 2009, 2024)) + "\r\n"
    read = Timezone.from_ical(lines).to_tz(lookup_tzid=False)
    right = ZoneInfo(zone)
    days = [datetime(2009, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(16 * 365)]
    changing = [day for day in days if _offset(day + timedelta(days=1), right) != _offset(day, right)]
    moments = [*days, *(day + timedelta(minutes=15 * n) for day in changing for n in range(-100, 200))]

    different = []
    for moment in moments:
        local = moment.astimezone(right)
        occurs_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        if not occurs_twice and local.replace(tzinfo=read).utcoffset() != local.utcoffset():
            different.append(moment)

    assert different == []
    assert (len(changing) > 10) is (zone not in FIXED)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
