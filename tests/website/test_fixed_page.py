"""Fixed pages: terms of use, privacy, imprint, accessibility."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_two_queries_however_many_links_it_has(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    links = [make.make_topic() for _ in range(number)]
    body = "".join(f'<p><a href="/id/{link.public_id}">{link}</a></p>' for link in links)
    page = make.make_page(body_en=body)

    hold_what_is_shared(lambda: client.get(f"/en/pages/{page.slug}/"))

    with django_assert_num_queries(2):
        html = client.get(f"/en/pages/{page.slug}/").text

    for link in links:
        assert f'<a href="{link.get_absolute_url()}">{link}</a>' in html


def test_it_is_in_the_language_of_the_address(client: Client) -> None:
    page = make.make_page(
        title_en="Privacy", title_de="Datenschutz", body_en="<p>Nothing.</p>", body_de="<p>Nichts.</p>"
    )

    english, german = (client.get(f"/{code}/pages/{page.slug}/").text for code in ("en", "de"))

    assert "<h1>Privacy</h1>" in english and "<p>Nothing.</p>" in english
    assert "<h1>Datenschutz</h1>" in german and "<p>Nichts.</p>" in german


def test_a_page_that_is_not_public_is_not_there(client: Client) -> None:
    page = make.make_page(publish_at=FUTURE)

    assert client.get(f"/en/pages/{page.slug}/").status_code == 404


def test_a_page_that_is_out_of_date_is_shown_with_the_explanation(client: Client) -> None:
    page = make.make_page()
    make.withdraw(page, kind="out_of_date", explanation_en="New terms hold.")

    assert "<strong>Out of date.</strong> New terms hold." in client.get(f"/en/pages/{page.slug}/").text
