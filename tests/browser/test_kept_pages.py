"""Kept pages of two server processes show every change on the next request."""

import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.browser.running import Server, manage, sql

PAGE: Final = "/en/topics/afghanistan/"
MANY: Final = 24  # fresh connections, which the system shares out among the processes
BY_SQL: Final = "UPDATE meetings_topic SET name_en = 'The other name' WHERE slug = 'afghanistan'"
BY_UPDATE: Final = """
from meetings.models import Topic
Topic.objects.filter(slug="afghanistan").update(name_en="The other name")
"""
BY_SAVE: Final = """
from meetings.models import Topic
topic = Topic.objects.get(slug="afghanistan")
topic.name_en = "The other name"
topic.save()
"""
COMING: Final = """
from datetime import datetime
from publishing.states import State
from meetings.models import Meeting
Meeting.objects.create(
    state=State.APPROVED, publish_at=datetime.fromisoformat("{at}"), slug="coming", title_en="A meeting to come",
    title_de="Ein Treffen", starts_on="2011-05-01", ends_on="2011-05-01", level="foreign_ministers",
)
"""


def answers(server: Server, path: str = PAGE) -> set[str]:
    """Return the different answers to many requests, of which half come from memory."""
    found = set()
    for _n in range(MANY):
        with urllib.request.urlopen(f"{server.url}{path}") as response:  # noqa: S310  # ours
            found.add(response.read().decode())
    return found


def shell(server: Server, code: str) -> None:
    manage(server.data_dir, "shell", "-v0", "-c", code)


@pytest.fixture(scope="module", autouse=True)
def index_as_after_changes_by_hand(server: Server) -> Iterator[None]:
    """Rebuild the search index afterwards, since changes by SQL do not write it."""
    yield
    manage(server.data_dir, "search", "rebuild")


@pytest.fixture
def topic(server: Server) -> Iterator[None]:
    """The demonstration's topic, as it is after the test again."""
    yield
    sql(server, "UPDATE meetings_topic SET name = 'Afghanistan', name_en = 'Afghanistan' WHERE slug = 'afghanistan'")


@pytest.mark.usefixtures("topic")
@pytest.mark.parametrize(("means", "change"), [(sql, BY_SQL), (shell, BY_UPDATE), (shell, BY_SAVE)])
def test_a_change_by_another_process_shows_on_the_next_request(
    server: Server, means: Callable[[Server, str], None], change: str
) -> None:
    before = answers(server)
    means(server, change)
    after = answers(server)

    assert len(before) == len(after) == 1
    assert "The other name" not in before.pop()
    assert "The other name" in after.pop()


def test_an_embargo_ends_at_its_second_in_both_processes(server: Server) -> None:
    at = (datetime.now(UTC) + timedelta(seconds=6)).replace(microsecond=0)
    shell(server, COMING.format(at=at.isoformat()))
    seen = []
    while (now := datetime.now(UTC)) < at + timedelta(seconds=2):
        with urllib.request.urlopen(f"{server.url}/en/meetings/") as response:  # noqa: S310  # ours
            is_there = "A meeting to come" in response.read().decode()
        seen.append((now, datetime.now(UTC), is_there))
        time.sleep(0.02)
    shell(
        server,
        "from meetings.models import Meeting; "
        "Meeting.objects.filter(slug='coming').update(state='draft', publish_at=None); "
        "Meeting.objects.filter(slug='coming').delete()",
    )

    assert [each for each in seen if each[2] and each[1] < at] == []  # shown before the answer was sent
    assert [each for each in seen if not each[2] and each[0] >= at] == []  # hidden though asked for after it
    assert {True, False} == {each[2] for each in seen}
