"""The page for developers, whose printed examples work; and security.txt."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final

import pytest
import time_machine
from django.test import Client

from tests import factories as make
from tests.website.test_api import one_of_everything
from website.api.lists import parameters
from website.api.resources import RESOURCES

pytestmark = pytest.mark.django_db
EXAMPLE: Final = re.compile(r'<pre><code>curl "http://testserver([^"<]+)"</code></pre>')
SECURITY: Final = "/.well-known/security.txt"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_example_and_every_link_works(client: Client, language: str) -> None:
    make.make_office(email="press@plenary.example")
    one_of_everything()
    text = client.get(f"/{language}/developers/").text
    main = text.partition("<main")[2].partition("</main>")[0]

    examples = [unescape(path) for path in EXAMPLE.findall(main)]
    links = [path for path in re.findall(r'href="([^"]+)"', main) if path.startswith("/")]

    assert len(examples) == main.count("<pre>") == 10
    assert {path: client.get(path).status_code for path in (*examples, *links)} == dict.fromkeys(
        (*examples, *links), 200
    )
    assert all(f"/{language}/" in path for path in examples if not path.startswith(("/api/", "/sitemap")))


def test_it_names_every_list_and_parameter(client: Client) -> None:
    text = client.get("/en/developers/").text

    for resource in RESOURCES:
        assert f'href="/api/v1/{resource.name}"' in text
        assert f"<code>{', '.join(parameters(resource))}</code>" in text


def test_the_german_page_is_german(client: Client) -> None:
    text = client.get("/de/developers/").text

    assert "Programme können alles lesen, was hier öffentlich ist" in text
    assert "Listen der API" in text


def test_the_foot_of_every_page_and_the_short_address_lead_to_it(client: Client) -> None:
    assert 'href="/en/developers/"' in client.get("/en/").text.partition("<footer")[2]

    response = client.get("/developers/", headers={"accept-language": "de"})

    assert (response.status_code, response["Location"], response["Vary"]) == (302, "/de/developers/", "Accept-Language")


def test_a_weakness_is_reported_to_the_press_office(client: Client) -> None:
    make.make_office(email="press@plenary.example")

    with time_machine.travel(datetime(2011, 4, 15, 12, 30, tzinfo=UTC), tick=False):
        response = client.get(SECURITY)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Contact: mailto:press@plenary.example",
        "Expires: 2011-10-12T00:00:00+00:00",
        "Preferred-Languages: en, de",
        f"Canonical: http://testserver{SECURITY}",
    ]
    assert datetime(2011, 10, 12, tzinfo=UTC) - datetime(2011, 4, 15, tzinfo=UTC) < timedelta(days=365)


def test_without_an_address_there_is_no_such_file(client: Client) -> None:
    make.make_office(email="")

    assert client.get(SECURITY).status_code == 404
    assert "security.txt" not in client.get("/en/developers/").text
