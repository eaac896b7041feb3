"""The number of calls of functions for a page, equal on every machine.

It is most of what a page costs: compiling its queries and rendering its template. Counted in a warm process, on the
demonstration with all its photos.
"""

import pstats
from collections.abc import Iterator
from cProfile import Profile
from typing import Any, Final

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.kept_pages import PAGES
from tests.conftest import MadeOnce
from tests.pages import address
from tests.website.photo_files import make_files_of_all_photos

MOST: Final = {
    "meetings": 28_500,
    "sessions": 26_000,
    "statements": 24_500,
    "articles": 19_000,
    "galleries": 34_500,
    "corrections": 12_500,
    "partners": 36_000,
    "outcomes": 43_500,
    "gallery": 100_000,
    "photo": 40_000,
    "format": 57_000,
    "topic": 32_500,
    # What remains of these is their templates, and eight to eleven queries of 1,000 to 7,000 each, as Django builds and
    # compiles them. The demonstration's article has more of everything than those of other meetings.
    "home": 52_500,
    "meeting": 134_500,
    "session": 57_000,
    "statement": 44_000,
    "article": 72_500,
    "partner": 53_500,
    "person": 39_000,
    "page": 16_000,
}

SLACK: Final = 1.02  # the fixture counts a call for each query, and some values are kept by a process from other tests

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="psycopg is written in Python too: it calls more"),
]


@pytest.fixture(scope="module", autouse=True)
def demonstration(made_once: MadeOnce) -> Iterator[None]:
    """The demonstration with all its photos."""
    with made_once():
        call_command("loaddata", "berlin_2011", verbosity=0)
        make_files_of_all_photos()
        yield


def calls_of(path: str) -> int:
    """Return the calls of a request for a page that is not kept.

    The fewer of two, since in one of them something may be due that is done once a second.
    """
    client = Client()
    for _warming in range(2):
        assert client.get(path).status_code == 200
    return min(counted(client, path) for _request in range(2))


def counted(client: Client, path: str) -> int:
    PAGES.clear()
    profile = Profile()
    profile.runcall(client.get, path)
    found: Any = pstats.Stats(profile)
    return int(found.total_calls)


@pytest.mark.parametrize("kind", MOST)
def test_a_page_calls_few_functions(kind: str) -> None:
    calls = calls_of(address(kind))

    assert 5_000 < calls <= MOST[kind] * SLACK  # a kept page takes fewer: it would count nothing
