"""Odd values in addresses, queries and forms never lead to an error page."""

import logging
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from config.odd_values import is_beyond_lookups
from meetings.models import Article, Meeting, Session, Statement
from photos.models import Gallery, Photo
from tests import factories as make
from tests import postgres
from tests.config import odd_addresses
from tests.config.odd_addresses import ODD, OF_PATHS, Page
from tests.website.addresses import FACETS

NOT_ASKED = ("logout",)  # it ends the session
SENT = (
    *(
        "action",
        "_selected_action",
        "select_across",
        "index",
        "selected",
        "confirmed",
        "seen",
        "at_0",
        "at_1",
    ),
    *("position", "opened", "slug", "reason", "upload", "language", "_popup", "_to_field"),
)
# What public pages read from their queries, beside the facets of the lists.
READ = ("page", "text", "beside", "hash", "photo", "size", "chosen", "download", "opened")


@pytest.fixture
def client(admin_client: Client) -> Iterator[Client]:
    """Sign in a superuser on a site with rows of nearly every kind; silence the log."""
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


PUBLIC = Page("public", "")


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
    """Each page gets two of the values in turn, each value dozens of pages."""
    found, walked, values = [], 0, cycle(OF_PATHS)
    for page in admin_pages():
        found += failing(client, page, page.path())
        for name in page.values:
            for odd in (next(values), next(values)):
                found += failing(client, page, page.path(**{name: quoted(odd)}))
                walked += 1

    assert found == []
    assert walked > 120


@pytest.mark.django_db(transaction=postgres.IS_USED)
def test_no_odd_value_in_the_query_of_a_page_of_the_admin_is_an_error(client: Client) -> None:
    found, walked = [], 0
    for turn, page in enumerate(admin_pages()):
        for query in odd_addresses.queries(page, turn):
            found += failing(client, page, f"{page.path()}?{asked(query)}")
            walked += 1

    assert found == []
    assert walked > 500


@pytest.mark.django_db
def test_no_odd_value_that_is_sent_to_a_page_of_the_admin_is_an_error(client: Client) -> None:
    """Each page gets one of the values in turn, each action unknown rows."""
    found, walked, values = [], 0, cycle(odd_addresses.OF_LOOKUPS)
    for page in admin_pages():
        view: Any = getattr(resolve(page.path()).func, "model_admin", None)
        names = {*SENT, *(each.name for each in view.model._meta.get_fields())} if view else {*SENT}
        actions = (
            view.get_actions(client.get(page.path()).wsgi_request) if view and page.name.endswith("_changelist") else {}
        )
        found += failing(client, page, page.path(), "post", data=dict.fromkeys(names, next(values)))
        walked += 1
        for action in actions:
            sent = {"action": action, "_selected_action": ["9" * 25, "x"], "confirmed": "1", "post": "yes"}
            found += failing(client, page, page.path(), "post", data=sent)
            walked += 1

    assert found == []
    assert walked > 200


@pytest.mark.django_db
def test_no_odd_value_in_a_public_address_is_an_error(client: Client) -> None:
    rows = [kind.objects.first() for kind in (Meeting, Session, Statement, Article, Gallery, Photo)]
    paths = [row.get_absolute_url() for row in rows]
    paths += [reverse(name) for name in (*FACETS, "galleries", "corrections", "verify", "home", "sitemap")]
    paths += [f"{row.get_absolute_url()}{below}" for row in rows[2:4] for below in ("changes/", "v1/")]
    paths += [reverse(name, args=[rows[4].slug]) for name in ("gallery-download", "gallery-zip")]
    asked_for = [f"{path}?{asked(dict.fromkeys(READ, odd))}" for path in paths for odd in ODD]
    asked_for += [
        f"{reverse(name)}?{asked({facet: odd})}"
        for name, facets in FACETS.items()
        for facet in facets.base_filters
        for odd in ("9" * 25, "\0")
    ]
    odd_paths = [f"{rows[2].get_absolute_url()}v{number}/" for number in ("0", "9" * 25, "9" * 5000)]
    odd_paths += [f"/id/{quoted(odd)}" for odd in ODD] + [f"/sitemap-meetings-{'9' * 25}.xml"]

    found = [each for path in (*paths, *asked_for, *odd_paths) for each in failing(client, PUBLIC, path)]

    assert found == []


def test_an_overflow_of_our_own_code_stays_an_error() -> None:
    def ours() -> None:
        raise OverflowError("a counter of ours")

    with pytest.raises(OverflowError) as raised:
        ours()

    assert not is_beyond_lookups(raised.value)
    assert not is_beyond_lookups(ValueError("a value of ours"))
