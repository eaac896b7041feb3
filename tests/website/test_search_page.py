"""The page of a search: results with marked words, facets and help."""

import json
import re
from csv import DictReader
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests import factories as make
from website.search.following import settle

pytestmark = pytest.mark.django_db

ODD = (
    "",
    " ",
    "\0",
    "-word",
    "\"' AND (* OR NEAR:",
    "*",
    "مرحبا بالعالم",
    "word " * 3_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "<script>alert(1)</script>",
    "%s %(x)s {{ y }} {0}",
)


def titles(html: str) -> list[str]:
    found = re.findall(r'<article class="entry[^>]*>.*?<h2[^>]*>(.*?)</h2>', html, re.DOTALL)
    return [re.sub("<[^>]+>", "", title) for title in found]


def status(html: str) -> str:
    found = re.search(r'<p class="(?:count|notice)" role="status">(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found[1]).split()) if found else ""


def test_a_result_tells_kind_day_meeting_and_the_passage_with_its_paragraph(client: Client) -> None:
    meeting = make.make_meeting(title_en="Spring meeting")
    session = make.make_session(meeting=meeting, title_en="Plenary sitting", summary_en="About quagmires.")
    statement = make.make_statement(edition={"title": "A text", "body": "<p>Nothing.</p><p>Many quagmires.</p>"})

    html = client.get("/en/search/?q=quagmire").text

    assert sorted(titles(html)) == ["A text", "Plenary sitting"]
    assert status(html) == "2 results"
    assert f'<a href="{session.get_absolute_url()}">Plenary sitting</a>' in html
    assert "· Spring meeting" in html
    assert '<p class="kicker">Session</p>' in html
    assert "Many <mark>quagmires</mark>." in html
    anchors = re.findall(rf'href="{statement.get_absolute_url()}#(\w+)"', html)
    assert len(anchors) == 1
    assert f'id="{anchors[0]}"' in client.get(statement.get_absolute_url()).text


def test_a_photo_is_shown(client: Client) -> None:
    photo = make.make_photo(caption_en="A quagmire at dusk", gallery=make.make_gallery(title_en="Evening"))

    html = client.get("/en/search/?q=quagmire").text

    assert photo.file.address("original", "jpg").rpartition("-")[0] in html
    assert "Evening" in html


def test_facets_narrow_with_the_question_and_can_be_removed(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")
    make.make_meeting(title_en="Quagmire meeting")

    html = client.get("/en/search/?q=quagmire&kind=topic").text

    assert titles(html) == ["Quagmire talks"]
    assert re.search(r'<option value="meeting">Meetings \(1\)</option>', html)
    assert '<input type="hidden" name="q" value="quagmire">' in html
    assert 'href="/en/search/?q=quagmire" aria-label="Remove Kind: Topics"' in html


def test_all_facets_are_removed_and_the_question_stays(client: Client) -> None:
    make.make_meeting(title_en="Quagmire meeting")

    html = client.get("/en/search/?q=quagmire&kind=meeting&year=2011").text

    assert '<a href="/en/search/?q=quagmire">Remove all</a>' in html


def test_a_facet_that_the_search_does_not_have_is_named(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")

    html = client.get("/en/search/?q=quagmire&topic=nowhere").text

    assert titles(html) == ["Quagmire talks"]
    assert "The filter Topic “nowhere” was ignored because this list does not have it." in html


def test_the_filter_in_the_way_is_offered_to_be_removed_with_the_number(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")
    make.make_meeting(title_en="Another meeting")

    html = client.get("/en/search/?q=quagmire&kind=meeting").text

    assert status(html) == "Nothing was found with these filters."
    assert re.search(r'<a href="/en/search/\?q=quagmire">\s*Without Kind “Meetings”: 1 result\s*</a>', html)


def test_the_nearest_spelling_is_offered_with_its_results(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")

    html = client.get("/en/search/?q=quagmyre").text

    assert 'Did you mean <a href="/en/search/?q=Quagmire">Quagmire</a>?' in html
    assert titles(html) == ["Quagmire talks"]


def test_where_nothing_is_found_the_lists_are_offered(client: Client) -> None:
    html = client.get("/en/search/?q=quagmire").text

    assert status(html) == "Nothing was found for “quagmire”. Try other or fewer words."
    assert html.count('<a href="/en/meetings/">') == 2


def test_results_come_in_pages_of_25(client: Client) -> None:
    for number in range(30):
        make.make_topic(name_en=f"Quagmire {number}")

    first, second = (client.get(f"/en/search/?q=quagmire&page={page}").text for page in (1, 2))

    assert (len(titles(first)), len(titles(second))) == (25, 5)
    assert 'href="?q=quagmire&amp;page=2"' in first
    assert client.get("/en/search/?q=quagmire&page=3").status_code == 404


@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_is_typed_gives_an_answer(client: Client, typed: str, language: str) -> None:
    make.make_topic(name_en="Quagmire talks")

    response = client.get(f"/{language}/search/?q={quote(typed)}")

    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("facet", ["kind", "year", "format", "partner", "topic", "language", "page"])
def test_whatever_a_parameter_holds_gives_no_error(client: Client, facet: str) -> None:
    make.make_topic(name_en="Quagmire talks")

    answers = [client.get(f"/en/search/?q=quagmire&{facet}={quote(value)}") for value in ODD]

    assert {response.status_code for response in answers} <= {200, 404}


def test_search_engines_leave_it_out_and_it_is_not_kept(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")

    response = client.get("/en/search/?q=quagmire&utm=x&kind=topic")

    assert '<meta name="robots" content="noindex">' in response.text
    assert '<link rel="canonical" href="http://testserver/en/search/?q=quagmire">' in response.text
    assert response["Cache-Control"] == "no-cache"
    assert "/search/" not in client.get("/sitemap.xml").text
    assert not getattr(response.wsgi_request, "keeps", False)


@pytest.mark.parametrize("number", [1, 6])
def test_it_takes_twelve_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for count in range(number):
        council = make.make_format()
        meeting = make.make_meeting(country=make.make_partner())
        session = make.make_session(
            meeting=meeting, formats=[council], topics=[make.make_topic()], title_en=f"Quagmire {count}"
        )
        make.make_outcome(session=session, text_en="a quagmire plan")
        make.make_photo(caption_en="A quagmire")
        make.make_statement(adopted_by=[council], edition={"title": "Quagmire", "body": "<p>Quagmire.</p>"})
    settle()

    with django_assert_num_queries(12):
        response = client.get("/en/search/?q=quagmire")

    assert len(titles(response.text)) == 4 * number


def test_the_box_is_in_the_head_of_every_page_and_has_the_question(client: Client) -> None:
    home, found = client.get("/de/").text, client.get("/de/search/?q=Moor").text

    assert '<form action="/de/search/"><input type="search" name="q" aria-label="Suchen">' in " ".join(home.split())
    assert '<input type="search" name="q" value="Moor" aria-label="Suchen">' in " ".join(found.split())


@pytest.mark.parametrize("language", ["en", "de"])
def test_browsers_and_search_engines_learn_how_to_ask(client: Client, language: str) -> None:
    make.make_office(name_en="Press office", name_de="Presse", wordmark_en="A very long wordmark", wordmark_de="Kurz")
    home = client.get(f"/{language}/").text
    link = re.search(r'<link rel="search" type="([^"]+)" href="([^"]+)"', home)
    assert link

    response = client.get(link[2])
    described = ET.fromstring(response.content)  # noqa: S314  # our own

    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    asked = described.find("o:Url[@type='text/html']", names)
    assert response["Content-Type"] == link[1]
    assert asked is not None
    assert asked.get("template") == f"http://testserver/{language}/search/?q={{searchTerms}}"
    assert described.findtext("o:ShortName", "", names) == {"en": "A very long word", "de": "Kurz"}[language]
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', home, re.DOTALL)[0])["@graph"]
    action = next(node for node in graph if node["@type"] == "WebSite")["potentialAction"]
    template = f"http://testserver/{language}/search/?q={{search_term_string}}"
    assert action["target"] == {"@type": "EntryPoint", "urlTemplate": template}


def test_a_search_is_followed_and_downloaded_with_its_facets(client: Client) -> None:
    make.make_office()
    topic = make.make_topic(name_en="Quagmire talks")
    meeting = make.make_meeting(title_en="A quagmire")
    make.make_meeting(title_en="Another")

    html = client.get("/en/search/?q=quagmire&year=2011").text
    feed, table, data = re.findall(r'<li><a class="button" href="([^"]+)"', html)
    entries = ET.fromstring(client.get(unescape(feed)).content).findall("{*}entry")  # noqa: S314  # our own
    rows = [*DictReader(client.get("/en/search.csv?q=quagmire").content.decode("utf-8-sig").splitlines())]

    assert [feed, table, data] == [f"/en/search.{each}?q=quagmire&amp;year=2011" for each in ("atom", "csv", "json")]
    assert [entry.findtext("{*}title") for entry in entries] == ["A quagmire"]
    assert {(row["Title"], row["Kind"], row["Web address"]) for row in rows} == {
        ("Quagmire talks", "Topic", f"http://testserver{topic.get_absolute_url()}"),
        ("A quagmire", "Meeting", f"http://testserver{meeting.get_absolute_url()}"),
    }
    assert "follow" not in client.get("/en/search/").context


@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize("extension", ["atom", "csv"])
def test_whatever_is_followed_gives_an_answer(client: Client, typed: str, extension: str) -> None:
    make.make_topic(name_en="Quagmire talks")

    assert client.get(f"/en/search.{extension}?q={quote(typed)}").status_code == 200
