"""PLENARY_HTTPS=1 behind a proxy: redirect, cookies, HSTS, health check."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from config.environment import BASE_DIR

SWITCHED = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
PRINT_SETTINGS = """
import json, sys
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))
"""


@pytest.mark.parametrize(("value", "expected"), [("1", [True, True, True, 31536000]), ("0", [False, False, False, 0])])
def test_one_variable_switches_all_of_it(value: str, expected: list[object]) -> None:
    environment = os.environ | {"PLENARY_HTTPS": value, "DJANGO_SETTINGS_MODULE": "config.settings"}

    printed = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS, *SWITCHED],
        cwd=BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
    )

    assert json.loads(printed.stdout) == expected


@pytest.fixture
def https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.usefixtures("https")
def test_who_comes_without_is_sent_to_the_safe_address() -> None:
    response = Client().get("/robots.txt")

    assert (response.status_code, response["Location"]) == (301, "https://testserver/robots.txt")


@pytest.mark.usefixtures("https")
def test_a_browser_that_came_by_https_is_asked_to_stay_with_it() -> None:
    response = Client().get("/robots.txt", headers={"x-forwarded-proto": "https"})

    assert (response.status_code, response["Strict-Transport-Security"]) == (200, "max-age=31536000")


@pytest.mark.django_db
@pytest.mark.usefixtures("https")
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_who_watches_the_site_is_answered_on_the_machine_itself(address: str) -> None:
    assert Client().get(address).status_code == 200
