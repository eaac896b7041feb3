"""Suggestions for a typed question: a few public titles as JSON, for any text."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories as make
from website.search.following import settle

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def test_it_names_title_kind_and_address(client: Client) -> None:
    topic = make.make_topic(name_en="Quagmire talks")

    response = client.get("/en/search/suggestions?q=quagm")

    suggestion = {"title": "Quagmire talks", "kind": "Topic", "url": topic.get_absolute_url(), "language": "en"}
    assert response.json() == {"suggestions": [suggestion], "said": "1 suggestion"}
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-cache"


def test_there_are_eight_at_most(client: Client) -> None:
    for number in range(20):
        make.make_topic(name_en=f"Quagmire {number}", name_de=f"Morast {number}")

    answer = client.get("/de/search/suggestions?q=mora").json()

    assert len(answer["suggestions"]) == 8
    assert answer["said"] == "8 Vorschläge"


def test_what_is_not_public_is_not_named(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks", publish_at=FUTURE)

    assert client.get("/en/search/suggestions?q=quagmire").json()["suggestions"] == []


@pytest.mark.parametrize("typed", ["", "%00", "-", "%22%27 AND (* OR NEAR:", "word+" * 3_000, "%D9%85"])
def test_whatever_is_typed_gives_an_answer(client: Client, typed: str) -> None:
    make.make_topic(name_en="Quagmire talks")

    assert client.get(f"/en/search/suggestions?q={typed}").json() == {"suggestions": [], "said": "0 suggestions"}


@pytest.mark.parametrize("number", [1, 12])
def test_it_takes_four_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    for count in range(number):
        make.make_topic(name_en=f"Quagmire {count}")
        make.make_photo(caption_en=f"Quagmire {count} at dusk")
    settle()

    with django_assert_num_queries(4):
        client.get("/en/search/suggestions?q=quagmire")


def test_the_script_has_three_kilobytes_at_most() -> None:
    script = Path(str(finders.find("js/search.js"))).read_bytes()

    assert 1_000 < len(script) <= 3_000
