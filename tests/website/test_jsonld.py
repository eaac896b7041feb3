"""What pages say to machines in the words of schema.org."""

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.heads import described, graph

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
SCHEMA = "https://schema.org/"


def page(client: Client, row: Any) -> str:
    return client.get(row.get_absolute_url()).text


def test_a_meeting_has_what_google_asks_of_an_event(client: Client) -> None:
    germany = make.make_partner(name_en="Germany", iso_code="DE")
    meeting = make.make_meeting(city_en="Berlin", country=germany)
    make.make_host(meeting, partner=germany)
    make.make_participation(session=make.make_session(meeting=meeting), partner=germany)

    event = described(page(client, meeting), "Event")

    assert event["@id"] == f"{HOST}/id/{meeting.public_id}"
    assert event["url"] == f"{HOST}{meeting.get_absolute_url()}"
    assert (event["name"], event["startDate"], event["endDate"]) == (
        str(meeting),
        "2011-04-14",
        "2011-04-15",
    )
    assert event["location"] == {
        "@type": "Place",
        "name": "Berlin",
        "address": {"@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"},
    }
    actor = {
        "@type": "GovernmentOrganization",
        "name": "Germany",
        "url": f"{HOST}{germany.get_absolute_url()}",
    }
    assert event["organizer"] == [actor]
    assert [each["startDate"] for each in event["subEvent"]] == ["2011-04-14"]


def test_a_time_that_is_known_has_its_offset(client: Client) -> None:
    meeting = make.make_meeting()
    timed: dict[str, Any] = {"meeting": meeting, "precision": "exact"}
    session = make.make_session(starts_at=time(9), ends_at=time(11, 30), **timed)
    make.make_session(starts_at=time(14), ends_at=time(16), day=date(2011, 4, 15), **timed)

    event, sitting = described(page(client, meeting), "Event"), described(page(client, session), "Event")

    assert event["startDate"] == sitting["startDate"] == "2011-04-14T09:00:00+02:00"
    assert sitting["endDate"] == "2011-04-14T11:30:00+02:00"
    assert event["endDate"] == "2011-04-15T16:00:00+02:00"
    assert sitting["superEvent"]["@id"] == event["@id"]


def test_what_became_of_an_event_is_in_the_data(client: Client) -> None:
    moved = make.make_session(former_day=date(2011, 4, 13), former_starts_at=time(10), status="planned")
    untimed = make.make_session(former_day=date(2011, 4, 13), status="held")
    by_status = {
        "planned": "EventScheduled",
        "held": "EventScheduled",
        "postponed": "EventPostponed",
        "cancelled": "EventCancelled",
    }

    for status, said in by_status.items():
        event = described(page(client, make.make_meeting(status=status)), "Event")
        assert event["eventStatus"] == f"{SCHEMA}{said}"
        assert event.get("previousStartDate") == ("2011-04-14" if status == "postponed" else None)
    for session, former in ((moved, "2011-04-13T10:00:00+02:00"), (untimed, "2011-04-13")):
        event = described(page(client, session), "Event")
        assert event["eventStatus"] == f"{SCHEMA}EventRescheduled"
        assert event["previousStartDate"] == former


def test_a_meeting_by_video_has_no_place_on_earth(client: Client) -> None:
    event = described(page(client, make.make_meeting(city_en="", city_de="")), "Event")

    assert event["location"]["@type"] == "VirtualLocation"
    assert event["eventAttendanceMode"] == f"{SCHEMA}OnlineEventAttendanceMode"


def test_who_sat_in_a_session_are_delegations_with_their_people_and_never_countries(client: Client) -> None:
    minister = make.make_appointment()
    nato = make.make_partner(kind="organisation", name_en="The Union")
    session = make.make_session(formats=[make.make_format(name_en="Council")])
    make.make_participation(session=session, partner=minister.partner, appointment=minister)
    make.make_participation(session=session, partner=nato)

    html = page(client, session)
    event = described(html, "Event")

    assert [(each["@type"], each.get("member", [{}])[0].get("name")) for each in event["attendee"]] == [
        ("GovernmentOrganization", str(minister.person)),
        ("Organization", None),
    ]
    assert [each["name"] for each in event["organizer"]] == ["Council"]
    assert '"Country"' not in html


def test_a_statement_is_a_report_with_its_number_adopters_and_other_languages(client: Client) -> None:
    minister = make.make_appointment()
    council = make.make_format(name_en="Council")
    statement = make.make_statement(
        reference="M(2011)1", adopted_by=[council], given_by=minister, meetings=[make.make_meeting()]
    )

    report = described(page(client, statement), "Report")

    assert report["identifier"] == {"@type": "PropertyValue", "propertyID": "reference", "value": "M(2011)1"}
    assert (report["inLanguage"], report["version"]) == ("en", 1)
    assert report["datePublished"] == report["dateModified"] == make.LONG_AGO.isoformat()
    assert [each["name"] for each in report["sourceOrganization"]] == ["Council"]
    assert report["author"]["name"] == str(minister.person)
    assert report["workTranslation"] == [
        {"@type": "Report", "inLanguage": "de", "url": f"{HOST}/de/statements/{statement.slug}/"}
    ]
    assert report["publisher"] == {"@id": f"{HOST}/#office"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("report", "NewsArticle"),
        ("press_release", "NewsArticle"),
        ("advisory", "Article"),
        ("transcript", "Article"),
    ],
)
def test_an_article_is_news_or_a_plain_article(client: Client, kind: str, said: str) -> None:
    photo = make.make_photo()

    article = described(page(client, make.make_article(kind=kind, lead_photo=photo)), said)

    assert article["headline"] and article["datePublished"]
    assert article["image"]["creditText"] == photo.credit


def test_a_photo_has_what_google_asks_of_a_licensable_picture(client: Client) -> None:
    terms = make.make_page()
    photo = make.make_photo(
        file=make.jpeg(width=1500, height=1000),
        gallery=make.make_gallery(terms=terms),
        credit="Agency",
        copyright="© Agency",
        photographer="A. Photographer",
        taken_on=date(2011, 4, 14),
        taken_at=time(9, 5),
        taken_offset="+02:00",
        people=[make.make_person(name_en="Someone")],
        other_people="Someone else, Another",
    )
    html = page(client, photo)

    image = described(html, "ImageObject")

    assert image["contentUrl"] == f"{HOST}{photo.file.address('1280', 'jpg')}"
    assert image["contentUrl"].removeprefix(HOST) in html.partition("<main")[2]
    assert (image["creditText"], image["copyrightNotice"]) == ("Agency", "© Agency")
    assert image["creator"] == {"@type": "Person", "name": "A. Photographer"}
    assert image["license"] == f"{HOST}{terms.get_absolute_url()}"
    assert image["acquireLicensePage"].startswith(f"{HOST}/en/galleries/")
    assert image["dateCreated"] == "2011-04-14T09:05:00+02:00"
    assert [each["name"] for each in image["about"]] == ["Someone", "Someone else", "Another"]


def test_a_time_without_its_offset_is_given_as_a_day(client: Client) -> None:
    photo = make.make_photo(taken_on=date(2011, 4, 14), taken_at=time(9, 5))

    assert described(page(client, photo), "ImageObject")["dateCreated"] == "2011-04-14"


def test_a_gallery_lists_its_pictures_with_their_credits(client: Client) -> None:
    gallery = make.make_gallery(photos=3, meeting=make.make_meeting())

    listed = described(page(client, gallery), "ImageGallery")

    assert [each["creditText"] for each in listed["associatedMedia"]] == [
        photo.credit for photo in gallery.photos.all()
    ]
    assert listed["about"]["@id"] == f"{HOST}/id/{gallery.meeting.public_id}"


def test_every_picture_says_who_has_the_rights_and_where_it_can_be_had(client: Client) -> None:
    terms, own, secret = make.make_page(), make.make_page(), make.make_page(state="draft", publish_at=None)
    meeting = make.make_meeting()
    session = make.make_session(meeting=meeting)
    gallery = make.make_gallery(meeting=meeting, terms=terms)
    photo = make.make_photo(gallery=gallery, session=session, copyright="© Agency", terms=secret)
    article = make.make_article(lead_photo=photo)

    def pictures() -> list[Any]:
        event, sitting = described(page(client, meeting), "Event"), described(page(client, session), "Event")
        report = next(node for node in graph(page(client, article)) if "image" in node)
        listed = described(page(client, gallery), "ImageGallery")["associatedMedia"]
        return [
            event["image"],
            sitting["image"],
            report["image"],
            *listed,
            described(page(client, photo), "ImageObject"),
        ]

    def rights(address: str) -> list[tuple[str, ...]]:
        picks = f"{HOST}/en/galleries/{gallery.slug}/download/?photo={photo.public_id}"
        return [(photo.credit, "© Agency", address, picks)] * 5

    names = ("creditText", "copyrightNotice", "license", "acquireLicensePage")
    assert [tuple(map(each.get, names)) for each in pictures()] == rights(f"{HOST}{terms.get_absolute_url()}")
    photo.terms = own
    photo.save()
    assert [tuple(map(each.get, names)) for each in pictures()] == rights(f"{HOST}{own.get_absolute_url()}")


def test_a_country_has_a_state_beside_it_that_is_the_member(client: Client) -> None:
    country = make.make_partner(iso_code="DE", official_name_en="Federal Republic of Germany")
    council = make.make_format(members=[country], name_en="Council", founded="1949")

    html = page(client, country)
    state = described(html, "GovernmentOrganization")
    body = _organization(page(client, council))

    assert described(html, "Country")["identifier"] == "DE"
    assert "memberOf" not in described(html, "Country")
    assert state["areaServed"] == {"@id": f"{HOST}/id/{country.public_id}"}
    assert [(role["@type"], role["startDate"], role["memberOf"]["name"]) for role in state["memberOf"]] == [
        ("OrganizationRole", "1999", "Council")
    ]
    assert body["foundingDate"] == "1949"
    assert [role["member"]["@type"] for role in body["member"]] == ["GovernmentOrganization"]


def _organization(html: str) -> dict[str, Any]:
    (found,) = [node for node in graph(html) if node["@type"] == "Organization" and "#office" not in node["@id"]]
    return found


def test_a_person_has_held_offices_from_when_to_when(client: Client) -> None:
    minister = make.make_appointment(office_en="Minister", since="2009", until="2013")

    person = described(page(client, minister.person), "Person")

    (role,) = person["memberOf"]
    assert (role["roleName"], role["startDate"], role["endDate"]) == (
        "Minister",
        "2009",
        "2013",
    )


def test_the_way_to_a_page_ends_at_the_page(client: Client) -> None:
    meeting = make.make_meeting(title_en="Ministers & others")

    steps = described(page(client, meeting), "BreadcrumbList")["itemListElement"]

    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "Meetings", f"{HOST}/en/meetings/"),
        (2, "2011", f"{HOST}/en/meetings/?year=2011"),
        (3, "Ministers & others", None),
    ]


def test_the_front_page_names_the_site_and_who_publishes_it(client: Client) -> None:
    make.make_office(email="press@m.example")

    html = client.get("/en/").text

    assert described(html, "WebSite")["publisher"]["@id"] == described(html, "Organization")["@id"]
    assert described(html, "Organization")["email"] == "press@m.example"


def test_no_text_of_an_editor_ends_the_block(client: Client) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028 ]]>"
    meeting = make.make_meeting(title_en=evil)

    html = page(client, meeting)

    assert described(html, "Event")["name"] == evil
    blocks = re.findall(r"<script[^>]*ld\+json.*?</script>", html, re.DOTALL)
    assert len(blocks) == 1
    assert not re.search("[<>&\u2028\u2029]", blocks[0].partition(">")[2].removesuffix("</script>"))


def test_a_preview_has_no_data_for_machines(client: Client) -> None:
    meeting = make.make_meeting(publish_at=None)
    token = make.make_preview(meeting)

    assert graph(client.get(f"/preview/{token}{meeting.get_absolute_url()}").text) == []
