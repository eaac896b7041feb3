"""Hidden addresses take the same queries and calls of functions as unknown ones."""

import cProfile
import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from tests.website.addresses import Request, addresses_of
from tests.website.planting import plant, plant_a_photo_without_a_file
from tests.website.stage import A_SECOND_BEFORE, SECRET, Stage, former_slug, set_the_scene

VALUE: Final = re.compile(r"'[^']*'|\b\d+\b")
PLANTED: Final = re.compile(r"hush-\d{4}|once-\d{4}")
MARGIN: Final = 0.01  # the length of a text that is compared decides how often a loop runs


@pytest.fixture
def stage(time_machine: TimeMachineFixture) -> Stage:
    """Make a site with rows of every kind, hidden in every way and never public."""
    time_machine.move_to(A_SECOND_BEFORE, tick=False)
    stage = set_the_scene()
    plant(stage, SECRET)
    plant_a_photo_without_a_file(stage)
    return stage


def pairs(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """Yield the way and address of each hidden row, and a similar unknown address."""
    for way, row in stage.planted:
        paths = [request.path for request in addresses_of(row, ("en",))]
        if hasattr(row, "slug"):
            paths += [path.replace(f"/{row.slug}/", f"/{former_slug(row)}/") for path in paths if row.slug in path]
        for path in paths:
            nowhere = PLANTED.sub("hosh-0000", path)  # of as many stems
            if nowhere == path:
                nowhere = path.replace(row.public_id, f"{row.public_id[0]}22222222")
            if nowhere != path:
                yield way.name, path, nowhere


def queries(client: Client, path: str) -> tuple[int, list[str]]:
    """Return what the address answers, and the queries without their values."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers={"accept-language": "en"})
    return answer.status_code, [VALUE.sub("?", each["sql"]) for each in asked.captured_queries]


def calls(client: Client, path: str) -> int:
    """Return the number of calls of functions."""
    profile = cProfile.Profile()
    profile.runcall(client.get, path, headers={"accept-language": "en"})
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.django_db
def test_a_hidden_address_costs_what_an_unknown_one_costs(client: Client, stage: Stage) -> None:
    client.get("/en/nowhere/")  # what is asked once for a content stamp
    queries_at, calls_at = cache(partial(queries, client)), cache(partial(calls, client))  # many are asked for again
    found, walked, profiled = [], 0, set()
    for way, hidden, unknown in pairs(stage):
        at_hidden, at_unknown = queries(client, hidden), queries_at(unknown)
        if at_hidden != at_unknown:
            found.append((way, hidden, at_hidden[0], len(at_hidden[1]), len(at_unknown[1])))
        walked += 1
        kind = way, Request(hidden).name
        if kind not in profiled:  # by now all is there that is computed once for a process
            profiled.add(kind)
            most, fewest = calls(client, hidden), calls_at(unknown)
            if abs(most - fewest) > MARGIN * fewest:
                found.append((way, hidden, at_hidden[0], most, fewest))

    assert found == []
    assert walked > 80
    assert len(profiled) > 40
