"""Each page of an empty site says so in both languages and has no filters."""

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db
EMPTY = {
    "": ("Nothing is public yet.", "Noch ist nichts veröffentlicht."),
    "meetings/": ("No meetings are public yet.", "Noch ist kein Treffen veröffentlicht."),
    "sessions/": ("No sessions are public yet.", "Noch ist keine Sitzung veröffentlicht."),
    "outcomes/": ("No outcomes are public yet.", "Noch ist kein Ergebnis veröffentlicht."),
    "statements/": ("No texts are public yet.", "Noch ist kein Text veröffentlicht."),
    "articles/": ("No texts are public yet.", "Noch ist kein Text veröffentlicht."),
    "partners/": (
        "No countries or organisations are public yet.",
        "Noch ist kein Staat und keine Organisation veröffentlicht.",
    ),
    "galleries/": ("There are no photos yet.", "Es gibt noch keine Fotos."),
    "corrections/": ("Nothing has been corrected or withdrawn.", "Bisher wurde nichts korrigiert oder zurückgezogen."),
}


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_page_says_so(client: Client, path: str) -> None:
    make.make_office()

    for language, sentence in zip(("en", "de"), EMPTY[path], strict=True):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200
        assert sentence in answer.text
        assert "<select" not in answer.text


@pytest.mark.parametrize(
    "path", ["en/feed.atom", "en/meetings.atom", "en/meetings.ics", "en/statements.csv", "api/v1/meetings"]
)
def test_a_feed_of_nothing_is_a_feed(client: Client, path: str) -> None:
    make.make_office()

    assert client.get(f"/{path}").status_code == 200


def test_a_search_on_an_empty_site_finds_nothing(client: Client) -> None:
    make.make_office()

    assert client.get("/en/search/").status_code == 200
    assert "Nothing was found for" in client.get("/en/search/?q=libya").text
