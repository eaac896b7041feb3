"""The data of a page for other sites that show a link to it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.heads import properties

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def head(client: Client, path: str) -> str:
    return client.get(path).text.partition("</head>")[0]


def test_every_page_has_all_that_open_graph_asks_for(client: Client) -> None:
    make.make_office(description_en="What it is.")
    photo = make.make_photo(gallery=make.make_gallery(meeting=make.make_meeting()))
    session, statement = make.make_session(meeting=photo.gallery.meeting), make.make_statement()
    rows: list[Any] = [photo, photo.gallery, photo.gallery.meeting, session, statement, make.make_article()]
    rows += [make.make_partner(), make.make_person(), make.make_format(), make.make_topic(), make.make_page()]

    for path in ("/en/", "/en/statements/", "/en/corrections/", *(row.get_absolute_url() for row in rows)):
        said = properties(head(client, path))
        assert said["og:url"] == f"{HOST}{path}"
        assert said["og:site_name"] == "Press office"
        assert (said["og:locale"], said["og:locale:alternate"]) == ("en_GB", "de_DE")
        assert said["og:image"].startswith(f"{HOST}/")
        wanted = ("title", "type", "description", "image:alt", "image:width", "image:height", "image:type")
        assert all(said[f"og:{name}"] for name in wanted), path


def test_the_description_is_the_offices_where_the_page_has_none(client: Client) -> None:
    make.make_office(description_en="What it is.")
    session = make.make_session(summary_en="", summary_de="")

    html = head(client, session.get_absolute_url())

    assert '<meta name="description" content="What it is.">' in html
    assert properties(html)["og:description"] == "What it is."


def test_a_photo_is_shown_with_its_own_alternative_text(client: Client) -> None:
    photo = make.make_photo(file=make.jpeg(width=2000, height=1000), alt_en='A "hand" & a shake')

    said = properties(head(client, photo.get_absolute_url()))

    assert said["og:image"] == f"{HOST}{photo.file.address('1280', 'jpg')}"
    assert (said["og:image:width"], said["og:image:height"]) == ("1280", "640")
    assert said["og:image:alt"] == 'A "hand" & a shake'
    assert said["twitter:card"] == "summary_large_image"


def test_a_page_without_a_picture_has_the_sign_and_a_small_card(client: Client) -> None:
    said = properties(head(client, "/en/verify/"))

    assert said["og:image"] == f"{HOST}/static/img/icon-512.png"
    assert said["twitter:card"] == "summary"


def test_a_text_says_when_it_was_first_published_and_when_corrected_for_the_reader(client: Client) -> None:
    article = make.make_article(languages=["en"])
    for day, correction, note in ((16, "minor", ""), (17, "major", "A name was wrong.")):
        moment = datetime(2011, 4, day, 9, tzinfo=UTC)
        make.make_edition(article, publish_at=moment, correction=correction, correction_note=note)
    make.make_edition(article, publish_at=datetime(2100, 1, 1, tzinfo=UTC))

    said = properties(head(client, article.get_absolute_url()))

    assert said["og:type"] == "article"
    assert said["article:published_time"] == make.LONG_AGO.isoformat()
    assert said["article:modified_time"] == "2011-04-17T09:00:00+00:00"


def test_the_title_says_where_one_is(client: Client) -> None:
    make.make_office()
    statement = make.make_statement(edition={"title": "On Libya"})
    for _ in range(26):
        make.make_meeting()

    def title(path: str) -> str:
        return re.findall("<title>(.*)</title>", head(client, path))[0]

    assert title(statement.get_absolute_url()) == "On Libya · Statements · Press office"
    assert title("/en/statements/") == "Statements · Press office"
    assert title("/en/meetings/?page=2") == "Meetings · Page 2 · Press office"
    assert title("/en/") == "Press office"


def test_readers_of_any_other_language_are_led_to_the_first_that_there_is(client: Client) -> None:
    def default(path: str) -> list[str]:
        return re.findall('hreflang="x-default" href="([^"]*)"', head(client, path))

    german = make.make_statement(languages=["de"])
    french = make.make_statement(languages=["fr"])

    french_only = french.get_absolute_url()
    assert default("/de/") == [f"{HOST}/"]  # which asks the browser
    assert default("/de/statements/?kind=x") == [f"{HOST}/en/statements/"]
    assert default(f"/en/statements/{german.slug}/") == [f"{HOST}/de/statements/{german.slug}/"]
    assert default(french_only) == [f"{HOST}/en/statements/{french.slug}/?text=fr"]


def test_words_of_others_cannot_leave_their_attribute(client: Client) -> None:
    photo = make.make_photo(caption_en='"><script>alert(1)</script>', alt_en='"><script>alert(2)</script>')

    html = client.get(photo.get_absolute_url()).text

    assert "<script>" not in html
    assert properties(html)["og:title"] == '"><script>alert(1)</script>'


def test_pages_of_failure_are_shared_with_nothing(client: Client) -> None:
    html = client.get("/en/meetings/nowhere/").text

    assert properties(html) == {}
    assert "canonical" not in html


def test_the_manifest_names_the_office_in_the_language_of_its_address(client: Client) -> None:
    make.make_office()

    response = client.get("/de/site.webmanifest")
    facts = response.json()

    assert response["Content-Type"] == "application/manifest+json"
    assert (facts["name"], facts["lang"], facts["start_url"]) == ("Press office (deutsch)", "de", "/de/")
    assert '<link rel="manifest" href="/de/site.webmanifest">' in head(client, "/de/articles/")
    assert [icon["src"].rpartition(".")[2] for icon in facts["icons"]] == ["svg", "png", "png"]
