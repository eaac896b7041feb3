"""What is hidden costs what nothing costs: as many queries of the same shape, and as many calls of functions."""

import cProfile
import pstats
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from tests.meetings.addresses import addresses_of
from tests.meetings.planting import plant
from tests.meetings.stage import A_SECOND_BEFORE, SECRET, Stage, former_slug, set_the_scene

VALUE: Final = re.compile(r"'[^']*'|\b\d+\b")
PLANTED: Final = re.compile(r"hush-\d{4}|once-\d{4}")
ID: Final = re.compile(r"\b([a-z])[23456789abcdefghjkmnpqrstvwxyz]{8}\b")
MARGIN: Final = 0.01  # the length of a text that is compared decides how often a loop runs


@pytest.fixture
def stage(time_machine: TimeMachineFixture) -> Stage:
    """A site on which something of every kind is kept from readers in every way in which it never was public."""
    time_machine.move_to(A_SECOND_BEFORE, tick=False)
    stage = set_the_scene()
    plant(stage, SECRET)
    return stage


def pairs(stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield the address of each hidden thing, and one of the same form that leads to nothing."""
    public = " ".join(str(getattr(row, "slug", "")) for row in stage.public.values())
    for _way, row in stage.planted:
        paths = [request.path for request in addresses_of(row, ("en",))]
        if hasattr(row, "slug"):
            paths += [path.replace(f"/{row.slug}/", f"/{former_slug(row)}/") for path in paths if row.slug in path]
        for path in paths:
            nowhere = PLANTED.sub("nope-0000", path)
            if nowhere == path:
                nowhere = path.replace(row.public_id, f"{row.public_id[0]}22222222")
            assert nowhere != path or row.public_id not in path, (path, public)
            if nowhere != path:
                yield path, nowhere


def cost(client: Client, path: str) -> tuple[int, list[str], int]:
    """Return what the address answers, the queries without their values, and the number of calls."""
    with CaptureQueriesContext(connection, ) as asked:
        profile = cProfile.Profile()
        answer: Any = profile.runcall(client.get, path, headers={"accept-language": "en"})
    shapes = [VALUE.sub("?", each["sql"]) for each in asked.captured_queries]
    return answer.status_code, shapes, pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_hidden_thing_costs_what_an_unknown_one_costs(client: Client, stage: Stage) -> None:
    walked, found = 0, []
    for hidden, unknown in pairs(stage):
        for path in (hidden, unknown):
            client.get(path, headers={"accept-language": "en"})  # what is computed once for a process is there
        (status, queries, calls), (nothing, none, fewest) = cost(client, hidden), cost(client, unknown)
        if (status, queries) != (nothing, none) or abs(calls - fewest) > MARGIN * fewest:
            found.append((hidden, (status, len(queries), calls), (nothing, len(none), fewest)))
        walked += 1

    assert found == []
    assert walked > 80
