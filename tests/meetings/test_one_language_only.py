"""Where a text of a record is missing in the reader's language, the other one is shown, marked and with a note."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

NOTES = {
    "de": "Teile dieser Seite gibt es nur auf Englisch.",
    "en": "Parts of this page exist only in German.",
}
OTHER = {"en": "de", "de": "en"}
# Elements without a text of their own, whose attributes say something.
EMPTY = frozenset({"img", "source", "br", "meta", "link", "input"})


def only(language: str, *fields: str) -> dict[str, str]:
    """Return a text for each of the fields, which none has in the other language."""
    texts = {f"{field}_{language}": f"{field}-in-{language}" for field in fields}
    return texts | {f"{field}_{OTHER[language]}": "" for field in fields}


def make_the_site(language: str) -> list[str]:
    """Make one of every kind of record with texts in the one language only; return the addresses of the pages,
    without their language. A statement and an article have texts in both."""
    make.make_office(**only(language, "name", "wordmark", "description", "address", "footnote"))
    partner = make.make_partner(**only(language, "name", "official_name"))
    make.make_former_name(partner, until="1990", **only(language, "name", "official_name"))
    council = make.make_format(members=[partner], **only(language, "name", "acronym", "description"))
    topic = make.make_topic(**only(language, "name", "description"))
    minister = make.make_appointment(partner=partner, **only(language, "office"))
    texts = ("title", "headline", "summary", "city", "venue", "press_contact")
    meeting = make.make_meeting(country=partner, **only(language, *texts))
    make.make_host(meeting, appointment=minister)
    make.make_figure(meeting, **only(language, "label", "value"))
    about: dict[str, Any] = {"meeting": meeting, "formats": [council], "topics": [topic]}
    session = make.make_session(**about, **only(language, "title", "summary", "place"))
    make.make_session(meeting=meeting, slug="next", **only(language, "title"))
    make.make_participation(session=session, partner=partner, appointment=minister)
    make.make_participation(session=session, unnamed_count=3, **only(language, "unnamed_phrase"))
    page = make.make_page(**only(language, "title", "body"))
    gallery = make.make_gallery(meeting=meeting, terms=page, **only(language, "title", "summary"))
    shown = ("headline", "caption", "alt", "remark", "place", "city", "country")
    photo = make.make_photo(
        gallery=gallery, session=session, people=[minister.person], **only(language, *shown)
    )
    body = f'<p><a href="/id/{photo.public_id}">photo</a></p>'
    about = {"meetings": [meeting], "topics": [topic], "sessions": [session], "edition": {"body": body}}
    statement = make.make_statement(
        adopted_by=[council],
        adopted_by_partners=[partner],
        given_by=minister,
        **about,
        **only(language, "adopted_by_note"),
    )
    article = make.make_article(lead_photo=photo, **about)
    make.make_outcome(session=session, topics=[topic], statement=statement, **only(language, "text"))
    make.withdraw(meeting, kind="out_of_date")
    rows = (partner, council, topic, minister.person, meeting, session, page, gallery, photo)
    lists = ["meetings", "statements", "articles", "galleries", "partners", "outcomes", "corrections"]
    return [
        "",
        *(f"{name}/" for name in lists),
        f"galleries/{gallery.slug}/download/",
        f"verify/?hash={photo.file.sha256}",
        *(row.get_absolute_url().partition("/en/")[2] for row in (*rows, statement, article)),
    ]


class Languages(HTMLParser):
    """Collects every text and every attribute for readers, with the language in which it is marked to be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        self.found += [(given[name] or "", language) for name in ("alt", "aria-label") if name in given]
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in {"title", "option", "script"}:
            self.found.append((data, self.open[-1][1]))


def languages_of(html: str) -> dict[str, set[str]]:
    """Return, for each text of a record on the page, the languages in which it is marked to be."""
    parser = Languages()
    parser.feed(html)
    found: dict[str, set[str]] = {}
    for text, language in parser.found:
        for word in re.findall(r"\w+-in-\w\w", text):
            found.setdefault(word.lower(), set()).add(language)
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
    meeting = make.make_meeting(
        summary_de='<span lang="en" data-other>x</span>', summary_en='" lang="en" data-other'
    )

    assert NOTES["de"] not in client.get(f"/de/meetings/{meeting.slug}/").text


def test_names_of_people_have_no_language(client: Client) -> None:
    person = make.make_person(name_en="Guido Westerwelle", name_de="", sort_name_de="")

    html = client.get(f"/de/people/{person.slug}/").text

    assert "<h1>Guido Westerwelle</h1>" in html
    assert NOTES["de"] not in html
