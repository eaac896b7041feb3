"""The API as a whole: problem documents, reading by anyone, and bounds."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from config.api import RATES
from config.request_rate import MOST_CLIENTS, RequestRates
from tests import factories as make

PROBLEM = "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/topics")

    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert "GET" in response["Allow"]


@pytest.mark.django_db
def test_other_pages_may_ask_before_they_read(client: Client) -> None:
    response = client.options("/api/v1/topics", headers={"access-control-request-method": "GET"})

    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_errors_are_no_pages(client: Client) -> None:
    client.raise_request_exception = False
    too_large = client.generic("GET", "/api/v1/topics", b"x" * 2000)
    wrong_host = client.get("/api/v1/topics", headers={"host": "elsewhere.example"})

    for response, status in (
        (too_large, 413),
        (wrong_host, 400),
        (client.get("/api/"), 404),
        (client.get("/api/v2/x"), 404),
    ):
        assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
        assert response.json()["status"] == status
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_a_busy_database_is_a_problem_with_a_time_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object, **_facts: object) -> None:
        raise OSError(28, "No space left on device")

    client.raise_request_exception = False
    monkeypatch.setattr("website.views.api.list_answer", busy)

    response = client.get("/api/v1/topics")

    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, PROBLEM, "30")


@pytest.mark.django_db
def test_too_many_requests_of_one_address_wait(client: Client, settings: Settings) -> None:
    settings.API_REQUESTS = 2
    make.make_topic()
    paths = [f"/api/v1/topics?limit={number}" for number in range(1, 4)]

    answers = [client.get(path) for path in paths]
    other = client.get(paths[2], REMOTE_ADDR="192.0.2.1")

    assert [response.status_code for response in answers] == [200, 200, 429]
    assert [response["RateLimit"].partition(";t=")[0] for response in answers] == [
        '"minute";r=1',
        '"minute";r=0',
        '"minute";r=0',
    ]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == PROBLEM
    assert other.status_code == 200


@pytest.mark.django_db(transaction=True)  # PostgreSQL keeps nothing inside a transaction
def test_what_is_kept_is_not_counted_and_tells_no_one_the_rate_of_another(client: Client, settings: Settings) -> None:
    settings.API_REQUESTS = 1
    make.make_topic()

    first, second = client.get("/api/v1/topics"), client.get("/api/v1/topics")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert "RateLimit" in first
    assert "RateLimit" not in second


@pytest.mark.django_db
def test_the_address_is_what_a_trusted_proxy_has_written(client: Client, settings: Settings) -> None:
    settings.API_REQUESTS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1, 1

    answers = [
        client.get("/api/v1/?x", headers={"x-forwarded-for": f"203.0.113.9, {address}"}).status_code
        for address in ("198.51.100.1", "198.51.100.2", "198.51.100.1", "not an address", "nor this")
    ]

    assert answers == [400, 400, 429, 400, 429]


def test_a_window_ends_after_a_minute_and_a_network_is_one_client() -> None:
    now = 1000.0
    rates = RequestRates(lambda: now)

    first = rates.count("2001:db8::1", 1)
    second = rates.count("2001:db8::2", 1)
    now += 60
    third = rates.count("2001:db8::3", 1)

    assert [each.is_exceeded for each in (first, second, third)] == [False, True, False]


def test_only_so_many_clients_are_remembered() -> None:
    rates = RequestRates(lambda: 0.0)

    for number in range(MOST_CLIENTS + 5):
        rates.count(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1)

    assert len(rates._windows) == MOST_CLIENTS
    assert not rates.count("10.0.0.0", 1).is_exceeded
    RATES.clear()
