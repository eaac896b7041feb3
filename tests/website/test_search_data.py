"""A search as JSON: results, a link to the next page, and refusals."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests import factories as make

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def ask(client: Client, query: str, status: int = 200, language: str = "en") -> Any:
    response = client.get(f"/{language}/search.json?{query}")
    assert response.status_code == status, response.content
    assert response["Content-Type"] == ("application/json" if status == 200 else PROBLEM)
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def titles(answer: Any) -> list[str]:
    return [result["title"] for result in answer["data"]]


def test_it_tells_of_each_result_what_the_page_shows(client: Client) -> None:
    statement = make.make_statement(languages=[])
    text = "<p>First.</p>" + "<p>On the &lt;quagmire&gt; of talks.</p>" * 12
    make.make_edition(statement, title="Quagmire", body=text)
    page = make.make_page(**make.both("title", "Quagmire of terms"))

    answer = ask(client, "q=quagmires")

    assert {key: value for key, value in answer.items() if key != "data"} == {
        "question": "quagmires",
        "total": 2,
        "has_more": False,
        "next": None,
    }
    first, second = answer["data"]
    start = "http://testserver"
    where = f"{start}{statement.get_absolute_url()}"
    assert first == {
        "id": statement.public_id,
        "permalink": f"{start}/id/{statement.public_id}",
        "url": f"{start}/api/v1/statements/{statement.public_id}",
        "kind": "statement",
        "language": "en",
        "title": "Quagmire",
        "day": "2011-04-15",
        "page": where,
        "passages": [{"text": "On the <quagmire> of talks.", "page": f"{where}#p{number}"} for number in (2, 3)],
    }
    assert (second["id"], second["kind"], second["url"]) == (page.public_id, "page", None)
    assert client.get(first["url"].removeprefix(start)).json()["id"] == statement.public_id


def test_its_pages_follow_each_other_and_end(client: Client) -> None:
    for number in range(30):
        make.make_topic(**make.both("name", f"Quagmire {number}"))

    first = ask(client, "q=quagmire&kind=topic")
    second = client.get(first["next"].removeprefix("http://testserver"))

    assert (len(first["data"]), first["total"]) == (25, 30)
    assert client.get("/en/search.json?q=quagmire&kind=topic")["Link"] == f'<{first["next"]}>; rel="next"'
    assert (len(second.json()["data"]), second.json()["next"]) == (5, None)
    assert len({*titles(first), *titles(second.json())}) == 30
    assert ask(client, "q=quagmire&page=3", 404)["detail"] == "There is no such page of these results."


def test_filters_and_spelling_are_those_of_the_page(client: Client) -> None:
    topic = make.make_topic(**make.both("name", "Fisheries"))
    session = make.make_session(title_en="Quagmire session", title_de="Morastsitzung", topics=[topic])
    make.make_meeting(title_en="Quagmire meeting")

    assert titles(ask(client, "q=quagmire&topic=" + topic.slug)) == ["Quagmire session"]
    assert titles(ask(client, "q=quagmire&kind=meeting")) == ["Quagmire meeting"]
    assert ask(client, "q=quagmire&topic=nowhere")["data"] == []
    assert ask(client, "q=quagmire&year=1999")["total"] == 0
    corrected = ask(client, "q=quagmrie")
    assert (corrected["question"], corrected["total"]) == ("Quagmire", 2)
    german = ask(client, "q=Morastsitzung", language="de")["data"][0]
    assert (german["title"], german["page"]) == (
        "Morastsitzung",
        f"http://testserver/de{session.get_absolute_url()[3:]}",
    )


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "Say in q what to search for."),
        ("q=%20", "Say in q what to search for."),
        ("q=x&limit=5", "limit"),
        ("q=x&kind=nothing", "kind"),
        ("q=x&year=20x1", "year"),
        ("q=x&page=0", "page"),
        ("q=x&page=41", "page"),
        ("q=x&q=y", "q"),
        (f"q={'x' * 1001}", "q"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(client: Client, query: str, detail: str) -> None:
    assert detail in ask(client, query, 400)["detail"]


@pytest.mark.parametrize("typed", ["%22%27%20AND%20(*%20OR%20NEAR:", "%00", "a%0Ab", "%E2%80%AE", "-only", "x" * 1000])
def test_any_text_gets_an_answer(client: Client, typed: str) -> None:
    assert ask(client, f"q={typed}")["data"] == []


def test_the_page_of_results_leads_to_it(client: Client) -> None:
    make.make_office()
    make.make_meeting(title_en="Quagmire meeting")
    html = client.get("/en/search/?q=quagmire&kind=meeting").text

    address = "/en/search.json?q=quagmire&amp;kind=meeting"
    assert f'<link rel="alternate" type="application/json" href="{address}">' in html
    assert re.search(f'href="{re.escape(address)}">Read as data', html)
    assert ".json" not in client.get("/en/search/").text


def test_readers_who_have_an_answer_are_not_sent_it_again(client: Client) -> None:
    make.make_meeting(title_en="Quagmire meeting")
    tag = client.get("/en/search.json?q=quagmire")["ETag"]

    assert client.get("/en/search.json?q=quagmire", headers={"if-none-match": tag}).status_code == 304


def test_lists_and_searches_in_json_count_as_requests_to_the_api(client: Client, settings: Settings) -> None:
    settings.API_REQUESTS = 3
    make.make_office()
    paths = ("/en/search.json?q=x", "/de/statements.json?limit=3", "/en/nothing.json", "/api/v1/topics?limit=4")

    answers = [client.get(path) for path in paths]

    assert [(response.status_code, response["Content-Type"]) for response in answers] == [
        (200, "application/json"),
        (200, "application/json"),
        (404, PROBLEM),
        (429, PROBLEM),
    ]
    assert client.get("/de/search.json?q=y").status_code == 429
    assert "RateLimit" in answers[0]
    assert client.get("/en/search/?q=x").status_code == 200  # pages are not counted


def test_previews_have_none(client: Client) -> None:
    token = make.make_preview(make.make_statement())

    assert client.get(f"/preview/{token}/en/search.json?q=x").status_code == 404
