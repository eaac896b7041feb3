"""Lists keep their count and keys under the content stamp and read one page."""

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.kept_pages import PAGES
from meetings.models import Topic
from tests import factories as make
from website.listings import Listing, with_keys

pytestmark = pytest.mark.django_db


def in_memory() -> Callable[[Hashable, Callable[[], Any]], Any]:
    """Return a `Hold` that forgets nothing."""
    memory: dict[Hashable, Any] = {}
    return lambda key, make_it: memory[key] if key in memory else memory.setdefault(key, make_it())


def titles(html: str) -> list[str]:
    return [part.partition("</a>")[0].rpartition(">")[2] for part in html.split("<h2><a ")[1:]]


@pytest.mark.django_db(transaction=True)  # on PostgreSQL nothing is held inside a transaction
def test_a_page_of_a_list_is_neither_counted_nor_sorted_again(client: Client) -> None:
    for day in range(30):
        make.make_meeting(title_en=f"Meeting {day:02}", starts_on=date(2011, 1, 1) + timedelta(days=day))
    first = client.get("/en/meetings/?page=2").text
    PAGES.clear()

    with CaptureQueriesContext(connection) as asked:
        again = client.get("/en/meetings/?page=2").text

    assert titles(again) == titles(first) == [f"Meeting {day:02}" for day in (4, 3, 2, 1, 0)]
    read = [query["sql"] for query in asked.captured_queries if '"meetings_meeting"' in query["sql"]]
    assert [("COUNT(" in sql, "ORDER BY" in sql) for sql in read] == [(False, False)]


def test_a_new_row_is_in_the_list_at_once(client: Client) -> None:
    make.make_meeting(title_en="Old", starts_on=date(2011, 1, 1))
    assert titles(client.get("/en/meetings/").text) == ["Old"]

    make.make_meeting(title_en="New", starts_on=date(2011, 1, 2))

    assert titles(client.get("/en/meetings/").text) == ["New", "Old"]


def test_filters_and_pages_are_held_apart(client: Client) -> None:
    for year in (2010, 2011):
        make.make_meeting(title_en=f"Of {year}", starts_on=date(year, 1, 1), ends_on=date(year, 1, 2))

    for _again in range(2):
        PAGES.clear()
        assert titles(client.get("/en/meetings/?year=2010").text) == ["Of 2010"]
        assert titles(client.get("/en/meetings/?year=2011").text) == ["Of 2011"]
        assert titles(client.get("/en/meetings/").text) == ["Of 2011", "Of 2010"]


def test_a_row_that_is_not_public_any_more_is_not_read_by_its_key() -> None:
    topics = [make.make_topic(name=name) for name in ("A", "B", "C")]

    def keys() -> Any:
        return Topic.objects.public().order_by("name").values_list("pk", flat=True)

    listing: Listing[Topic] = Listing(keys, lambda found: with_keys(Topic.objects.public(), found), in_memory())
    assert listing[:2] == topics[:2]

    make.withdraw(topics[0], kind="in_error")

    assert listing[:2] == [topics[1]]
    assert listing.count() == 2
