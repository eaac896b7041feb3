"""Our calendars in the parser of a calendar program, ical.js of Thunderbird."""

from datetime import time, timedelta
from typing import Any, Final

import pytest
from django.test import Client

from tests import factories as make
from tests.nodejs import answer

pytestmark = pytest.mark.django_db
TITLE: Final = "Außenminister; “in Berlin”, 14. April\\2011: " + "ein langer Titel mit Umlauten äöü " * 3
AFTERWARDS: Final = (make.LAST_DAY + timedelta(days=1)).isoformat()


def test_a_calendar_program_reads_what_is_meant(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting(
        title_de=TITLE.strip(), venue_de="Auswärtiges Amt", city_de="Berlin", time_zone="Europe/Berlin"
    )
    exact: dict[str, Any] = {"precision": "exact", "starts_at": time(9), "meeting": meeting}
    rows = {
        "morning": make.make_session(ends_at=time(10, 30), summary_de="Zeile eins,\nZeile zwei; Ende", **exact),
        "night": make.make_session(**exact | {"starts_at": time(22), "ends_at": time(1), "ends_on": make.LAST_DAY}),
        "elsewhere": make.make_session(time_zone="America/New_York", **exact),
        "untimed": make.make_session(meeting=meeting, day=make.LAST_DAY),
        "cancelled": make.make_session(status="cancelled", **exact),
    }

    read = answer("calendar.js", client.get(f"/de/meetings/{meeting.slug}.ics").content)
    listed = answer("calendar.js", client.get("/de/sessions.ics").content)

    events = {event["uid"].partition("@")[0]: event for event in read["events"]}
    whole, found = events.pop(meeting.public_id), {name: events.pop(row.public_id) for name, row in rows.items()}
    assert events == {}
    assert (whole["summary"], whole["location"]) == (TITLE.strip(), "Auswärtiges Amt, Berlin")
    assert (whole["start"], whole["end"]) == (make.FIRST_DAY.isoformat(), AFTERWARDS)
    assert {name: (event["start"], event["end"]) for name, event in found.items()} == {
        "morning": ("2011-04-14T07:00:00.000Z", "2011-04-14T08:30:00.000Z"),
        "night": ("2011-04-14T20:00:00.000Z", "2011-04-14T23:00:00.000Z"),
        "elsewhere": ("2011-04-14T13:00:00.000Z", None),
        "untimed": (make.LAST_DAY.isoformat(), AFTERWARDS),
        "cancelled": ("2011-04-14T07:00:00.000Z", None),
    }
    assert {name: event["status"] for name, event in found.items()} == {
        name: "CANCELLED" if name == "cancelled" else "CONFIRMED" for name in rows
    }
    assert "Zeile eins,\nZeile zwei; Ende" in found["morning"]["description"]
    assert {event["related"] for event in found.values()} == {whole["uid"]}
    assert found["morning"]["url"] == f"http://testserver/de{rows['morning'].get_absolute_url()[3:]}"
    assert all(event["sequence"] > 0 for event in found.values())
    assert {event["uid"] for event in listed["events"]} == {event["uid"] for event in found.values()}
    assert (listed["name"], listed["refresh"]) == ("Sitzungen · Press office (deutsch)", "PT1H")
