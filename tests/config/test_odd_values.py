"""Odd values in addresses, queries and forms: ignored or not found, never an error page."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.db import DataError, connection
from django.test import Client

from config.odd_values import is_beyond_lookups
from meetings.models import Meeting
from tests import factories as make
from tests.config import odd_addresses
from tests.config.odd_addresses import ODD, Page

SAFE = ("GET",)
NOT_ASKED = ("logout",)  # it ends the session; its own test is Django's


@pytest.fixture
def client(admin_client: Client) -> Iterator[Client]:
    """A superuser on a site with a row of nearly every kind and its history; each refusal would fill the log."""
    make.make_office()
    session = make.make_session()
    make.make_outcome(session=session)
    make.make_gallery(meeting=session.meeting, photos=1)
    make.make_statement(languages=["en", "de"])
    make.make_article(languages=["en"])
    make.make_appointment()
    make.make_format(members=[make.make_partner()])
    make.make_series()
    make.make_topic()
    make.make_page()
    call_command("createinitialrevisions", verbosity=0)
    admin_client.raise_request_exception = False
    logging.disable(logging.CRITICAL)
    yield admin_client
    logging.disable(logging.NOTSET)


def quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def asked(query: dict[str, str]) -> str:
    return urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in query.items()})


def failing(client: Client, page: Page, path: str, method: str = "get", **sent: Any) -> list[str]:
    """Return the address if it answers with an error of ours."""
    answer = getattr(client, method)(path, **sent)
    short = path.replace("9" * 25, "N")[:160]
    return [f"{answer.status_code} {method} {page.name}: {short}"] if answer.status_code >= 500 else []


def admin_pages() -> list[Page]:
    return [page for page in odd_addresses.pages() if page.name not in NOT_ASKED]


@pytest.mark.django_db
def test_no_odd_value_in_the_path_of_a_page_of_the_admin_is_an_error(client: Client) -> None:
    found, walked = [], 0
    for page in admin_pages():
        found += failing(client, page, page.path())
        for name in page.values:
            for odd in ODD:
                found += failing(client, page, page.path(**{name: quoted(odd)}))
                walked += 1

    assert found == []
    assert walked > 500


@pytest.mark.django_db
def test_no_odd_value_in_the_query_of_a_page_of_the_admin_is_an_error(client: Client) -> None:
    found, walked = [], 0
    for page in admin_pages():
        for query in odd_addresses.queries(page):
            found += failing(client, page, f"{page.path()}?{asked(query)}")
            walked += 1

    assert found == []
    assert walked > 3000
