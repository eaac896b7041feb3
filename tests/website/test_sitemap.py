"""The sitemap: public pages only, with languages and the time of the last change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from photos.files.store import store_ready
from publishing.models import audit_log
from tests import factories as make
from website.reads.sitemap import sections
from website.views import sitemap

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
LATER = datetime(2011, 5, 1, 9, tzinfo=UTC)


def xml(client: Client, path: str) -> Any:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ET.fromstring(response.content)  # noqa: S314  # ours


def urls(client: Client, section: str) -> list[Any]:
    return list(xml(client, f"/sitemap-{section}-1.xml"))


def changed(client: Client, section: str) -> list[str]:
    """Return when each page of the section changed, once for all its languages."""
    return [url.findtext(f"{MAP}lastmod") for url in urls(client, section)][::2]


def save(row: Any, moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        audit_log.record(audit_log.Action.SAVE, by=make.make_user(), target=row)


def test_the_index_names_a_file_for_each_kind_that_is_there(client: Client) -> None:
    make.make_meeting()
    make.make_topic()

    index = xml(client, "/sitemap.xml")

    assert index.tag == f"{MAP}sitemapindex"
    assert [entry.findtext(f"{MAP}loc") for entry in index] == [
        f"{HOST}/sitemap-{name}-1.xml" for name in ("lists", "meetings", "topics")
    ]
    assert [entry.findtext(f"{MAP}lastmod") for entry in index] == [
        None,
        make.LONG_AGO.isoformat(),
        make.LONG_AGO.isoformat(),
    ]


def test_every_page_of_the_sitemap_is_there(client: Client) -> None:
    photo = make.make_photo(gallery=make.make_gallery(terms=make.make_page()))
    make.make_session(formats=[make.make_format()])
    make.make_statement(languages=["de"], given_by=make.make_appointment())
    make.make_article()
    make.make_topic()

    found = {
        section: [url.findtext(f"{MAP}loc").removeprefix(HOST) for url in urls(client, section)]
        for section in sections()
    }

    assert all(found.values())
    assert photo.get_absolute_url() in found["photos"]
    for path in (path for paths in found.values() for path in paths):
        assert client.get(path).status_code == 200, path


def test_each_address_is_named_in_all_its_languages(client: Client) -> None:
    both, german = make.make_statement(), make.make_statement(languages=["de", "fr"])

    shown_words = {
        url.findtext(f"{MAP}loc"): [(link.get("hreflang"), link.get("href")) for link in url.iter(f"{XHTML}link")]
        for url in urls(client, "statements")
    }

    here = f"{HOST}/{{}}/statements/{both.slug}/".format
    languages = [("en", here("en")), ("de", here("de")), ("x-default", here("en"))]
    only = f"{HOST}/de/statements/{german.slug}/"
    assert shown_words == {
        here("en"): languages,
        here("de"): languages,
        only: [("de", only), ("x-default", only)],
    }


def test_the_elements_stand_as_the_schema_has_them(client: Client) -> None:
    make.make_photo()

    for url in urls(client, "photos"):
        tags = [child.tag for child in url]
        assert tags[:2] == [f"{MAP}loc", f"{MAP}lastmod"]
        assert set(tags[2:]) == {f"{XHTML}link", f"{IMAGE}image"}
        assert [child.tag for child in url.find(f"{IMAGE}image")] == [f"{IMAGE}loc"]
        datetime.fromisoformat(url.findtext(f"{MAP}lastmod"))


def test_what_is_not_public_is_not_there_and_changes_nothing(client: Client) -> None:
    meeting, future = make.make_meeting(), datetime(2100, 1, 1, tzinfo=UTC)
    before = client.get("/sitemap-meetings-1.xml").content
    save(make.make_session(meeting=meeting, release="held_back"), LATER)
    make.make_session(meeting=meeting, release="own_time", publish_at=future)
    make.make_meeting(publish_at=future)
    statement = make.make_statement()
    make.make_edition(statement, publish_at=future)

    assert client.get("/sitemap-meetings-1.xml").content == before
    assert client.get("/sitemap-sessions-1.xml").status_code == 404
    assert changed(client, "statements") == [make.LONG_AGO.isoformat()]


def test_a_record_changed_when_it_became_public_or_was_saved_since(client: Client) -> None:
    topic = make.make_topic()
    save(topic, make.LONG_AGO - timedelta(days=9))
    assert changed(client, "topics") == [make.LONG_AGO.isoformat()]

    save(topic, LATER)
    assert changed(client, "topics") == [LATER.isoformat()]


def test_a_meeting_changes_with_its_sessions_and_a_gallery_with_its_photos(client: Client) -> None:
    meeting, gallery = make.make_meeting(), make.make_gallery(photos=1)
    make.make_outcome(session=make.make_session(meeting=meeting), release="own_time", publish_at=LATER)
    save(gallery.photos.get(), LATER)

    assert changed(client, "meetings") == changed(client, "sessions") == [LATER.isoformat()]
    assert changed(client, "galleries") == [LATER.isoformat()]


def test_a_withdrawal_and_its_end_are_changes(client: Client) -> None:
    topic = make.make_topic()
    make.withdraw(topic, since=make.LONG_AGO, until=LATER)

    assert changed(client, "topics") == [LATER.isoformat()]


def test_many_pages_are_spread_over_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "ENTRIES_OF_A_FILE", 2)
    for _ in range(3):
        make.make_topic()

    index = [entry.findtext(f"{MAP}loc") for entry in xml(client, "/sitemap.xml")]

    assert index[-2:] == [f"{HOST}/sitemap-topics-1.xml", f"{HOST}/sitemap-topics-2.xml"]
    assert len(xml(client, "/sitemap-topics-1.xml")) == 4
    assert len(xml(client, "/sitemap-topics-2.xml")) == 2
    for path in ("/sitemap-topics-3.xml", "/sitemap-topics-0.xml", "/sitemap-nothing-1.xml"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_it_takes_a_few_queries_whatever_there_is(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_gallery(photos=number)
    for _ in range(number):
        make.make_outcome(session=make.make_session(meeting=make.make_meeting()))
        make.make_statement()

    for section, queries in {
        "meetings": 3,
        "sessions": 2,
        "statements": 1,
        "galleries": 2,
        "photos": 1,
    }.items():
        with django_assert_num_queries(queries):
            client.get(f"/sitemap-{section}-1.xml")


@pytest.mark.parametrize("number", [1, 10])
def test_the_index_takes_a_query_for_each_kind(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_gallery(photos=number)
    for _ in range(number):
        make.make_outcome(session=make.make_session(meeting=make.make_meeting()))
        make.make_statement()

    with django_assert_num_queries(12):
        client.get("/sitemap.xml")


def test_the_index_knows_the_last_change_of_what_pages_are_made_of(client: Client) -> None:
    outcome = make.make_outcome(session=make.make_session(meeting=make.make_meeting()))
    save(outcome, LATER)
    save(make.make_statement(), LATER)

    index = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in xml(client, "/sitemap.xml")}

    for section in ("meetings", "sessions", "statements"):
        assert index[f"{HOST}/sitemap-{section}-1.xml"] == LATER.isoformat() == max(changed(client, section))


def test_a_draft_that_is_saved_or_scheduled_changes_neither_page_nor_index(client: Client) -> None:
    statement, future = make.make_statement(), datetime(2100, 1, 1, tzinfo=UTC)
    before = client.get("/sitemap.xml").content

    save(make.make_edition(statement, state="draft", publish_at=None), LATER)
    save(make.make_edition(statement, publish_at=future), LATER)
    save(make.make_topic(publish_at=future), LATER)

    assert client.get("/sitemap.xml").content == before
    assert changed(client, "statements") == [make.LONG_AGO.isoformat()]


def test_another_file_changes_the_page_of_a_photo_and_the_first_does_not(client: Client) -> None:
    photo = make.make_photo()
    assert changed(client, "photos") == [make.LONG_AGO.isoformat()]

    with time_machine.travel(LATER, tick=False):
        store_ready(photo, ContentFile(make.jpeg(colour=(1, 2, 3)), name="again.jpg"))

    assert changed(client, "photos") == changed(client, "galleries") == [LATER.isoformat()]


def test_saving_a_form_leaves_the_noted_change_as_it_is() -> None:
    topic = make.make_topic()
    opened = type(topic).objects.get(pk=topic.pk)
    save(topic, LATER)

    opened.save()

    assert type(topic).objects.get(pk=topic.pk).changed_at == LATER
