"""Request ids: in every answer's header, the log and error pages, but never kept."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from config import logs, request_ids
from config.kept_pages import PAGES, answering_from_memory
from config.watched import watched
from meetings.models import Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
APPLICATION = watched(answering_from_memory(WSGIHandler()))  # as in config/wsgi.py
MADE = re.compile(r"[b-z2-9]{4}-[b-z2-9]{4}-[b-z2-9]{4}")


def ask(path: str, **sent: str) -> tuple[str, dict[str, str], str]:
    """Ask the application as the server does; return status, headers and body."""
    environ = RequestFactory().get(path).environ | {"HTTP_ACCEPT_ENCODING": "identity"} | sent
    answer: list[Any] = []
    body = b"".join(APPLICATION(environ, lambda status, headers, *_more: answer.extend((status, headers))))
    return answer[0], dict(answer[1]), body.decode()


@pytest.fixture
def topic() -> Topic:
    return make.make_topic()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site logs as JSON meanwhile."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonFormatter())
    handler.addFilter(logs.RequestIdFilter())
    logging.getLogger("django").addHandler(handler)
    yield written
    logging.getLogger("django").removeHandler(handler)


def test_each_answer_has_an_id_that_can_be_read_out_and_no_two_have_the_same(topic: Topic) -> None:
    found = {ask(path)[1]["X-Request-ID"] for path in ("/en/", topic.get_absolute_url(), "/healthz", "/nothing/")}

    assert len(found) == 4
    assert all(MADE.fullmatch(each) for each in found)


@pytest.mark.django_db(transaction=True)  # within one, PostgreSQL keeps no page
def test_a_kept_page_carries_no_ones_id_but_each_answer_has_its_own(topic: Topic) -> None:
    answers = [ask(topic.get_absolute_url()) for _ in range(3)]

    assert len(PAGES) == 1
    assert len({headers["X-Request-ID"] for _status, headers, _body in answers}) == 3
    assert len({body for _status, _headers, body in answers}) == 1
    assert not any(headers["X-Request-ID"] in body for _status, headers, body in answers)


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken_over"),
    [
        (1, "b9ed5a6f9a1d4c2b8b6f0c1d2e3f4a5b", True),
        (1, "0f8fad5b-d9cb-469f-a165-70867728950e", True),
        (0, "b9ed5a6f9a1d4c2b8b6f0c1d2e3f4a5b", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "two words here", False),
        (1, "line\nbreak-forged-entry", False),
        (1, "", False),
    ],
)
def test_a_proxys_id_is_taken_over_if_proxies_are_trusted_and_it_is_well_formed(
    settings: Settings, proxies: int, sent: str, is_taken_over: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    _status, headers, _body = ask("/healthz", HTTP_X_REQUEST_ID=sent)

    assert (headers["X-Request-ID"] == sent) == is_taken_over


def test_the_page_of_an_error_shows_the_id_under_which_the_log_has_it(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("website.views.base.AtThisMoment.dispatch", fail, raising=False)

    status, headers, body = ask("/de/")

    request_id = headers["X-Request-ID"]
    [logged] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert status == "500 Internal Server Error"
    assert f'<code translate="no">{request_id}</code>' in body
    assert logged["request_id"] == request_id
    assert (logged["level"], logged["logger"], logged["message"]) == (
        "ERROR",
        "django.request",
        "Internal Server Error: /de/",
    )
    assert "ZeroDivisionError: a fault of ours" in logged["exception"]


def test_a_request_that_is_refused_and_logged_shows_it_too(log: io.StringIO) -> None:
    status, headers, body = ask("/en/", HTTP_HOST="elsewhere.example")

    assert status == "400 Bad Request"
    assert headers["X-Request-ID"] in body
    assert json.loads(log.getvalue().splitlines()[0])["request_id"] == headers["X-Request-ID"]


def test_lines_for_people_have_the_id_in_brackets_and_none_outside_of_a_request() -> None:
    settings = logs.logging_settings("lines")["formatters"]["lines"]
    formatter = logging.Formatter(settings["format"], style=settings["style"])

    def line() -> str:
        record = logging.LogRecord("plenary.work", logging.ERROR, __file__, 1, "Stopped.", None, None)
        assert logs.RequestIdFilter().filter(record)
        return formatter.format(record).partition(" ERROR ")[2]

    request_ids.begin({})
    assert line() == f"plenary.work [{request_ids.current()}]: Stopped."
    request_ids._current.set("")
    assert line() == "plenary.work: Stopped."
