"""Visitors read from a replica while its stamp is that of the database."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from config import databases
from publishing import stamps
from publishing.reading import REPLICA
from tests import factories as make
from tests import postgres
from tests.queries import of_the_page

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("every_database"),
    pytest.mark.skipif(not postgres.IS_USED, reason="Only PostgreSQL has replicas."),
]
SECONDS = 20


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.replica_of(os.environ[postgres.VARIABLE]) as running:
        yield running


@pytest.fixture
def replica(server: postgres.Server, settings: Settings) -> Iterator[psycopg.Connection]:
    """A connection to the replica, from which the site reads during the test."""
    url = server.url(connection.settings_dict["NAME"])
    connections.settings[REPLICA] = connections.settings["default"] | databases.from_address(url)
    connections.settings[REPLICA]["OPTIONS"]["pool"]["timeout"] = 2
    settings.DATABASE_ROUTERS = ["publishing.reading.Router"]
    with psycopg.connect(url, autocommit=True) as asked:
        yield asked
        asked.execute("SELECT pg_wal_replay_resume()")
    connections[REPLICA].close()
    connections[REPLICA].close_pool()
    del connections[REPLICA], connections.settings[REPLICA]


def catch_up(replica: psycopg.Connection) -> None:
    """Wait until the replica has what was written."""
    end = time.monotonic() + SECONDS
    while replica.execute("SELECT value FROM publishing_contentstamp").fetchone() != (stamps.current(),):
        assert time.monotonic() < end, "The replica does not catch up."
        time.sleep(0.02)


def asked_of(alias: str, ask: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Return the answer, and the queries to the database except the stamp's."""
    with CaptureQueriesContext(connections[alias]) as captured:
        answer = ask()
    return answer, of_the_page(captured.captured_queries)


def test_a_page_is_made_of_the_replica_alone_and_search_too(replica: psycopg.Connection) -> None:
    topic = make.make_topic(name_en="Disarmament")
    catch_up(replica)

    for address in (f"/en/topics/{topic.slug}/", "/en/search/?q=disarmament"):
        client = Client()
        (answer, on_replica), on_database = asked_of(
            "default", lambda address=address, client=client: asked_of(REPLICA, lambda: client.get(address))
        )
        assert (answer.status_code, "Disarmament" in answer.text) == (200, True)
        assert len(on_replica) > 3
        assert on_database == []


def test_a_withdrawal_takes_effect_at_once_while_the_replica_lags(replica: psycopg.Connection) -> None:
    topic, other = make.make_topic(), make.make_topic()
    catch_up(replica)
    assert Client().get(f"/en/topics/{topic.slug}/").status_code == 200
    replica.execute("SELECT pg_wal_replay_pause()")
    make.withdraw(topic)

    for _time in range(2):  # made, and kept
        answer, on_replica = asked_of(REPLICA, lambda: Client().get(f"/en/topics/{topic.slug}/"))
        assert (answer.status_code, on_replica) == (410, [])
        answer, on_replica = asked_of(REPLICA, lambda: Client().get(f"/en/topics/{other.slug}/"))
        assert (answer.status_code, on_replica) == (200, [])
    replica.execute("SELECT pg_wal_replay_resume()")
    catch_up(replica)
    make.make_topic()
    catch_up(replica)
    answer, on_replica = asked_of(REPLICA, lambda: Client().get(f"/en/topics/{topic.slug}/"))
    assert (answer.status_code, len(on_replica) > 0) == (410, True)


def test_the_admin_reads_what_was_just_written(replica: psycopg.Connection, admin_client: Client) -> None:
    catch_up(replica)
    replica.execute("SELECT pg_wal_replay_pause()")
    topic = make.make_topic(state="draft", publish_at=None)

    answer, on_replica = asked_of(REPLICA, lambda: admin_client.get(f"/admin/meetings/topic/{topic.pk}/change/"))

    assert (answer.status_code, on_replica) == (200, [])


def test_without_an_answer_of_the_replica_pages_are_made_of_the_database(
    replica: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    topic = make.make_topic()
    connections[REPLICA].close()
    connections[REPLICA].close_pool()
    connections.settings[REPLICA]["PORT"] = 1
    client = Client()

    assert [client.get(f"/en/topics/{topic.slug}/").status_code for _ in range(2)] == [200, 200]
    (warning,) = [message for message in caplog.messages if message.startswith("The replica")]
    assert warning.startswith("The replica does not answer, so it is not asked for 30 s: ")
