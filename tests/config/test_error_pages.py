"""The error pages: styled, in the reader's language, with what to do."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config import errors
from tests import factories

HEADLINES = {
    411: ("The length is missing", "Die Länge fehlt"),
    413: ("The request is too large", "Die Anfrage ist zu groß"),
    429: ("Too many attempts", "Zu viele Versuche"),
    400: ("There is a problem with your request", "Ungültige Anfrage"),
    500: ("Sorry, there is a problem with this website", "Auf dieser Website ist ein Fehler aufgetreten"),
    503: ("The site is busy", "Die Website ist ausgelastet"),
}


def full_disk(request: HttpRequest) -> HttpResponse:
    """Return the answer to a full disk, made while the exception is handled."""
    try:
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/plenary/media")
    except OSError:
        return errors.server_error(request)


ANSWERS: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: lambda request: errors.bad_request(request, ValueError()),
    411: errors.length_required,
    413: lambda request: errors.too_large(request, 3_000_000, 1_000),
    429: errors.too_many_requests,
    500: errors.server_error,
    503: full_disk,
}


def failing(request: HttpRequest, status: int) -> str:
    answer = ANSWERS[status](request)
    assert answer.status_code == status
    return answer.text


def damaged(request: HttpRequest) -> HttpResponse:
    """Return what is answered where a page of the database is damaged."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            try:
                database.deserialize(b"no database".ljust(1024))
                database.execute("SELECT * FROM sqlite_master")
            except sqlite3.DatabaseError as cause:
                raise DatabaseError(*cause.args) from cause
        except DatabaseError:
            return errors.server_error(request)
    raise AssertionError


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headline", "says_whom_to_inform"),
    [
        ("/en/meetings/", "The database is damaged", False),
        ("/de/meetings/", "Die Datenbank ist beschädigt", False),
        ("/admin/photos/photo/", "The database is damaged", True),
    ],
)
def test_damage_is_named_to_readers_and_to_editors_with_what_to_do(
    rf: RequestFactory, path: str, headline: str, *, says_whom_to_inform: bool
) -> None:
    answer = damaged(rf.get(path))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3600")
    assert f"<h1>{headline}</h1>" in answer.text
    assert ("who operate this website" in answer.text) is says_whom_to_inform


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/plenary/media"), 503),
        (OSError("cannot identify image file"), 500),
        (FileNotFoundError(errno.ENOENT, "No such file"), 500),
        (ValueError("a fault of ours"), 500),
    ],
)
def test_what_cannot_be_stored_for_a_while_is_answered_with_when_to_come_back(error: Exception, status: int) -> None:
    try:
        raise error
    except Exception:  # noqa: BLE001  # whichever it is
        answer = errors.server_error(RequestFactory().post("/admin/"))

    assert (answer.status_code, answer.get("Retry-After")) == (status, "30" if status == 503 else None)
    assert "/srv" not in answer.text


@pytest.mark.parametrize("status", ANSWERS)
@pytest.mark.parametrize(("language", "other"), [(0, 1), (1, 0)])
def test_failures_are_explained_in_the_language_of_the_address_without_the_database(
    status: int, language: int, other: int
) -> None:
    code = ("en", "de")[language]

    page = failing(RequestFactory().get(f"/{code}/meetings/"), status)

    assert f'<html lang="{code}">' in page
    assert HEADLINES[status][language] in page
    assert HEADLINES[status][other] not in page


@pytest.mark.parametrize("status", ANSWERS)
def test_failures_of_an_address_without_a_language_are_explained_in_all_languages(status: int) -> None:
    page = failing(RequestFactory().get("/media/x"), status)

    assert [page.count(f"<h1>{headline}</h1>") for headline in HEADLINES[status]] == [1, 1]
    assert [page.count(f'<section lang="{code}">') for code in ("en", "de")] == [1, 1]


@pytest.mark.django_db
def test_a_name_that_the_site_does_not_have_is_a_bad_request(client: Client) -> None:
    response = client.get("/en/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "There is a problem with your request" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headline"),
    [
        ("/en/nothing/", "Page not found"),
        ("/de/nothing/", "Seite nicht gefunden"),
    ],
)
def test_a_missing_page_is_answered_in_the_language_of_the_address(client: Client, address: str, headline: str) -> None:
    factories.make_office()

    response = client.get(address)

    assert response.status_code == 404
    assert f"<h1>{headline}</h1>" in response.text
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


@pytest.mark.django_db
def test_a_missing_page_without_a_language_is_answered_in_that_of_the_browser(client: Client) -> None:
    factories.make_office()

    response = client.get("/nothing", headers={"accept-language": "de"})

    assert "Seite nicht gefunden" in response.text
    assert (response["Vary"], response["Content-Language"]) == ("Accept-Language, Accept-Encoding", "de")


@pytest.mark.django_db
def test_a_wrong_method_is_answered_with_the_page_and_the_right_ones(client: Client) -> None:
    factories.make_office()

    response = client.post("/robots.txt", headers={"accept-language": "en"})

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "This page does not accept form submissions" in response.text
    assert 'href="/en/">Go to the home page</a>' in response.text


@pytest.mark.django_db
def test_a_form_sent_to_a_public_page_is_no_matter_of_tokens() -> None:
    factories.make_office()
    browser = Client(enforce_csrf_checks=True)

    for path in ("/en/meetings/", "/en/"):
        response = browser.post(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert 'href="/en/">Go to the home page</a>' in response.text
    answer = browser.post("/api/v1/meetings")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.django_db
def test_a_form_without_its_cookie_is_answered_with_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "editor", "password": "guess"})

    assert response.status_code == 403
    assert "Copy it, load the page again and send the form once more." in response.text
    assert "allow cookies for this site" in response.text
