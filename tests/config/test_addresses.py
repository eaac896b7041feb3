"""The addresses that belong to no app."""

from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from config import middleware
from tests import factories as make


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de", "/de/"),
        ("de-AT,de;q=0.9,en;q=0.5", "/de/"),
        ("en-GB,de;q=0.9", "/en/"),
        ("fr,de;q=0.3,en;q=0.2", "/de/"),
        ("fr", "/en/"),
        ("*", "/en/"),
        ("fr, *;q=0.1, en;q=0", "/de/"),
        ("de;q=0.4,en;q=0.6", "/en/"),
        ("de-CH-1996", "/de/"),
        ("de;q=0", "/en/"),
        ("", "/en/"),
        ("\x00;q=x,,", "/en/"),
    ],
)
def test_the_start_leads_to_the_language_that_the_browser_likes_best(
    client: Client, accepted: str, expected: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"]) == (302, expected)
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_no_cookie_overrules_the_browser(client: Client) -> None:
    client.cookies.load({"django_language": "de"})

    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"


@pytest.mark.django_db
def test_healthz_asks_the_process_alone(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"Plenary answers.\n")
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert not response.cookies


@pytest.mark.django_db
def test_readyz_asks_the_database_twice(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):  # and once for the worker, where there is one
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"Plenary is ready.\n")
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert not response.cookies


@pytest.mark.django_db
def test_readyz_says_when_the_database_cannot_be_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"The database cannot be read.\n")


@pytest.mark.django_db
def test_readyz_says_when_a_table_cannot_be_read(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE meetings_meeting RENAME TO lost")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"The database cannot be read.\n")


@pytest.mark.django_db
def test_readyz_says_when_the_files_of_photos_are_gone(client: Client, settings: Settings, tmp_path: Path) -> None:
    options = {"location": tmp_path / "media", "base_url": None}
    storage = {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    make.make_photo()
    assert client.get("/readyz").status_code == 200

    (tmp_path / "media").rename(tmp_path / "unmounted")
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"The files of photos cannot be read.\n")


@pytest.mark.django_db
def test_healthz_answers_while_all_places_at_which_pages_are_made_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken(BoundedSemaphore):
        def __enter__(self, *_arguments: Any) -> bool:
            raise AssertionError("It would wait.")

    monkeypatch.setattr(middleware, "BoundedSemaphore", Taken)

    assert Client().get("/healthz").status_code == 200
    with pytest.raises(AssertionError, match="It would wait"):
        Client().get("/robots.txt")


def test_robots_txt_names_what_is_not_for_robots(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Vary" not in response
    assert (
        response.text
        == "User-agent: *\nDisallow: /admin/\nDisallow: /preview/\n\nSitemap: http://testserver/sitemap.xml\n"
    )


def test_the_icon_that_browsers_ask_for_unbidden_is_there(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"] == "/static/img/icon.ico"
