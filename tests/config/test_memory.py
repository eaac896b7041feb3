"""Limits of the server's memory: pages at once, threads, connections, arenas.

`./run bench pages` measures what it amounts to; see decision 41.
"""

import platform
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config import server
from config.middleware import PagesAtOnceMiddleware
from publishing.streams import LARGE_ANSWERS

REQUESTS = 8


def at_once(method: str) -> int:
    """Send requests from as many threads; return the most answered at one time."""
    lock, running, most = threading.Lock(), 0, 0

    def get_response(request: HttpRequest) -> HttpResponse:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return HttpResponse()

    middleware = PagesAtOnceMiddleware(get_response)
    request = RequestFactory().generic(method, "/")
    threads = [threading.Thread(target=middleware, args=(request,)) for _request in range(REQUESTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


def test_a_process_makes_two_pages_at_once() -> None:
    assert settings.PAGES_AT_ONCE == 2
    assert at_once("GET") == 2


def test_a_form_neither_waits_nor_makes_others_wait() -> None:
    assert at_once("POST") > 2


def test_a_place_is_free_again_after_a_failure() -> None:
    def get_response(request: HttpRequest) -> HttpResponse:
        raise ValueError

    middleware = PagesAtOnceMiddleware(get_response)
    failures = 0
    for _time in range(settings.PAGES_AT_ONCE + 1):
        try:
            middleware(RequestFactory().get("/"))
        except ValueError:
            failures += 1

    assert failures == settings.PAGES_AT_ONCE + 1


def test_a_worker_has_threads_for_its_pages_and_its_large_answers_and_no_more() -> None:
    assert server.THREADS_OF_A_WORKER == settings.PAGES_AT_ONCE + LARGE_ANSWERS == 8


@pytest.mark.skipif(connection.vendor != "sqlite", reason="The tests run on another database.")
def test_a_connection_to_sqlite_is_small() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]

    with closing(sqlite3.connect(":memory:", cached_statements=options["cached_statements"])) as opened:
        opened.executescript(options["init_command"])
        assert opened.execute("PRAGMA cache_size").fetchone() == (-256,)  # kB
    assert options["cached_statements"] == 16


def test_threads_share_one_arena_where_the_c_library_has_arenas() -> None:
    assert server.share_one_arena() is (platform.libc_ver()[0] == "glibc")
