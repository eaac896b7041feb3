"""A missing text is shown in the other language, marked and with a note."""

import re

import pytest
from django.test import Client

from tests import factories as make
from tests.website.one_language import OTHER, make_the_site
from tests.website.passages import UNMARKED, passages

pytestmark = pytest.mark.django_db

NOTES = {
    "de": "Teile dieser Seite gibt es nur auf Englisch.",
    "en": "Parts of this page exist only in German.",
}


def languages_of(html: str) -> dict[str, set[str]]:
    """Return the languages in which each text of a record on the page is marked."""
    found: dict[str, set[str]] = {}
    for passage in passages(html):
        if passage.element not in UNMARKED:
            for word in re.findall(r"\w+-in-\w\w", passage.text):
                found.setdefault(word.lower(), set()).add(passage.language)
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_text_in_the_other_language_is_marked_on_every_page(client: Client, language: str) -> None:
    reader = OTHER[language]
    pages = {path: client.get(f"/{reader}/{path}").text for path in make_the_site(language)}

    marked = {path: languages_of(html) for path, html in pages.items()}

    seen = {word for words in marked.values() for word in words}
    everything = {
        *("name", "wordmark", "address", "footnote", "official_name", "acronym", "description", "office"),
        *("title", "headline", "summary", "city", "venue", "press_contact", "label", "value", "place"),
        *("unnamed_phrase", "body", "caption", "alt", "remark", "country", "adopted_by_note", "text"),
    }
    assert seen == {f"{field}-in-{language}" for field in everything}
    assert {path: words for path, words in marked.items() if set().union(*words.values()) != {language}} == {}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_with_such_texts_says_so_once(client: Client, language: str) -> None:
    reader = OTHER[language]
    pages = {path: client.get(f"/{reader}/{path}").text for path in make_the_site(language)}

    # The lists of documents have their texts in both languages.
    without = {path for path, html in pages.items() if NOTES[reader] not in html}
    assert without == {"statements/", "articles/"}
    assert {html.count(NOTES[reader]) for path, html in pages.items() if path not in without} == {1}


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_the_language_that_has_all_texts_nothing_is_marked(client: Client, language: str) -> None:
    pages = {path: client.get(f"/{language}/{path}").text for path in make_the_site(language)}

    assert [path for path, html in pages.items() if NOTES[language] in html or "data-other" in html] == []


def test_a_picture_whose_description_is_in_another_language_needs_no_note(client: Client) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, alt_en="Two ministers", alt_de="")

    html = client.get(f"/de/galleries/{gallery.slug}/").text

    assert 'alt="Two ministers" lang="en"' in html
    assert NOTES["de"] not in html


def test_the_headline_of_the_front_page_is_the_title_where_only_that_is_in_the_readers_language(
    client: Client,
) -> None:
    make.make_meeting(headline_en="A new policy", headline_de="", title_de="Treffen in Berlin")

    html = client.get("/de/").text

    assert ">Treffen in Berlin</a></h1>" in html
    assert NOTES["de"] not in html


def test_no_text_of_a_record_can_pass_for_a_mark(client: Client) -> None:
    meeting = make.make_meeting(summary_de='<span lang="en" data-other>x</span>', summary_en='" lang="en" data-other')

    assert NOTES["de"] not in client.get(f"/de/meetings/{meeting.slug}/").text


def test_names_of_people_have_no_language(client: Client) -> None:
    person = make.make_person(name_en="Guido Westerwelle", name_de="", sort_name_de="")

    html = client.get(f"/de/people/{person.slug}/").text

    assert "<h1>Guido Westerwelle</h1>" in html
    assert NOTES["de"] not in html
