"""The page of a meeting: participants, outcomes and texts, only if public."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, meeting: Meeting, language: str = "en") -> Any:
    return client.get(f"/{language}/meetings/{meeting.slug}/")


def section(html: str, anchor: str) -> str:
    """Return the part of the page with the id, up to the next part."""
    return re.split(r'<section|<div class="columns|<p class="meta part', html.partition(f'id="{anchor}"')[2])[0]


def make_full_meeting(number: int = 1) -> Meeting:
    """A meeting with so many of everything that its page shows."""
    meeting = make.make_meeting(country=make.make_partner())
    make.make_former_name(meeting.country)
    gallery = make.make_gallery(meeting=meeting, photos=number)
    for _ in range(number):
        appointment = make.make_appointment()
        make.make_host(meeting, appointment=appointment)
        make.make_figure(meeting)
        session = make.make_session(meeting=meeting, formats=[make.make_format()], topics=[make.make_topic()])
        make.make_participation(session=session, partner=appointment.partner, appointment=appointment)
        make.make_participation(session=session, role="observer")
        make.make_participation(session=session, unnamed_count=21, unnamed_phrase_en="further contributors")
        make.make_outcome(session=session, statement=make.make_statement(sessions=[session]))
        make.make_statement(meetings=[meeting])
        make.make_article(meetings=[meeting])
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=gallery.photos.first())
    return meeting


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_eleven_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    meeting = make_full_meeting(number)

    hold_what_is_shared(lambda: page_of(client, meeting))

    with django_assert_num_queries(11):
        response = page_of(client, meeting)

    assert response.status_code == 200


def test_place_host_programme_and_participants_bear_the_names_of_the_day(client: Client) -> None:
    partner = make.make_partner(name_en="New name", name_de="Neuer Name")
    make.make_former_name(partner, name_en="Old name", name_de="Alter Name", until="2018")
    meeting = make.make_meeting(country=partner)
    make.make_host(meeting, partner=partner)
    make.make_participation(session=make.make_session(meeting=meeting), partner=partner)

    english, german = page_of(client, meeting).text, page_of(client, meeting, "de").text

    # Four times to be read, and once for machines.
    assert (english.count("Old name"), english.count("New name")) == (5, 0)
    assert (german.count("Alter Name"), german.count("Neuer Name")) == (5, 0)


def test_it_says_when_and_where_in_the_language_of_the_page(client: Client) -> None:
    meeting = make.make_meeting(
        city_en="Berlin",
        city_de="Berlin",
        country=make.make_partner(name_en="Germany", name_de="Deutschland"),
    )

    english, german = page_of(client, meeting).text, page_of(client, meeting, "de").text

    assert ">14–15 April 2011</time>" in english
    assert f'Berlin, <a href="/en/partners/{meeting.country.slug}/">Germany</a>' in english
    assert f'Berlin, <a href="/de/partners/{meeting.country.slug}/">Deutschland</a>' in german


def test_a_meeting_without_a_city_is_by_video(client: Client) -> None:
    assert "By video" in page_of(client, make.make_meeting(city_en="", city_de="")).text


def test_the_band_holds_hosts_and_figures(client: Client) -> None:
    meeting = make.make_meeting()
    host = make.make_host(meeting, appointment=make.make_appointment())
    bare = make.make_host(meeting)
    figure = make.make_figure(meeting, label_en="Delegations", value_en="about 60")

    html = page_of(client, meeting).text

    band = html.partition('<dl class="band')[2].partition("</dl>")[0]
    assert f"{host.appointment.person}</a>" in band and host.appointment.office in band
    assert f"{bare.partner}</a>" in band
    assert re.search(rf"<dt>{figure.label}</dt>\s*<dd>about 60</dd>", band)


def test_the_programme_is_by_day_and_time_each_as_precise_as_it_is_known(client: Client) -> None:
    meeting = make.make_meeting()
    second = date(2011, 4, 15)
    make.make_session(meeting=meeting, title_en="Unknown", status="held", position=1)
    make.make_session(meeting=meeting, title_en="Late", day=second, starts_at=time(14), precision="approximate")
    make.make_session(
        meeting=meeting,
        title_en="Early",
        day=second,
        starts_at=time(9),
        ends_at=time(10, 30),
        precision="exact",
    )

    html = page_of(client, meeting).text

    programme = re.sub(r"<[^>]+>|\s+", " ", section(html, "programme") + html.partition('class="day"')[2])
    order = [
        "Thursday, 14 April", "times not recorded", "Unknown", "Friday, 15 April",
        "Berlin time (Central European Summer Time)",
        "09:00 – 10:30", "Early", "about 14:00", "Late",
    ]  # fmt: skip
    places = [re.sub(r"\s+", " ", programme).find(words) for words in order]
    assert -1 not in places and places == sorted(places)


POSTPONED = (
    "<strong>Postponed.</strong> It was planned for 14 April 2011; the new time is to be announced. "
    "Before that it was planned for 13 April 2011, 17:00."
)


def test_a_session_that_did_not_go_as_planned_says_so(client: Client) -> None:
    meeting = make.make_meeting()
    moved = {"former_day": date(2011, 4, 13), "former_starts_at": time(17)}
    make.make_session(meeting=meeting, status="postponed", **moved)
    make.make_session(meeting=meeting, status="cancelled")

    html = re.sub(r"\s+", " ", page_of(client, meeting).text)

    assert POSTPONED in html
    assert "<strong>Cancelled.</strong>" in html


def test_a_session_elsewhere_names_its_own_time_zone_and_place(client: Client) -> None:
    meeting = make.make_meeting()
    make.make_session(meeting=meeting, time_zone="Asia/Kabul", place_en="Kabul", starts_at=time(9), precision="exact")

    html = page_of(client, meeting).text

    assert "Kabul time (Afghanistan Time)" in html
    assert "Berlin time" not in html
    assert '<p class="attendance">Kabul</p>' in html


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("postponed", "This meeting is postponed."), ("cancelled", "This meeting is cancelled.")],
)
def test_a_meeting_that_does_not_take_place_says_so_at_the_top(client: Client, status: str, sentence: str) -> None:
    assert sentence in page_of(client, make.make_meeting(status=status)).text


def test_what_was_decided_is_led_by_its_verb_with_the_weightiest_first(client: Client) -> None:
    session = make.make_session()
    statement = make.make_statement()
    make.make_outcome(session=session, verb="endorsed", text_en="a paper")
    make.make_outcome(session=session, verb="adopted", text_en="a policy", statement=statement)
    make.make_outcome(session=session, verb="discussed", text_en="the weather")

    decided = section(page_of(client, session.meeting).text, "decided")

    assert re.findall(r'<a class="verb" [^>]*>(\w+)<', decided) == ["adopted", "endorsed", "discussed"]
    assert f'<a href="{statement.get_absolute_url()}">a policy</a>' in decided
    assert "<span>a paper</span>" in decided
    assert "One item discussed" in decided


def test_texts_are_listed_with_their_titles_also_of_a_session_alone(client: Client) -> None:
    session = make.make_session()
    of_session = make.make_statement(sessions=[session])
    of_meeting = make.make_article(meetings=[session.meeting])
    other = make.make_statement()

    said = section(page_of(client, session.meeting).text, "said")

    assert f'<a href="/en/statements/{of_session.slug}/">{of_session.working_title} (en)</a>' in said
    assert f'<a href="/en/articles/{of_meeting.slug}/">{of_meeting.working_title} (en)</a>' in said
    assert other.working_title not in said


def test_a_text_in_another_language_is_marked_as_such(client: Client) -> None:
    meeting = make.make_meeting()
    statement = make.make_statement(meetings=[meeting], languages=["de"])

    said = section(page_of(client, meeting).text, "said")

    assert f'<a href="/en/statements/{statement.slug}/" lang="de">' in said


def test_who_took_part_is_listed_by_role_under_the_names_of_the_day(client: Client) -> None:
    session = make.make_session()
    germany = make.make_partner(name_en="Germany")
    turkey = make.make_partner(name_en="Türkiye")
    make.make_former_name(turkey, name="Turkey", until="2022")
    make.make_participation(session=session, partner=turkey, role="member", position=1)
    make.make_participation(session=session, partner=germany, role="member", position=2)
    make.make_participation(
        session=session, role="contributor", unnamed_count=21, unnamed_phrase_en="further contributors"
    )

    html = page_of(client, session.meeting).text

    roles = html.partition('<dl class="roles">')[2].partition("</dl>")[0]
    rows = [re.sub(r"\s+", " ", re.sub("<[^>]+>", "", row)).strip() for row in roles.split("</div>")]
    assert rows == ["Members 2 Germany Turkey", "Troop-contributing nations 21 21 further contributors", ""]
    assert "Türkiye" not in html


def test_a_partner_that_sat_in_several_sessions_is_named_once(client: Client) -> None:
    meeting, partner = make.make_meeting(), make.make_partner()
    for _ in range(2):
        make.make_participation(session=make.make_session(meeting=meeting), partner=partner)

    roles = page_of(client, meeting).text.partition('<dl class="roles">')[2].partition("</dl>")[0]

    assert roles.count(f">{partner}</a>") == 1


def test_many_roles_are_a_number_in_the_programme_with_those_who_came_and_are_not_hosting(
    client: Client,
) -> None:
    session = make.make_session()
    host, guest = make.make_appointment(), make.make_appointment()
    make.make_host(session.meeting, appointment=host)
    for appointment in (host, guest):
        make.make_participation(session=session, partner=appointment.partner, appointment=appointment)
    for _ in range(4):
        make.make_participation(session=session)

    html = page_of(client, session.meeting).text

    assert f'<p class="attendance">6 members, {guest.person}</p>' in html


def test_the_lead_photo_is_the_chosen_one_and_the_strip_leads_to_the_gallery(client: Client) -> None:
    meeting = make.make_meeting()
    gallery = make.make_gallery(meeting=meeting, photos=8)
    lead = list(gallery.photos.all())[-1]
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=lead)

    html = page_of(client, meeting).text

    strip = section(html, "photos")
    assert f'<figure class="lead">\n  <a href="{lead.get_absolute_url()}">' in html
    assert re.findall(r'href="/en/galleries/[^/]+/([a-z0-9]+)/"', strip) == [
        photo.public_id for photo in gallery.photos.all()[:6]
    ]
    assert f'<a href="{gallery.get_absolute_url()}">All 8 photos</a>' in strip


def test_a_lead_photo_that_is_not_public_is_replaced_by_the_first_that_is(client: Client) -> None:
    meeting = make.make_meeting()
    gallery = make.make_gallery(meeting=meeting, photos=1)
    hidden = make.make_photo(gallery=gallery, release="held_back", position=9, caption_en="Held back")
    Meeting.objects.filter(pk=meeting.pk).update(lead_photo=hidden)

    html = page_of(client, meeting).text

    assert f'<figure class="lead">\n  <a href="{gallery.photos.first().get_absolute_url()}">' in html
    assert "Held back" not in html


def test_what_only_surrounds_it_and_is_not_public_stays_unnamed(client: Client) -> None:
    draft = {"state": "draft", "publish_at": None}
    meeting = make.make_meeting(country=make.make_partner(name_en="Hidden country", **draft))
    session = make.make_session(meeting=meeting, formats=[make.make_format(name_en="Hidden format", **draft)])
    unknown = make.make_appointment(person=make.make_person(name_en="Hidden person", **draft))
    make.make_participation(session=session, partner=unknown.partner, appointment=unknown)
    make.make_participation(session=session, partner=make.make_partner(name_en="Hidden partner", **draft))
    make.make_host(meeting, appointment=unknown)
    make.make_host(meeting, partner=make.make_partner(name_en="Hidden host", **draft))
    make.make_session(meeting=meeting, title_en="Hidden session", release="held_back")
    make.make_outcome(
        session=session,
        text_en="Hidden outcome",
        statement=make.make_statement(edition={"publish_at": FUTURE, "title": "Hidden title"}),
    )

    html = page_of(client, meeting).text

    assert str(unknown.partner) in html
    assert "Hidden" not in html


def test_a_meeting_that_is_not_public_is_not_there(client: Client) -> None:
    assert page_of(client, make.make_meeting(publish_at=FUTURE)).status_code == 404
    assert client.get("/en/meetings/nowhere/").status_code == 404


def test_a_meeting_that_is_out_of_date_is_shown_with_the_explanation(client: Client) -> None:
    meeting = make.make_meeting()
    make.withdraw(meeting, kind="out_of_date", explanation_en="It moved to Paris.")

    response = page_of(client, meeting)

    assert response.status_code == 200
    assert "<strong>Out of date.</strong> It moved to Paris." in response.text


def test_a_meeting_that_was_published_in_error_is_gone_with_the_explanation(client: Client) -> None:
    session = make.make_session()
    make.withdraw(session.meeting, explanation_en="It was another office's meeting.")

    for response in (page_of(client, session.meeting), client.get(session.get_absolute_url())):
        assert response.status_code == 410
        assert "It was another office&#x27;s meeting." in response.text
        assert str(session.meeting) not in response.text


def test_it_tells_its_permanent_address(client: Client) -> None:
    meeting = make.make_meeting()

    html = page_of(client, meeting).text

    assert f'<a class="permanent" href="http://testserver/id/{meeting.public_id}">' in html


def test_the_press_contact_is_at_the_end(client: Client) -> None:
    meeting = make.make_meeting(press_contact_en="Press office", press_email="press@m.example")

    assert '<a href="mailto:press@m.example">press@m.example</a>' in page_of(client, meeting).text
