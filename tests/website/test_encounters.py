"""Participation by session: a drawing of partners and sessions, and a table."""

import re
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from tests import factories as make

pytestmark = pytest.mark.django_db


def table_of(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html.partition('<table class="who">')[2].partition("</table>")[0], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(cell.split()) for cell in row] for row in cells]


def drawn(html: str) -> list[tuple[str, list[str]]]:
    """Return the name and the marks of each row of the drawing."""
    figure = html.partition('<figure class="encounters">')[2].partition("<figcaption>")[0]
    rows = re.findall(r'<g transform[^>]*>.*?<text y="17">(.*?)</text></svg>(.*?)</g>', figure, re.DOTALL)
    return [(name, re.findall(r'href="#at-(\w+)"', marks)) for name, marks in rows]


def make_two_sessions() -> tuple[Meeting, Any, Any]:
    make.make_office()
    meeting = make.make_meeting()
    return meeting, make.make_session(meeting=meeting), make.make_session(meeting=meeting)


def test_drawing_and_table_say_the_same(client: Client) -> None:
    meeting, first, second = make_two_sessions()
    zulu, alpha = make.make_partner(name_en="Zuluzia"), make.make_partner(name_en="Älphia")
    make.make_participation(session=first, partner=zulu)
    make.make_participation(session=first, partner=alpha, chairs=True)
    make.make_participation(session=second, partner=zulu, role="guest")

    html = client.get(f"/en/meetings/{meeting.slug}/").content.decode()

    assert table_of(html) == [
        ["Country or organisation", first.title, second.title],
        ["Älphia", "member, in the chair", "–"],
        ["Zuluzia", "member", "guest"],
    ]
    assert drawn(html) == [("Älphia", ["member"]), ("Zuluzia", ["member", "guest"])]
    assert html.count('class="chair"') == 2  # in the row, and in the key


@pytest.mark.parametrize("language", ["en", "de"])
def test_places_are_written_as_drawings_want_them_in_every_language(client: Client, language: str) -> None:
    meeting, first, second = make_two_sessions()
    third = make.make_session(meeting=meeting)
    partner = make.make_partner()
    for session in (first, second, third):
        make.make_participation(session=session, partner=partner)

    html = client.get(f"/{language}/meetings/{meeting.slug}/").content.decode()

    assert re.findall(r'<use href="#at-member" x="([^"]*)%"', html) == ["51.67", "71.0", "90.33"]


def test_partners_stand_under_the_names_of_the_day(client: Client) -> None:
    meeting, first, second = make_two_sessions()
    partner = make.make_partner(name_en="New name")
    make.make_former_name(partner, name="Old name", until="2019")
    make.make_participation(session=first, partner=partner)
    make.make_participation(session=second, partner=make.make_partner(name_en="Other"))

    html = client.get(f"/en/meetings/{meeting.slug}/").content.decode()

    assert [name for name, _marks in drawn(html)] == ["Old name", "Other"]


def test_a_hidden_session_has_no_column_and_its_partners_no_row(client: Client) -> None:
    meeting, first, second = make_two_sessions()
    hidden = make.make_session(meeting=meeting, state="draft", title_en="Hidden sitting")
    for session in (first, second):
        make.make_participation(session=session, partner=make.make_partner())
    make.make_participation(session=hidden, partner=make.make_partner(name_en="Secretland"))

    html = client.get(f"/en/meetings/{meeting.slug}/").content.decode()

    assert len(table_of(html)[0]) == 3
    assert "Secretland" not in html and "Hidden sitting" not in html


def test_one_session_alone_is_not_drawn(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting()
    make.make_participation(session=make.make_session(meeting=meeting), partner=make.make_partner())
    make.make_participation(session=make.make_session(meeting=meeting), unnamed_count=3, unnamed_phrase_en="others")

    assert "who-met-whom" not in client.get(f"/en/meetings/{meeting.slug}/").content.decode()
