"""The read API: every kind, whole lists in pages, and messages for errors."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.kept_pages import PAGES
from tests import factories as make
from tests.conftest import MadeOnce
from tests.queries import of_the_page
from website.api.resources import BY_NAME, RESOURCES
from website.held import FACTS

pytestmark = pytest.mark.django_db
NAMES: Final = [resource.name for resource in RESOURCES]
OF_ROWS: Final = [resource.name for resource in RESOURCES if resource.is_of_rows]
START: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
MOST_QUERIES: Final = 4


def one_of_everything(number: int = 0) -> None:
    partner, body, topic = make.make_partner(), make.make_format(), make.make_topic()
    body.partners.add(partner)
    make.make_former_name(partner, until="1990")
    person = make.make_person()
    office = make.make_appointment(person=person, partner=partner)
    meeting = make.make_meeting(country=partner, starts_on=date(2011, 4, 14), ends_on=date(2011, 4, 15))
    make.make_host(meeting, partner=partner)
    make.make_figure(meeting)
    session = make.make_session(meeting=meeting, formats=[body], topics=[topic], day=date(2011, 4, 14))
    make.make_participation(session=session, partner=partner, appointment=office)
    statement = make.make_statement(adopted_by=[body], meetings=[meeting], given_by=office)
    make.make_outcome(session=session, statement=statement, topics=[topic])
    make.make_article(meetings=[meeting], topics=[topic])
    make.make_photo(gallery=make.make_gallery(meeting=meeting), people=[person], session=session)
    make.withdraw(make.make_topic(), kind="out_of_date", until=datetime(2011, 5, 1, number, tzinfo=UTC))


def ask(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(f"{START}/{path}", headers=headers)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == ("application/json" if status == 200 else PROBLEM)
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def whole_list(client: Client, name: str, limit: int) -> list[str]:
    """Return the ids of all rows of a list, in pages of the size."""
    found, address = [], f"{START}/{name}?limit={limit}"
    while address:
        answer = client.get(address).json()
        assert len(answer["data"]) <= limit
        found += [row["id"] for row in answer["data"]]
        address = (answer["next"] or "").removeprefix("http://testserver")
    return found


def references(answer: Any) -> list[Any]:
    """Return all references to other rows in an answer."""
    if isinstance(answer, list):
        return [found for each in answer for found in references(each)]
    if isinstance(answer, dict):
        own = [answer] if answer.keys() == {"id", "permalink", "url", "name"} else []
        return own + references([*answer.values()])
    return []


@pytest.fixture(scope="class")
def several_of_everything(made_once: MadeOnce) -> Iterator[None]:
    with made_once():
        for number in range(6):
            one_of_everything(number)
        yield


@pytest.mark.usefixtures("several_of_everything")
class TestSeveralOfEverything:
    """The answers of every list, with several rows of each kind, made once."""

    @pytest.mark.parametrize("name", NAMES)
    def test_a_list_is_the_same_in_pages_of_any_size(self, client: Client, name: str) -> None:
        whole = [row["id"] for row in ask(client, f"{name}?limit=100")["data"]]

        assert len(whole) >= 4
        assert whole_list(client, name, 1) == whole_list(client, name, 3) == whole

    @pytest.mark.parametrize("name", OF_ROWS)
    def test_every_row_of_a_list_has_an_address_of_its_own(self, client: Client, name: str) -> None:
        for listed in ask(client, name)["data"]:
            answer = ask(client, f"{name}/{listed['id']}")
            assert {**answer, **listed} == {**listed, **answer} or name in ("statements", "articles")
            assert client.get(answer["permalink"]).status_code == 302
            assert {client.get(address.partition("#")[0]).status_code for address in answer["pages"].values()} == {200}

    def test_references_lead_to_what_they_name(self, client: Client) -> None:
        found = [
            reference
            for name in OF_ROWS
            for row in ask(client, name)["data"]
            for reference in references(ask(client, f"{name}/{row['id']}"))
        ]

        assert {each["id"][0] for each in found} == set("mscfhtdg")
        for each in found:
            answer = client.get(each["url"]).json()
            assert answer["id"] == each["id"]
            assert each["name"] == answer.get("title", answer.get("name", {}))

    @pytest.mark.parametrize("name", NAMES)
    def test_an_answer_takes_at_most_four_queries(self, client: Client, name: str) -> None:
        address = f"{START}/{name}?limit=5"
        ids = [row["id"] for row in client.get(address).json()["data"]]

        for path in (address, *[f"{START}/{name}/{ids[0]}" for _ in "1" if name in OF_ROWS]):
            PAGES.clear()
            FACTS.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            asked = of_the_page(captured)
            office = [sql for sql in asked if 'FROM "publishing_office"' in sql]  # which is held
            assert len(asked) - len(office) <= MOST_QUERIES, "\n".join(asked)

    @pytest.mark.parametrize("name", sorted(set(NAMES) - {"photos", "formats", "people", "topics"}))
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_the_list_of_a_page_is_the_same_as_json(self, client: Client, name: str, language: str) -> None:
        here = client.get(f"/{language}/{name}.json?limit=1")
        there = ask(client, f"{name}?limit=1", **{"accept-language": language})

        assert here.json()["data"] == there["data"]
        assert here["Content-Type"] == "application/json"
        assert here.json()["next"].startswith(f"http://testserver/{language}/{name}.json?")
        assert here["Link"] == f'<{here.json()["next"]}>; rel="next"'
        assert client.get(f"/{language}/{name}.json?nothing=1")["Content-Type"] == PROBLEM


def test_texts_without_a_day_come_last_and_are_not_lost_between_pages(client: Client) -> None:
    for issued_on in (None, date(2011, 4, 14), None, date(2012, 1, 1), date(2011, 4, 14)):
        make.make_statement(issued_on=issued_on)

    days = [row["issued_on"] for row in ask(client, "statements")["data"]]

    assert days == ["2012-01-01", "2011-04-14", "2011-04-14", None, None]
    assert len(set(whole_list(client, "statements", 1))) == 5


def test_what_is_added_while_a_list_is_read_moves_none_of_the_others(client: Client) -> None:
    rows = [make.make_meeting(starts_on=date(2011, 4, day), ends_on=date(2011, 4, day)) for day in (1, 2, 3)]
    first = ask(client, "meetings?limit=1")
    make.make_meeting(starts_on=date(2012, 1, 1), ends_on=date(2012, 1, 1))

    second = client.get(first["next"]).json()

    assert [row["id"] for row in (*first["data"], *second["data"])] == [rows[2].public_id, rows[1].public_id]


def test_texts_are_given_by_language_and_by_version(client: Client) -> None:
    statement = make.make_statement(languages=[])
    make.make_edition(statement, language="en", title="On Libya", body="<p>First.</p>")
    make.make_edition(statement, language="de", title="Zu Libyen", body="<p>Zuerst.</p>")

    listed = ask(client, "statements")["data"][0]["texts"]
    answer = ask(client, f"statements/{statement.public_id}")["texts"]

    assert {code: (text["title"], text["version"]) for code, text in listed.items()} == {
        "en": ("On Libya", 1),
        "de": ("Zu Libyen", 1),
    }
    assert "Zuerst." in answer["de"]["html"]
    assert "html" not in listed["de"]
    assert answer["de"]["page"] == f"http://testserver/de/statements/{statement.slug}/"


def test_times_have_the_offset_of_their_place(client: Client) -> None:
    meeting = make.make_meeting(time_zone="Europe/Berlin", starts_on=date(2011, 4, 14), ends_on=date(2011, 4, 14))
    values = {"day": date(2011, 4, 14), "starts_at": "10:30", "precision": "exact"}
    session = make.make_session(meeting=meeting, **values)

    assert ask(client, f"sessions/{session.public_id}")["starts"] == "2011-04-14T10:30:00+02:00"


def test_filters_are_those_of_the_pages_and_the_language(client: Client) -> None:
    german = make.make_statement(languages=["de"], issued_on=date(2011, 4, 14), kind="speech")
    english = make.make_statement(languages=["en"], issued_on=date(2012, 4, 14), kind="statement")

    def ids(query: str) -> list[str]:
        return [row["id"] for row in ask(client, f"statements?{query}")["data"]]

    assert ids("year=2011") == ids("kind=speech") == ids("language=de") == [german.public_id]
    assert ids("language=en&year=2012") == [english.public_id]
    assert ids("language=fr") == ids("topic=nowhere") == ids("year=1999") == []


def test_the_sessions_of_a_meeting_and_the_photos_of_a_gallery_can_be_asked(client: Client) -> None:
    session, photo = make.make_session(), make.make_photo()
    make.make_session(), make.make_photo()

    sessions = ask(client, f"sessions?meeting={session.meeting.slug}")["data"]
    photos = ask(client, f"photos?gallery={photo.gallery.slug}")["data"]

    assert [row["id"] for row in (*sessions, *photos)] == [session.public_id, photo.public_id]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("page=2", "page"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=2", "limit"),
        ("year=last", "year"),
        ("kind=poem", "kind"),
        ("topic=a%00b", "topic"),
        ("language=klingon!", "language"),
    ],
)
def test_what_is_asked_wrongly_is_named(client: Client, query: str, parameter: str) -> None:
    problem = ask(client, f"statements?{query}", 400)

    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert (problem["title"], problem["status"]) == ("Bad Request", 400)


@pytest.mark.parametrize("cursor", ["x", "", "W10:abc", "%00"])
def test_a_cursor_that_is_none_is_not_found(client: Client, cursor: str) -> None:
    assert "Take it from `next`" in ask(client, f"statements?cursor={cursor}", 404)["detail"]


def test_a_cursor_of_another_list_is_not_found(client: Client) -> None:
    make.make_statement(), make.make_statement(), make.make_article(), make.make_article()
    further = ask(client, "articles?limit=1")["next"]

    ask(client, f"statements?{further.partition('?')[2]}", 404)


@pytest.mark.parametrize(
    "path", ["nowhere", "statements/", "statements/d2222222", "statements/m22222222", "corrections/d22222222", "a%00"]
)
def test_what_is_not_there_is_a_problem(client: Client, path: str) -> None:
    assert ask(client, path, 404)["status"] == 404


def test_what_was_published_in_error_says_so(client: Client) -> None:
    topic = make.make_topic()
    make.withdraw(topic, explanation_en="A <mistake>.")

    assert ask(client, f"topics/{topic.public_id}", 410)["detail"] == "This was published in error. A <mistake>."


def test_addresses_without_parameters_say_so(client: Client) -> None:
    topic = make.make_topic()

    for path in ("", "openapi.json", f"topics/{topic.public_id}"):
        assert ask(client, f"{path}?limit=1", 400)["detail"] == "This address has no parameters."
        ask(client, path)


def test_a_preview_has_no_api(client: Client) -> None:
    token = make.make_preview(make.make_meeting(state="draft", publish_at=None))

    for path in ("/api/v1/meetings", "/api/v1/", "/en/meetings.json"):
        assert client.get(f"/preview/{token}{path}").status_code == 404


def test_an_answer_that_still_holds_is_not_sent_again(client: Client) -> None:
    make.make_topic()
    first = client.get(f"{START}/topics")

    again = client.get(f"{START}/topics", headers={"if-none-match": first["ETag"]})
    head = client.head(f"{START}/topics")

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def test_the_description_names_every_list() -> None:
    """A name is part of addresses that others use."""
    assert " ".join(BY_NAME) == (
        "meetings sessions outcomes statements articles galleries photos partners formats people topics corrections"
    )
