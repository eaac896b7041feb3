"""A preview shows what it was made for and no other hidden row of any kind."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.conftest import MadeOnce
from tests.website.addresses import Answers, Request, addresses_of, visit, words_shown
from tests.website.planting import plant
from tests.website.stage import A_SECOND_BEFORE, SECRET, WITHDRAWN, Stage, Way, set_the_scene

pytestmark = pytest.mark.django_db
WORD = re.compile(r"hush-\d{4}")
LISTS = ("home", "meetings", "galleries", "corrections")


@pytest.fixture(scope="module")
def stage(made_once: MadeOnce) -> Iterator[Stage]:
    with made_once():
        with time_machine.travel(A_SECOND_BEFORE, tick=False):
            planted = set_the_scene()
            plant(planted, SECRET)
            plant(planted, WITHDRAWN)
        yield planted


def words_of(row: Any) -> set[str]:
    """Return the planted words that the row's own texts hold."""
    columns = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return set(WORD.findall(" ".join(map(str, [*columns, *model_to_dict(row).values()]))))


def in_a_preview_of(row: Any, reader: Client, listed: str) -> Answers:
    """Return the answers of the row's pages and of a list in a preview of the row."""
    token = make.make_preview(row)
    pages = {*addresses_of(row, ["en"]), Request(reverse(listed))}
    if hasattr(row, "get_absolute_url"):
        pages.add(Request(row.get_absolute_url()))
    return visit(reader, sorted(pages), within=f"/preview/{token}")


@pytest.fixture(scope="module")
def seen(stage: Stage) -> list[tuple[Way, Any, set[str]]]:
    """Return each hidden row with its way and the words that its preview shows.

    The same rows are kept from readers in as many ways as there are lists: in each way another list is looked at.
    """
    found = []
    with time_machine.travel(A_SECOND_BEFORE, tick=False):
        for turn, secret in enumerate(SECRET):
            rows = [row for way, row in stage.planted if way is secret]
            for number, row in enumerate(rows):
                listed = LISTS[(number + turn) % len(LISTS)]
                found.append((secret, row, words_shown(in_a_preview_of(row, Client(), listed))))
    return found


def test_a_preview_shows_nothing_that_is_hidden_in_another_way(stage: Stage, seen: Any) -> None:
    """Rows that belong to the previewed one are hidden in the same way."""
    hidden = {word: of for word, of in stage.words.items() if not of.shown.before}

    assert [
        (row, hidden[word])
        for way, row, shown_words in seen
        for word in shown_words & hidden.keys()
        if hidden[word].way != way.name
    ] == []


def test_a_preview_shows_the_words_of_what_it_was_made_for(seen: Any) -> None:
    silent = [row for _way, row, shown_words in seen if words_of(row) and not shown_words & words_of(row)]

    assert silent == []
