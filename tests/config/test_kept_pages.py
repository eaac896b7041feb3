"""Kept pages: made once for a content stamp, and never out of date."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from config.kept_pages import PAGES, UNASKED, KeptPagesMiddleware, one_at_a_time
from meetings.models import Topic
from publishing import stamps, verbs
from publishing.held import Held
from publishing.last_stamp import LAST, Reading
from publishing.stamps import Validity
from tests import factories as make

NOON = datetime(2031, 4, 15, 12, 0, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "postgresql" in settings.DATABASES["default"]["ENGINE"],
        reason="On PostgreSQL nothing is kept within a transaction, in which these tests are.",
    ),
]


@pytest.fixture
def topic() -> Topic:
    make.make_office()
    return make.make_topic(slug="afghanistan", name_en="Afghanistan")


def queries(client: Client, path: str, **headers: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers=headers)
    return len(captured.captured_queries), response


def is_kept(client: Client, path: str) -> bool:
    """Whether the second of two requests is answered from memory."""
    client.get(path)
    return queries(client, path)[0] == 1


def test_a_kept_page_takes_one_query_and_is_the_same(client: Client, topic: Topic) -> None:
    first = client.get(topic.get_absolute_url())
    number, second = queries(client, topic.get_absolute_url())

    assert number == 1
    assert (second.content, second.headers) == (first.content, first.headers)
    assert second.headers["Cache-Control"] == "no-cache"


def test_a_reader_who_has_the_page_gets_304_with_one_query(client: Client, topic: Topic) -> None:
    etag = client.get(topic.get_absolute_url()).headers["ETag"]
    number, response = queries(client, topic.get_absolute_url(), **{"if-none-match": etag})

    assert (number, response.status_code, response.content) == (1, 304, b"")
    assert response.headers["ETag"] == etag
    assert "Content-Security-Policy" not in response.headers


def test_a_page_is_made_whole_for_a_reader_who_has_it(client: Client, topic: Topic) -> None:
    etag = client.get(topic.get_absolute_url()).headers["ETag"]
    PAGES.clear()
    again = client.get(topic.get_absolute_url(), headers={"if-none-match": etag})
    number, another = queries(client, topic.get_absolute_url())

    assert (again.status_code, number, another.status_code) == (304, 1, 200)
    assert b"Afghanistan" in another.content


def test_each_coding_is_kept_by_itself(client: Client, topic: Topic) -> None:
    codings = ("br", "gzip", "identity")
    first = [client.get(topic.get_absolute_url(), headers={"accept-encoding": coding}) for coding in codings]
    found = [queries(client, topic.get_absolute_url(), **{"accept-encoding": coding}) for coding in codings]

    assert [number for number, _response in found] == [1, 1, 1]
    assert [response.content for _number, response in found] == [response.content for response in first]
    assert len({response.headers["ETag"] for _number, response in found}) == 3


def _withdraw(topic: Topic) -> None:
    why = {"en": "Why.", "de": "Warum."}
    verbs.withdraw(topic, by=make.make_user(), reason="R.", explanation=why)


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        lambda topic: Topic(pk=topic.pk, **{**_values(topic), "name_en": "Other"}).save(),
        lambda _topic: Topic.objects.update(name_en="Other"),
        _withdraw,
        lambda topic: make.make_session(topics=[topic]),
        lambda _topic: _sql("UPDATE meetings_topic SET name_en = 'Other'"),
        lambda _topic: make.make_office(wordmark_en="Another."),
        lambda _topic: make.make_page(title_en="A page for the footer"),
        lambda _topic: call_command("loaddata", "berlin_2011", verbosity=0),
    ],
    ids=["save", "update", "verb", "relation", "sql", "office", "footer", "fixture"],
)
def test_whatever_changes_the_page_shows_on_the_next_request(
    client: Client, topic: Topic, change: Callable[[Topic], Any]
) -> None:
    before = client.get(topic.get_absolute_url()).content
    change(topic)

    assert client.get(topic.get_absolute_url()).content != before


def _values(topic: Topic) -> dict[str, Any]:
    return {field.attname: getattr(topic, field.attname) for field in topic._meta.concrete_fields}


def test_an_embargo_ends_at_its_second_on_a_kept_page(
    client: Client, topic: Topic, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOON, tick=False)
    make.make_session(topics=[topic], title_en="The session", meeting=make.make_meeting(publish_at=NOON + SECOND))
    before = client.get(topic.get_absolute_url())
    number, kept = queries(client, topic.get_absolute_url())
    time_machine.move_to(NOON + SECOND, tick=False)

    assert (number, kept.content) == (1, before.content)
    assert b"The session" not in before.content
    assert b"The session" in client.get(topic.get_absolute_url()).content


def test_what_is_scheduled_shows_in_no_header_and_no_byte(
    client: Client, topic: Topic, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOON, tick=False)
    before = client.get(topic.get_absolute_url())
    make.make_session(topics=[topic], meeting=make.make_meeting(publish_at=NOON + SECOND))
    after = client.get(topic.get_absolute_url())

    assert (before.content, before.headers) == (after.content, after.headers)


def test_a_page_is_made_again_each_minute(client: Client, topic: Topic, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOON, tick=False)
    client.get(topic.get_absolute_url())
    time_machine.move_to(NOON + timedelta(seconds=29), tick=False)
    within = queries(client, topic.get_absolute_url())[0]
    time_machine.move_to(NOON + timedelta(seconds=30), tick=False)

    assert (within, queries(client, topic.get_absolute_url())[0] > 1) == (1, True)


def test_a_parameter_that_the_page_does_not_know_makes_no_page_of_its_own(client: Client, topic: Topic) -> None:
    plain = client.get(topic.get_absolute_url())
    number, response = queries(client, f"{topic.get_absolute_url()}?x=1&utm_source=%22a")

    assert (number, response.content) == (1, plain.content)


def test_a_parameter_that_a_list_knows_is_a_page_of_its_own(client: Client, topic: Topic) -> None:
    make.make_meeting(starts_on=date(2012, 5, 20), ends_on=date(2012, 5, 20))
    plain, filtered = client.get("/en/meetings/"), client.get("/en/meetings/?year=2011&x=1")

    assert plain.content != filtered.content
    assert b"x=1" not in filtered.content
    assert is_kept(client, "/en/meetings/?year=2011")


@pytest.mark.parametrize(
    "path",
    [
        "/en/meetings/?year=nonsense",
        "/en/meetings/?page=01",
        "/en/meetings/?page=99",
        "/en/verify/",
        "/en/verify/?hash=abc",
        "/en/nowhere/",
        "/en/topics/nowhere/",
        "/admin/login/",
        "/healthz",
        "/",
    ],
)
def test_what_has_no_end_or_is_no_page_is_not_kept(client: Client, topic: Topic, path: str) -> None:
    make.make_meeting()
    client.get(path)
    client.get(path)

    assert len(PAGES) == 0


@pytest.mark.parametrize(
    "path",
    ["feed.atom", "sessions.atom?topic=afghanistan", "sessions.ics", "sessions.csv", "topics/afghanistan.atom?x=1"],
)
def test_lists_in_other_formats_are_kept_like_pages(client: Client, topic: Topic, path: str) -> None:
    make.make_session(topics=[topic])

    assert is_kept(client, f"/en/{path}")


@pytest.mark.parametrize(
    "path",
    [
        *("feed.atom?page=01", "sessions.atom?topic=nowhere", "sessions.csv?page=1", "sessions.ics?page=x", "feed/"),
        "topics/nowhere.atom",
    ],
)
def test_what_has_no_end_in_another_format_is_not_kept(client: Client, topic: Topic, path: str) -> None:
    client.get(f"/en/{path}")
    client.get(f"/en/{path}")

    assert len(PAGES) == 0


def test_previews_are_not_kept(client: Client, topic: Topic) -> None:
    path = f"/preview/{make.make_preview()}{topic.get_absolute_url()}"
    response = client.get(path)
    client.get(path)

    assert response.status_code == 200
    assert len(PAGES) == 0


def test_a_page_during_whose_making_something_changed_is_not_kept(rf: RequestFactory, topic: Topic) -> None:
    def view(request: Any) -> HttpResponse:
        request.keeps = True
        Topic.objects.update(name_en=f"Name {time.monotonic_ns()}")
        return HttpResponse(b"words", headers={"ETag": '"1"', "Cache-Control": "no-cache"})

    KeptPagesMiddleware(view)(rf.get("/en/"))

    assert len(PAGES) == 0


def test_one_request_makes_a_page_while_the_others_wait() -> None:
    made: list[int] = []

    def ask() -> None:
        with one_at_a_time("a page") as has_waited:
            if not (has_waited and made):
                time.sleep(0.2)
                made.append(1)

    threads = [threading.Thread(target=ask) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [1]


def asked_of_the_server(path: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
    """Return the answer of the server's application, without the request id."""
    from config.wsgi import application  # noqa: PLC0415  # it sets the process's umask

    said: list[Any] = []
    asked = {**RequestFactory().get(path).environ, "HTTP_HOST": "testserver", **environ}
    body = b"".join(application(asked, lambda *answer: said.append(answer)))
    [(status, headers, *_error)] = said
    return status, {name: value for name, value in headers if name != "X-Request-ID"}, body


def test_the_server_answers_from_memory_what_django_would(topic: Topic) -> None:
    path, had = topic.get_absolute_url(), {"HTTP_ACCEPT_ENCODING": "br"}
    first = asked_of_the_server(path, **had)
    with CaptureQueriesContext(connection) as captured:
        second = asked_of_the_server(path, **had)

    assert len(captured.captured_queries) == 1
    assert (second, first[0]) == (first, "200 OK")
    assert asked_of_the_server(path, **had, HTTP_IF_NONE_MATCH=first[1]["ETag"])[0] == "304 Not Modified"
    assert asked_of_the_server(path, **had, HTTP_HOST="evil.example")[0] == "400 Bad Request"
    assert asked_of_the_server(path, **had, CONTENT_LENGTH="2000")[0].startswith("413")
    assert asked_of_the_server(path, **had, REQUEST_METHOD="POST")[0].startswith("405")


def test_hosts_are_kept_apart_and_others_refused(client: Client, topic: Topic, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    client.get(topic.get_absolute_url())
    number = queries(client, topic.get_absolute_url(), host="other.example")[0]

    assert number > 1
    assert client.get(topic.get_absolute_url(), headers={"host": "evil.example"}).status_code == 400


def test_memory_is_bounded_and_the_least_recently_used_goes_first() -> None:
    held = Held(10)
    always = Validity("s", NOON, NOON + SECOND)
    for name in "abc":
        held.put(name, name, always, size=4)

    assert [held.get(name, "s", NOON) for name in "abc"] == [None, "b", "c"]
    held.get("b", "s", NOON)
    held.put("d", "d", always, size=4)
    held.put("e", "e", always, size=11)
    assert [held.get(name, "s", NOON) for name in "bcde"] == ["b", None, "d", None]


def test_nothing_is_found_under_another_stamp_or_out_of_its_time() -> None:
    held = Held(10)
    held.put("a", "a", Validity("s", NOON, NOON + SECOND))

    assert held.get("a", "other", NOON) is None
    assert held.get("a", "s", NOON + SECOND) is None
    assert held.get("a", "s", NOON - SECOND) is None
    assert held.get("a", "s", NOON) == "a"


def test_without_a_stamp_nothing_is_kept(client: Client, topic: Topic) -> None:
    _sql(f"DELETE FROM {stamps.STAMP}")  # noqa: S608
    client.get(topic.get_absolute_url())

    assert len(PAGES) == 0


def away() -> None:
    """Make the stamp unreadable until the test ends, as without a database."""
    _sql(f"ALTER TABLE {stamps.STAMP} RENAME TO away")


def test_while_the_database_cannot_be_asked_a_kept_page_is_sent_and_says_so(client: Client, topic: Topic) -> None:
    first = client.get(topic.get_absolute_url())
    asked_of_the_server(topic.get_absolute_url())
    away()
    second = client.get(topic.get_absolute_url())
    status, headers, body = asked_of_the_server(topic.get_absolute_url())
    had = client.get(topic.get_absolute_url(), headers={"if-none-match": first.headers["ETag"]})

    assert (second.content, second.headers["Cache-Status"]) == (first.content, UNASKED["Cache-Status"])
    assert (status, body, headers["Cache-Status"]) == ("200 OK", first.content, UNASKED["Cache-Status"])
    assert (had.status_code, had.content) == (304, b"")
    assert "Cache-Status" not in first.headers


def test_it_is_not_sent_past_the_moment_at_which_a_window_ends_nor_a_minute_past_its_own(
    client: Client, topic: Topic, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOON, tick=False)
    client.get(topic.get_absolute_url())
    end = NOON + timedelta(minutes=1, seconds=15)
    make.make_meeting(publish_at=end)
    client.get(topic.get_absolute_url())
    stamps.current()
    away()
    shown = []
    for seconds in (29, 30, 74, 75):
        time_machine.move_to(NOON + timedelta(seconds=seconds), tick=False)
        shown.append("Cache-Status" in client.get(topic.get_absolute_url()).headers)

    assert shown == [True, True, True, False]


def test_it_is_not_sent_when_the_stamp_was_read_more_than_a_minute_ago_or_is_another(
    client: Client, topic: Topic
) -> None:
    client.get(topic.get_absolute_url())
    stamp = stamps.current()
    assert stamp
    away()
    shown = []
    for last, begun in ((stamp, 0), ("another", 0), (stamp, 61)):
        LAST.forget()
        LAST._last = Reading(last, time.monotonic() - begun, time.monotonic())
        shown.append("Cache-Status" in client.get(topic.get_absolute_url()).headers)

    assert shown == [True, False, False]
