"""Feeds: valid Atom with whole texts, lasting ids and nothing withdrawn."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import feedparser
import pytest
import rnc2rng
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from publishing import verbs
from publishing.models import audit_log
from tests import factories as make
from tests.pages import FEED_ADDRESSES
from tests.queries import of_the_page

pytestmark = pytest.mark.django_db
ATOM: Final = "{http://www.w3.org/2005/Atom}"
MEDIA: Final = "{http://search.yahoo.com/mrss/}"
TOMBSTONE: Final = "{http://purl.org/atompub/tombstones/1.0}"
HOST: Final = "http://testserver"
FIRST: Final = make.LONG_AGO
LATER: Final = datetime(2011, 5, 1, 9, tzinfo=UTC)
ODD: Final = "\x0b\ufffe & <b> ]]> “ä” 𝄞 \r\n"


@cache
def schema() -> etree.RelaxNG:
    """Return the schema of RFC 4287."""
    with (Path(__file__).parent / "atom.rnc").open() as compact:
        written = rnc2rng.dumps(rnc2rng.load(compact))
    return etree.RelaxNG(etree.fromstring(written.replace(' xmlns:local=""', "").encode()))  # XML forbids that one


def valid(data: bytes) -> Any:
    """Return the feed after checks by the schema, Schematron and a feed reader."""
    root = etree.fromstring(data)
    assert schema().validate(root), schema().error_log
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.xpath("*[local-name()='link' and @rel='alternate']")
    assert not feedparser.parse(data).bozo
    return root


def feed(client: Client, path: str) -> Any:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8"), path
    return valid(response.content)


def read(client: Client, path: str) -> Any:
    """Return the feed as a feed reader has it."""
    return feedparser.parse(client.get(path).content)


def titles(client: Client, path: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(client, path).iter(f"{ATOM}entry")]


def updated(client: Client, path: str = "/en/statements.atom") -> list[str]:
    return [entry.findtext(f"{ATOM}updated") for entry in feed(client, path).iter(f"{ATOM}entry")]


def everything() -> dict[str, Any]:
    """Make related rows of every kind that has a feed, with odd characters in texts."""
    make.make_office()
    minister = make.make_appointment()
    council, topic = make.make_format(members=[minister.partner]), make.make_topic(name_en=f"Topic {ODD}")
    meeting = make.make_meeting(title_en=f"Meeting {ODD}", summary_en=ODD)
    make.make_host(meeting, appointment=minister)
    session = make.make_session(meeting=meeting, formats=[council], topics=[topic])
    make.make_participation(session=session, partner=minister.partner, appointment=minister)
    about: dict[str, Any] = {"meetings": [meeting], "sessions": [session], "topics": [topic]}
    texts = {"title": f"Title {ODD}", "body": f"<p>{ODD}</p><table><tr><td>1</td></tr></table>"}
    statement = make.make_statement(adopted_by=[council], given_by=minister, edition=texts, **about)
    gallery = make.make_gallery(meeting=meeting, terms=make.make_page(slug="terms"))
    photo = make.make_photo(gallery=gallery, session=session, people=[minister.person], remark_en="A drawing.")
    make.make_outcome(session=session, statement=statement, topics=[topic])
    make.make_article(edition=texts, lead_photo=photo, **about)
    correction = make.make_edition(make.make_statement(), publish_at=LATER, correction="major", correction_note=ODD)
    make.withdraw(make.make_meeting(), kind="out_of_date")
    return {
        "meeting": meeting,
        "session": session,
        "partner": minister.partner,
        "person": minister.person,
        "format": council,
        "topic": topic,
        "gallery": gallery,
        "statement": statement,
        "photo": photo,
        "correction": correction,
    }


LISTS: Final = ("meetings", "sessions", "statements", "articles", "galleries", "outcomes", "corrections", "partners")
RECORDS: Final = ("meeting", "session", "partner", "person", "format", "topic", "gallery")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_feed_is_valid_and_has_entries(client: Client, language: str) -> None:
    made = everything()
    records = [made[name].get_absolute_url().removesuffix("/").replace("/en/", f"/{language}/") for name in RECORDS]
    paths = [f"/{language}/{name}.atom" for name in (*LISTS, "feed")] + [f"{path}.atom" for path in records]

    found = {path: feed(client, path) for path in paths}

    assert [path for path, root in found.items() if root.find(f"{ATOM}entry") is None] == []
    assert {root.get("{http://www.w3.org/XML/1998/namespace}lang") for root in found.values()} == {language}


def test_an_empty_feed_is_valid_too(client: Client) -> None:
    make.make_office()

    assert titles(client, "/en/articles.atom") == []


def test_an_entry_has_the_whole_text_with_absolute_links_and_what_it_is_about(client: Client) -> None:
    make.make_office()
    council, topic, meeting = (
        make.make_format(name_en="Council"),
        make.make_topic(name_en="Missiles"),
        make.make_meeting(),
    )
    body = f'<p>See <a href="/id/{meeting.public_id}">the meeting</a>.<a href="#fn-a">*</a></p><p id="fn-a">Note.</p>'
    pdf = ContentFile(b"%PDF-1.7", name="text.pdf")
    statement = make.make_statement(adopted_by=[council], topics=[topic], kind="communique", languages=[])
    make.make_edition(statement, title="On Libya", summary="In short.", body=body, pdf=pdf)

    entry = read(client, "/en/statements.atom").entries[0]

    page = f"{HOST}{statement.get_absolute_url()}"
    assert (entry.id, entry.title, entry.summary) == (f"{HOST}/id/{statement.public_id}", "On Libya", "In short.")
    assert entry.published == entry.updated == "2011-04-15T12:00:00Z"
    assert f'href="{HOST}{meeting.get_absolute_url()}"' in entry.content[0].value
    assert f'href="{page}#p1"' in entry.content[0].value
    assert 'href="/' not in entry.content[0].value
    assert [(tag.label, tag.term) for tag in entry.tags] == [
        ("communiqué", "communique"),
        ("Council", council.slug),
        ("Missiles", topic.slug),
    ]
    assert [(link.rel, link.type) for link in entry.links] == [
        ("alternate", "text/html"),
        ("alternate", "application/pdf"),
    ]


def test_a_text_in_another_language_says_so(client: Client) -> None:
    make.make_office()
    make.make_article(languages=["de"])

    entry = feed(client, "/en/articles.atom").find(f"{ATOM}entry")

    assert {child.get("{http://www.w3.org/XML/1998/namespace}lang") for child in entry.iter()} == {None, "de"}


def test_a_minor_correction_moves_nothing_and_a_major_one_moves_the_time_of_the_change(client: Client) -> None:
    make.make_office()
    statement, other = make.make_statement(languages=["en"]), make.make_statement(languages=["en"])

    make.make_edition(statement, publish_at=LATER, correction="minor", title="With a comma")
    minor = read(client, "/en/statements.atom")
    make.make_edition(other, publish_at=LATER, correction="major", correction_note="Wrong.", title="Corrected")
    major = read(client, "/en/statements.atom")

    first = FIRST.isoformat().replace("+00:00", "Z")
    assert {(entry.published, entry.updated) for entry in minor.entries} == {(first, first)}
    assert {entry.title for entry in minor.entries} == {"With a comma", f"{other.working_title} (en)"}
    assert [(entry.title, entry.published, entry.updated) for entry in major.entries] == [
        ("Corrected", first, "2011-05-01T09:00:00Z"),
        ("With a comma", first, first),
    ]
    assert major.feed.updated == "2011-05-01T09:00:00Z"


def test_a_translation_that_becomes_public_moves_the_feed_of_its_language_alone(client: Client) -> None:
    make.make_office()
    statement = make.make_statement(languages=["en"])
    make.make_edition(statement, language="de", publish_at=LATER)

    assert updated(client) == ["2011-04-15T12:00:00Z"]
    assert updated(client, "/de/statements.atom") == ["2011-05-01T09:00:00Z"]


def test_what_was_changed_last_comes_first_whatever_its_day(client: Client) -> None:
    make.make_office()
    old = make.make_meeting(starts_on=date(1999, 1, 1), ends_on=date(1999, 1, 1), title_en="Old")
    make.make_meeting(title_en="New")
    with time_machine.travel(LATER, tick=False):
        audit_log.record(audit_log.Action.SAVE, by=make.make_user(), target=old)

    assert titles(client, "/en/meetings.atom") == ["Old", "New"]
    assert updated(client, "/en/meetings.atom") == ["2011-05-01T09:00:00Z", "2011-04-15T12:00:00Z"]


def test_the_pages_of_a_feed_lead_to_each_other(client: Client) -> None:
    make.make_office()
    topic = make.make_topic(slug="libya")
    for _number in range(60):
        make.make_article(languages=["en"], topics=[topic])
    address = f"{HOST}/en/articles.atom?topic=libya"

    second = read(client, "/en/articles.atom?topic=libya&page=2")
    ids = [entry.id for number in (1, 2, 3) for entry in read(client, f"{address}&page={number}").entries]

    assert {link.rel: link.href for link in second.feed.links} == {
        "alternate": f"{HOST}/en/articles/?topic=libya",
        "self": f"{address}&page=2",
        "first": address,
        "previous": address,
        "next": f"{address}&page=3",
        "last": f"{address}&page=3",
    }
    assert second.feed.id == address
    assert len(ids) == len(set(ids)) == 60
    assert client.get(f"{address}&page=4").status_code == 404
    assert client.get("/en/articles.atom?page=x").status_code == 404


def test_a_filter_of_the_list_is_one_of_its_feed_and_in_its_title(client: Client) -> None:
    make.make_office()
    topic = make.make_topic(name_en="Libya", slug="libya")
    make.make_statement(topics=[topic], edition={"title": "About Libya"}, languages=["en"])
    make.make_statement(languages=["en"])

    assert titles(client, "/en/statements.atom?topic=libya") == ["About Libya"]
    assert read(client, "/en/statements.atom?topic=libya").feed.title == "Statements · Libya · Press office"
    assert len(titles(client, "/en/statements.atom?topic=nowhere")) == 2


@pytest.mark.parametrize("way", ["document", "text"])
def test_what_is_withdrawn_in_error_leaves_a_tombstone(client: Client, way: str) -> None:
    make.make_office()
    topic = make.make_topic(slug="libya")
    statement = make.make_statement(languages=["en"], topics=[topic])
    make.make_statement(languages=["en"])
    make.withdraw(make.make_topic())
    withdrawn = statement if way == "document" else statement.editions.get()
    make.withdraw(withdrawn, since=LATER, explanation_en="A mistake.")

    gone = feed(client, "/en/statements.atom").findall(f"{TOMBSTONE}deleted-entry")
    for path in ("/en/statements.atom?topic=libya", "/en/topics/libya.atom", "/en/feed.atom"):
        assert [each.attrib for each in feed(client, path).iter(f"{TOMBSTONE}deleted-entry")] == [gone[0].attrib], path

    assert [dict(each.attrib) for each in gone] == [
        {"ref": f"{HOST}/id/{statement.public_id}", "when": "2011-05-01T09:00:00Z"}
    ]
    assert gone[0].findtext(f"{TOMBSTONE}comment") == "A mistake."
    assert len(titles(client, "/en/statements.atom")) == 1
    assert feed(client, "/en/articles.atom").find(f"{TOMBSTONE}deleted-entry") is None


def test_what_is_public_again_has_no_tombstone_and_is_new(client: Client) -> None:
    make.make_office()
    statement = make.make_statement(languages=["en"])
    make.withdraw(statement, since=FIRST + timedelta(hours=1), until=LATER)

    assert feed(client, "/en/statements.atom").find(f"{TOMBSTONE}deleted-entry") is None
    assert updated(client) == ["2011-05-01T09:00:00Z"]


def test_a_draft_that_is_withdrawn_was_in_no_feed(client: Client) -> None:
    make.make_office()
    make.withdraw(make.make_meeting(state="draft", publish_at=None))

    assert feed(client, "/en/meetings.atom").find(f"{TOMBSTONE}deleted-entry") is None


def test_a_topic_is_followed_with_all_kinds_that_are_about_it(client: Client) -> None:
    made = everything()

    found = read(client, f"{made['topic'].get_absolute_url()[:-1]}.atom")

    kinds = {entry.tags[0].scheme.partition("#")[2] + ":" + entry.tags[0].term for entry in found.entries}
    assert kinds == {"kind:session", "outcome:adopted", "statement:statement", "article:report"}
    assert len(found.entries) == 4


def test_a_meeting_is_followed_with_what_belongs_to_it_and_a_text_of_both_comes_once(client: Client) -> None:
    made = everything()

    found = read(client, f"{made['meeting'].get_absolute_url()[:-1]}.atom")

    assert len({entry.id for entry in found.entries}) == len(found.entries) == 6


def test_photos_have_their_file_caption_credit_and_terms(client: Client) -> None:
    made = everything()
    photo = made["photo"]
    photo.refresh_from_db()

    path = f"{made['gallery'].get_absolute_url()[:-1]}.atom"
    entry = feed(client, path).find(f"{ATOM}entry")
    content = entry.find(f"{MEDIA}content")
    enclosure = entry.xpath("*[local-name()='link' and @rel='enclosure']")[0]

    assert client.get(enclosure.get("href").removeprefix(HOST))["Content-Type"] == "image/jpeg"
    assert int(enclosure.get("length")) > 0
    assert (content.get("url"), content.get("width"), content.get("height")) == (enclosure.get("href"), "60", "40")
    assert content.findtext(f"{MEDIA}description") == f"{photo.caption}\nA drawing."
    assert content.findtext(f"{MEDIA}credit") == photo.credit
    assert content.find(f"{MEDIA}license").get("href") == f"{HOST}/en/pages/terms/"
    assert client.get(content.find(f"{MEDIA}thumbnail").get("url").removeprefix(HOST)).status_code == 200
    assert len(titles(client, f"{path}?person={made['person'].slug}")) == 1
    assert [link.rel for link in read(client, "/en/articles.atom").entries[0].links] == ["alternate", "enclosure"]


def test_a_feed_takes_no_more_queries_the_longer_it_is(client: Client) -> None:
    paths = ["/en/feed.atom", "/en/topics/libya.atom", *(f"/en/{name}.atom" for name in LISTS)]

    def one_more() -> None:
        meeting = make.make_meeting()
        session = make.make_session(meeting=meeting, formats=[make.make_format()], topics=[topic])
        about: dict[str, Any] = {"topics": [topic], "meetings": [meeting]}
        statement = make.make_statement(adopted_by=[make.make_format()], **about)
        make.make_outcome(session=session, statement=statement)
        photo = make.make_photo(gallery=make.make_gallery(meeting=meeting))
        linked = f'<p><a href="/id/{meeting.public_id}">it</a></p><p><a href="/id/{photo.public_id}">photo</a></p>'
        make.make_article(lead_photo=photo, edition={"body": linked}, **about)
        make.make_edition(statement, publish_at=LATER, correction="major", correction_note="Wrong.")
        make.withdraw(make.make_statement(topics=[topic]))

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(of_the_page(asked.captured_queries))

    make.make_office()
    topic = make.make_topic(slug="libya")
    one_more()
    few = {path: queries(path) for path in paths}
    for _number in range(9):
        one_more()

    # Fewer where a page has fewer kinds.
    assert {path: number for path in paths if (number := queries(path)) > few[path]} == {}
    assert max(few.values()) <= 22
    assert max(few[path] for path in paths[2:]) <= 13


def test_a_reader_that_has_the_feed_gets_it_once(client: Client) -> None:
    make.make_office()
    make.make_statement()
    first = client.get("/en/statements.atom")

    again = client.get("/en/statements.atom", headers={"if-none-match": first["ETag"]})
    head = client.head("/en/statements.atom")

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache"


def test_a_row_that_is_gone_or_moved_answers_as_its_page_does(client: Client) -> None:
    make.make_office()
    topic = make.make_topic(slug="wrong")
    make.withdraw(topic)

    moved = make.make_topic(slug="before")
    verbs.change_slug(moved, by=make.make_user(), slug="after")

    redirect = client.get("/en/topics/before.atom?page=1")

    assert client.get("/en/topics/wrong.atom").status_code == 410
    assert client.get("/en/topics/nowhere.atom").status_code == 404
    assert (redirect.status_code, redirect["Location"]) == (301, "/en/topics/after.atom?page=1")


@pytest.mark.parametrize("path", ["feed.atom", "statements.atom", "statements.csv", "sessions.ics", "feed/"])
def test_previews_have_no_other_formats(client: Client, path: str) -> None:
    make.make_office()
    token = make.make_preview(make.make_statement())

    assert client.get(f"/preview/{token}/en/statements/").status_code == 200
    assert client.get(f"/preview/{token}/en/{path}").status_code == 404


@pytest.mark.parametrize("path", FEED_ADDRESSES)
def test_the_feed_is_found_where_people_look_for_it(client: Client, path: str) -> None:
    make.make_office()
    response = client.get(f"/{path}", headers={"accept-language": "de"})

    assert (response.status_code, response["Location"], response["Vary"]) == (301, "/de/feed.atom", "Accept-Language")


def test_the_feed_of_a_language_is_found_below_it(client: Client) -> None:
    assert client.get("/de/feed/")["Location"] == "/de/feed.atom"
    assert client.get("/feed")["Location"] == "/feed/"
