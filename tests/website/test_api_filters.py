"""The filters of the API take no further query and find nothing by hidden rows."""

from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.kept_pages import PAGES
from meetings.models import Meeting, Topic
from partners.models import Format, Partner, Person
from photos.models import Gallery
from tests import factories as make
from tests.queries import of_the_page
from tests.website.test_api import MOST_QUERIES, START, ask, one_of_everything
from website.api.lists import filters_of
from website.api.resources import RESOURCES
from website.held import FACTS

pytestmark = pytest.mark.django_db
RECORDS: Final[dict[str, Any]] = {
    "format": Format,
    "topic": Topic,
    "meeting": Meeting,
    "gallery": Gallery,
    **dict.fromkeys(("partner", "host"), Partner),
    **dict.fromkeys(("person", "host_person"), Person),
}
VALUES: Final = {"year": "2011", "language": "en", "verb": "adopted", "place": "Berlin"}
KINDS: Final = {"statements": "declaration", "articles": "report", "partners": "country", "corrections": "out_of_date"}
FILTERS: Final = [(resource.name, name) for resource in RESOURCES for name in filters_of(resource).base_filters]


def test_a_filter_takes_no_query_more(client: Client) -> None:
    for hour in range(2):
        one_of_everything(hour)
    client.get(f"{START}/topics")

    numbers = {(listed, name): queries(client, listed, name) for listed, name in FILTERS}

    # The register of corrections counts the years of all its entries first.
    most = {each: MOST_QUERIES + (each == ("corrections", "year")) for each in numbers}
    assert {each: number for each, number in numbers.items() if number > most[each]} == {}


def queries(client: Client, listed: str, name: str) -> int:
    """Return how many queries a list takes with one filter, but for what is held."""
    PAGES.clear()
    FACTS.clear()
    value = VALUES.get(name) or (KINDS[listed] if name == "kind" else RECORDS[name].objects.first().slug)
    with CaptureQueriesContext(connection) as captured:
        ask(client, f"{listed}?{name}={value}")
    return len([sql for sql in of_the_page(captured) if 'FROM "publishing_office"' not in sql])


def test_a_record_that_is_not_public_finds_nothing(client: Client) -> None:
    topic, body = make.make_topic(), make.make_format()
    draft: dict[str, Any] = {"state": "draft", "publish_at": None}
    hidden: dict[str, Any] = {
        "topic": make.make_topic(**draft),
        "format": make.make_format(**draft),
        "partner": make.make_partner(**draft),
    }
    session = make.make_session(topics=[topic, hidden["topic"]], formats=[body, hidden["format"]])
    make.make_participation(session=session, partner=hidden["partner"])
    make.make_outcome(session=session)
    make.make_statement(adopted_by=[body, hidden["format"]], topics=[hidden["topic"]])

    for listed in ("meetings", "sessions", "outcomes", "statements"):
        for name in {"topic", "format", "partner"} & {each for found, each in FILTERS if found == listed}:
            assert ask(client, f"{listed}?{name}={hidden[name].slug}") == {"data": [], "next": None}
    for listed in ("meetings", "sessions", "outcomes"):
        assert len(ask(client, f"{listed}?topic={topic.slug}")["data"]) == 1
        assert len(ask(client, f"{listed}?format={body.slug}")["data"]) == 1
