"""The page for an unknown address offers results for the words of the address."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from website.search.following import settle

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def offered(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 404
    found = re.findall(r'<h3[^>]*><a href="([^"]+)">', response.text)
    assert ("Did you mean one of these?" in response.text) is bool(found)
    assert 'name="q"' in response.text
    return found


@pytest.mark.parametrize(
    "path",
    ["/en/meetings/quagmire-meeting-2011/", "/en/quagmire_meeting.html", "/en/statements/quag/", "/en/x/QUAGMIRES"],
)
def test_what_the_words_of_the_address_find_is_offered(client: Client, path: str) -> None:
    meeting = make.make_meeting(title_en="Quagmire meeting", summary_en="In 2011, HTML.")

    assert offered(client, path) == [meeting.get_absolute_url()]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/en/meetings/quagmire-meeting-1999-old/", "Quagmire meeting"),  # a word that nothing has
        ("/en/articles/report-on-fisheries-of-quagmire/", "Report on fisheries"),  # all are known, in no one text
        ("/en/x/2011-quagmires-nowhere/", "Quagmire meeting"),
        ("/en/x/2011-nowhere/", ""),  # figures alone say nothing
    ],
)
def test_what_has_most_of_the_words_is_offered_where_nothing_has_all(client: Client, path: str, title: str) -> None:
    make.make_meeting(**make.both("title", "Quagmire meeting"))
    make.make_topic(**make.both("name", "Report on fisheries"))

    found = re.findall(r'<h3[^>]*><a href="[^"]+">(.*?)</a>', client.get(path).text)

    assert [re.sub("</?mark>", "", each) for each in found] == [title for _ in "1" if title]


def test_it_is_offered_in_the_language_of_the_address(client: Client) -> None:
    make.make_meeting(slug="quagmire", title_en="Quagmire", title_de="Morast")

    html = client.get("/de/meetings/morast/").text

    assert 'href="/de/meetings/quagmire/"' in html
    assert "Meinten Sie eine dieser Seiten?" in html


def test_nothing_that_is_not_public_is_offered(client: Client) -> None:
    make.make_meeting(title_en="Quagmire meeting", slug="quagmire", publish_at=FUTURE)

    assert offered(client, "/en/meetings/quagmire/") == []


@pytest.mark.parametrize("path", ["/admin/quagmire/", "/media/quagmire", "/quagmire"])
def test_addresses_of_no_public_page_are_not_searched(client: Client, path: str) -> None:
    make.make_meeting(title_en="Quagmire meeting")
    client.force_login(make.make_user())

    assert "Quagmire meeting" not in client.get(path).text


def test_the_lists_are_offered_where_nothing_is_found(client: Client) -> None:
    html = client.get("/en/nothing-at-all/").text

    assert html.count('<a href="/en/meetings/">') == 2


@pytest.mark.parametrize(
    "path", ["/en/%00/", "/en/%22%27*(NEAR/", f"/en/{'word-' * 700}/", f"/en/{'x' * 3000}", "/en/%FF"]
)
def test_any_address_gets_an_answer(client: Client, path: str) -> None:
    make.make_meeting(title_en="Quagmire meeting")

    assert client.get(path).status_code == 404


def test_the_work_is_bounded(client: Client, django_assert_max_num_queries: Any) -> None:
    make.make_office()
    for number in range(30):
        make.make_meeting(title_en=f"Quagmire {number}")
    settle()

    for path in ("/en/quagmire/", f"/en/{'-'.join(f'zzz{letter}' for letter in 'abcdefghijklmnop')}/"):
        with django_assert_max_num_queries(20):
            client.get(path)
