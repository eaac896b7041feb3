"""What every answer says about itself to browsers and caches."""

import base64
import hashlib
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config.admin import admin_policy
from config.middleware import HeadersMiddleware
from config.styles import public_policy
from tests.admin_forms import send
from tests.factories import make_user

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {hashes}; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}


def test_a_public_address_may_be_kept_but_must_be_asked_for_again(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Cache-Control"] == "no-cache"
    assert response["ETag"].startswith('"')  # strong: not W/
    assert client.get("/robots.txt", headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get("/robots.txt", headers={"if-none-match": '"another"'}).status_code == 200


def test_public_addresses_carry_the_strict_policy_and_the_careful_headers(client: Client) -> None:
    response = client.get("/robots.txt")

    hashes = " ".join(re.findall(r"'sha256-[\w+/]{43}='", response["Content-Security-Policy"]))
    assert response["Content-Security-Policy"] == PUBLIC_POLICY.format(hashes=hashes)
    assert {name: response[name] for name in CAREFUL} == CAREFUL


@pytest.mark.django_db
def test_the_admin_is_kept_nowhere_and_has_a_policy_of_its_own(client: Client) -> None:
    response = client.get("/admin/login/")

    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert "'nonce-" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert {name: response[name] for name in CAREFUL} == CAREFUL


def test_no_policy_allows_anything_unsafe_or_another_host(settings: Settings) -> None:
    for policy in (settings.SECURE_CSP, public_policy(), admin_policy()):
        sources = {source for values in policy.values() for source in values}
        assert {source for source in sources if "unsafe" in source or "." in source or "*" in source} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/admin/nowhere/", 404), ("/admin/publishing/auditlogentry/add/", 403)])
def test_an_error_page_of_the_admin_is_styled_as_its_policy_allows(client: Client, path: str, status: int) -> None:
    client.force_login(make_user())
    response = client.get(path)

    styles = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    allowed = response["Content-Security-Policy"]
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in styles]

    assert (response.status_code, bool(styles)) == (status, True)
    assert [each for each in hashes if f"'sha256-{each}'" not in allowed] == []


@pytest.mark.django_db
def test_even_what_is_missing_on_the_admin_is_kept_nowhere(client: Client) -> None:
    response = client.get("/admin/nothing-of-the-kind/")

    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_admins_cookies_go_to_the_admin_alone(client: Client) -> None:
    client.get("/admin/login/")

    assert {cookie["path"] for cookie in client.cookies.values()} == {"/admin/"}


@pytest.mark.django_db
def test_what_the_admin_says_after_a_save_is_kept_by_the_server_and_not_in_a_cookie(
    admin_client: Client,
) -> None:
    answer = send(admin_client, "/admin/meetings/topic/add/", name_en="Piracy", name_de="Piraterie", slug="piracy")

    assert answer.status_code == 302
    assert {cookie["path"] for name, cookie in admin_client.cookies.items() if name != "sessionid"} == {"/admin/"}
    assert "Piracy" in admin_client.get(answer.url).text


def test_what_a_view_says_about_keeping_and_embedding_stays() -> None:
    def view(request: object) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"})

    response = HeadersMiddleware(view)(RequestFactory().get("/media/x.jpg"))

    assert response.headers["Cache-Control"] == "max-age=300"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_strict_transport_security_without_https(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/robots.txt", secure=True)


def test_the_scripts_of_the_admin_speak_the_language_of_the_browser(admin_client: Client) -> None:
    script = admin_client.get("/admin/jsi18n/", headers={"accept-language": "de"}).content.decode()

    assert '"Edit Link": "Link bearbeiten"' in script  # the editor of rich texts
    assert '"Today": "Heute"' in script  # the admin's own
