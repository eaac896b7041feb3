"""What every page has around its own content."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_office_is_on_the_page_and_no_one_else(client: Client) -> None:
    make.make_office(
        name_en="Ministry Press",
        wordmark_en="Ministry.",
        address_en="Square 1\nBerlin",
        email="press@m.example",
        telephone="+49 30 1",
        footnote_en="A footnote.",
    )

    html = client.get("/en/articles/").text

    for words in (
        "Ministry<span>.</span>",
        "Ministry Press",
        "Square 1<br>Berlin",
        "mailto:press@m.example",
        "+49 30 1",
        "A footnote.",
    ):
        assert words in html
    assert "Plenary" not in html


def test_the_page_is_there_before_the_office_is(client: Client) -> None:
    assert client.get("/en/articles/").status_code == 200


def test_the_current_section_is_marked(client: Client) -> None:
    photo = make.make_photo()

    at_the_list, within = client.get("/en/galleries/").text, client.get(photo.get_absolute_url()).text

    assert re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', at_the_list) == [("/en/galleries/", "page")]
    assert re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', within) == [("/en/galleries/", "true")]


def test_the_other_language_is_one_link_away_on_the_same_page(client: Client) -> None:
    gallery = make.make_gallery(photos=1)

    html = client.get(f"/de/galleries/{gallery.slug}/").text

    assert '<html lang="de">' in html
    assert f'<a href="/en/galleries/{gallery.slug}/" hreflang="en" lang="en">English</a>' in html
    assert '<span aria-current="true" lang="de">Deutsch</span>' in html


@pytest.mark.parametrize(
    "address",
    [
        "statements/{slug}/v1/",
        "statements/{slug}/changes/?text=de",
        "statements/{slug}/?beside=de",
        "statements/?kind=statement&page=1",
        "meetings/?year=2011",
        "verify/?hash=a%20b",
    ],
)
def test_a_reader_who_changes_the_language_stays_on_the_page(client: Client, address: str) -> None:
    path = address.format(slug=make.make_statement().slug)

    html = client.get(f"/en/{path}").text

    assert f'<a href="/de/{escape(path)}" hreflang="de" lang="de">Deutsch</a>' in html
    assert f'<a href="/en/{escape(path)}" hreflang="en" lang="en">English</a>' in client.get(f"/de/{path}").text


@pytest.mark.parametrize("path", ["", "meetings/", "statements/", "pages/nowhere/"])
def test_the_address_decides_the_language_whatever_the_browser_asks_for(client: Client, path: str) -> None:
    response = client.get(f"/en/{path}", headers={"accept-language": "de"})

    assert (response["Content-Language"], response.cookies) == ("en", {})
    assert response.headers["Vary"] == "Accept-Encoding"


def test_search_engines_learn_the_address_and_its_languages(client: Client) -> None:
    html = client.get("/en/articles/?kind=report&page=1&utm=x").text

    assert '<link rel="canonical" href="http://testserver/en/articles/?page=1">' in html
    assert '<link rel="alternate" hreflang="de" href="http://testserver/de/articles/?page=1">' in html


def test_the_foot_links_the_fixed_pages_that_are_public_now(client: Client) -> None:
    make.make_page(title_en="Imprint", position=2)
    make.make_page(title_en="Privacy", position=1)
    make.make_page(title_en="Hidden", publish_at=datetime(2100, 1, 1, tzinfo=UTC))

    foot = client.get("/en/articles/").text.partition("<footer")[2]

    assert re.findall(r'<li><a href="/en/pages/[^"]+">(\w+)</a>', foot) == ["Privacy", "Imprint"]
    assert "Hidden" not in foot


def test_a_barrier_is_reported_to_the_office_naming_the_page(client: Client) -> None:
    make.make_office(email="press@m.example")

    assert (
        "mailto:press@m.example?subject=Barrier%20on%20your%20site&amp;body=http%3A//testserver/en/articles/"
        in client.get("/en/articles/").text
    )


def test_a_barrier_is_reported_as_the_page_on_accessibility_says_where_the_office_has_no_address(
    client: Client,
) -> None:
    make.make_office(email="")
    make.make_page(slug="accessibility", title_en="Accessibility")

    foot = client.get("/en/articles/").text.partition("<footer")[2]

    assert '<a href="/en/pages/accessibility/">Report a barrier</a>' in foot


@pytest.mark.parametrize("path", ["/en/articles/", "/de/statements/", "/en/galleries/"])
def test_no_page_sets_a_cookie_or_carries_a_script_or_a_style_that_is_not_named(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.cookies == {}
    assert not re.search(r"<script(?! type=\"application/ld\+json\")(?! src=)|\sstyle=|\son\w+=", response.text)
    styles = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles]
    assert hashes
    assert all(each in response.headers["Content-Security-Policy"] for each in hashes)


def test_the_foot_of_a_page_loads_no_text_of_the_pages_that_it_names(client: Client) -> None:
    make.make_page(title_en="Imprint", body_en="<p>Long.</p>")

    with CaptureQueriesContext(connection) as queries:
        html = client.get("/en/articles/").text

    assert "Imprint" in html
    assert not [each for each in queries if '_page"."body' in each["sql"]]
