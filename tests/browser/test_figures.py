"""/metrics counts for all processes, and the log has one JSON object a line."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.running import Server, start

TOKEN = "of the tests"
ASKED = 12


def ask(address: str, **headers: str) -> str:
    """Ask on a connection of its own, which any of the processes may answer."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  # our own
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


def requests_of(page: str, figures: str) -> float:
    found = re.findall(rf'^plenary_requests_total{{.*page="{page}".*}} (\S+)$', figures, re.MULTILINE)
    return sum(map(float, found))


@pytest.fixture(scope="module")
def watched(server: Server) -> Iterator[Server]:
    """A site that counts, and logs as JSON."""
    started = start(server.data_dir, "--no-worker", PLENARY_METRICS_TOKEN=TOKEN, PLENARY_LOG_FORMAT="json")
    yield started
    started.stop()
    assert figure_folders(started) == []


def test_every_process_gives_the_figures_of_all(watched: Server) -> None:
    assert len(figure_folders(watched)) == 1

    for _ in range(ASKED):
        ask(f"{watched.url}/en/meetings/")
    scraped = [ask(f"{watched.url}/metrics", Authorization=f"Bearer {TOKEN}") for _ in range(6)]

    assert [requests_of("meetings", figures) for figures in scraped] == [ASKED] * 6
    assert 'answer="kept",page="meetings",status="200"' in scraped[0]
    assert re.search(r"^plenary_new_stamps_total [1-9]", scraped[0], re.MULTILINE)
    assert 'plenary_request_seconds_bucket{le="0.1",page="meetings"}' in scraped[0]


def figure_folders(server: Server) -> list[Path]:
    return [*Path("/dev/shm").glob(f"plenary-figures-{server.process.pid}-*")]  # noqa: S108


def test_the_log_is_json_with_the_id_that_the_answer_has(watched: Server) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400") as refusal:
        ask(f"{watched.url}/en/", Host="elsewhere.example")

    with refusal.value as answer:  # which is closed afterwards
        request_id = answer.headers["X-Request-ID"]
    lines = [line for line in watched.said.splitlines() if request_id in line]
    assert [json.loads(line)["logger"] for line in lines] == ["django.security.DisallowedHost"]
