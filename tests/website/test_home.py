"""The home page: the current or latest meeting, the latest texts and photos."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Meeting
from tests import factories as make
from tests.website.warming import hold_what_is_shared
from website.reads import home

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def headline(response: Any) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>.*?</h1>", response.text, re.DOTALL).group())


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_eight_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    meeting = make.make_meeting(country=make.make_partner())
    gallery = make.make_gallery(meeting=meeting, photos=number)
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=gallery.photos.first())
    for _ in range(number):
        session = make.make_session(meeting=meeting, formats=[make.make_format()])
        make.make_outcome(session=session, statement=make.make_statement())
        make.make_article()

    hold_what_is_shared(lambda: client.get("/en/"))

    with django_assert_num_queries(8):
        response = client.get("/en/")

    assert response.status_code == 200


def test_the_latest_meeting_leads_with_its_headline_photo_decisions_and_formats(client: Client) -> None:
    meeting = make.make_meeting(headline_en="A new policy")
    make.make_meeting(starts_on=date(2010, 11, 19), ends_on=date(2010, 11, 20))
    council = make.make_format()
    session = make.make_session(meeting=meeting, formats=[council])
    make.make_outcome(session=session, verb="adopted", text_en="the policy")
    lead = make.make_gallery(meeting=meeting, photos=2).photos.last()
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=lead)

    response = client.get("/en/")

    assert headline(response) == "A new policy"
    assert re.search(r"Latest meeting ·\s+Berlin", response.text)
    assert f'<figure class="lead">\n  <a href="{lead.get_absolute_url()}">' in response.text
    assert "the policy" in response.text
    assert f'<a href="{council.get_absolute_url()}">{council}</a>' in response.text
    assert f'<a href="{meeting.get_absolute_url()}">View the meeting</a>' in response.text


def test_a_meeting_without_a_headline_leads_with_its_title(client: Client) -> None:
    meeting = make.make_meeting()

    assert headline(client.get("/en/")) == str(meeting)


def test_a_meeting_that_is_on_is_said_to_be(client: Client) -> None:
    today = timezone.localdate(timezone=ZoneInfo("Europe/Berlin"))
    make.make_meeting(starts_on=today - timedelta(days=1), ends_on=today)

    assert "The meeting now" in client.get("/en/").text


def test_the_next_meeting_is_above_and_leads_nothing_yet(client: Client) -> None:
    latest = make.make_meeting()
    soon = make.make_meeting(starts_on=date(2098, 1, 1), ends_on=date(2098, 1, 2), status="planned")
    make.make_meeting(starts_on=date(2099, 1, 1), ends_on=date(2099, 1, 2), status="planned")

    response = client.get("/en/")

    assert headline(response) == str(latest)
    coming = response.text.partition('<p class="coming">')[2].partition("</p>")[0]
    assert f'<a href="{soon.get_absolute_url()}">{soon}</a>' in coming
    assert "1–2 January 2098" in coming


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_meeting_that_does_not_take_place_leads_nothing(client: Client, status: str) -> None:
    latest = make.make_meeting()
    make.make_meeting(starts_on=date(2012, 1, 1), ends_on=date(2012, 1, 2), status=status)

    response = client.get("/en/")

    assert headline(response) == str(latest)
    assert '<p class="coming">' not in response.text


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_coming_meeting_that_does_not_take_place_is_said_to_be_until_its_day(client: Client, status: str) -> None:
    make.make_meeting(title_en="Off", starts_on=date(2098, 1, 1), ends_on=date(2098, 1, 2), status=status)
    make.make_meeting(title_en="Next", starts_on=date(2098, 2, 1), ends_on=date(2098, 2, 2), status="planned")
    make.make_meeting(title_en="Later", starts_on=date(2098, 3, 1), ends_on=date(2098, 3, 2), status=status)

    text = client.get("/en/").text
    shown = re.findall(
        r'<p class="coming">(.*?)<a [^>]*>(\w+)<.*?</span>(?:\s*<span class="moved">\s*<strong>(\w+)\.)?',
        text,
        re.DOTALL,
    )
    assert [(title, note) for _kicker, title, note in shown] == [("Off", status.capitalize()), ("Next", "")]
    assert [bool(kicker) for kicker, _title, _note in shown] == [False, True]


def test_further_decisions_are_counted(client: Client) -> None:
    session = make.make_session()
    for verb in ["adopted"] * 4 + ["agreed"] * 3 + ["discussed"]:
        make.make_outcome(session=session, verb=verb)

    html = client.get("/en/").text

    assert re.findall(r'<a class="verb" [^>]*>(\w+)<', html) == ["adopted"] * 4 + ["agreed"] * 2
    assert '<a href="/en/outcomes/">2 more outcomes</a>' in html


def test_the_newest_statements_and_reports_stand_together_by_date(client: Client) -> None:
    make.make_statement(issued_on=date(2009, 1, 1))
    new = [make.make_statement(issued_on=date(2011, 4, day)) for day in range(1, 6)]
    report = make.make_article(issued_on=date(2011, 4, 3))

    html = client.get("/en/").text

    shown_words = re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", html)
    assert shown_words == [f"{text.working_title} (en)" for text in [new[4], new[3], report, *new[2::-1]]]


def test_what_is_not_public_is_not_there(client: Client) -> None:
    meeting = make.make_meeting()
    make.make_meeting(
        title_en="Hidden meeting", starts_on=date(2012, 1, 1), ends_on=date(2012, 1, 1), publish_at=FUTURE
    )
    make.make_meeting(title_en="Hidden plan", starts_on=date(2098, 1, 1), ends_on=date(2098, 1, 1), publish_at=FUTURE)
    hidden = make.make_session(
        meeting=meeting, release="held_back", formats=[make.make_format(name_en="Hidden format")]
    )
    make.make_outcome(session=hidden, text_en="Hidden outcome")
    make.make_statement(edition={"publish_at": FUTURE, "title": "Hidden text"})
    photo = make.make_photo(gallery=make.make_gallery(meeting=meeting), release="held_back", alt_en="Hidden")
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=photo)

    assert "Hidden" not in client.get("/en/").text


def test_before_the_first_meeting_the_office_is_named(client: Client) -> None:
    make.make_office(name_en="Press office", description_en="All about the meetings.")

    response = client.get("/en/")

    assert headline(response) == "Press office"
    assert "All about the meetings." in response.text


@pytest.mark.parametrize(
    ("zone", "at", "leads"),
    [
        ("Asia/Tokyo", datetime(2011, 4, 13, 14, 59, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2011, 4, 13, 15, 0, tzinfo=UTC), True),
        ("America/Los_Angeles", datetime(2011, 4, 14, 6, 59, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2011, 4, 14, 7, 0, tzinfo=UTC), True),
    ],
)
def test_a_meeting_begins_with_the_day_of_its_zone(zone: str, at: datetime, *, leads: bool) -> None:
    long_ago = make.public(publish_at=datetime(2010, 1, 1, tzinfo=UTC))
    meeting = make.make_meeting(time_zone=zone, starts_on=date(2011, 4, 14), ends_on=date(2011, 4, 15), **long_ago)
    for _number in range(5):  # more of those that have not begun than are asked for at a time
        later = {"starts_on": date(2011, 4, 15), "ends_on": date(2011, 4, 15)}
        make.make_meeting(time_zone="Pacific/Honolulu", **later, **long_ago)

    assert (home.leading_meeting(at) == meeting) is leads
    assert (meeting in home.coming_meetings(at)) is not leads


def test_a_page_asks_for_one_moment(client: Client) -> None:
    context = client.get("/en/").context

    assert context["site"].at == context["view"].at
