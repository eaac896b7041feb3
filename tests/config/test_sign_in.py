"""Signing in is throttled per name and address, and leads only into the admin."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import admin_forms, factories

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "Kaiserdamm-1949", "Wrong-4711"
LOGIN = "/admin/login/"
ONE_ADDRESS, ANOTHER = "192.0.2.1", "192.0.2.2"
NOT_FOLLOWED = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver/admin/",  # the site's own name, which is only what the request says
    "/en/",
    "/",
    "/media/x",
    "/preview/x/",
    "/admin",
    "/admin/../en/",
    "/admin/%2e%2e/en/",
    "/admin/x/..%2f..%2fen/",
    "/admin/./../en/",
    "/administrators/",
    "/admin\\..\\en/",
    "/admin/\n//evil.example/",
    " https://evil.example/",
    "//[",
    "/admin/login/",
    "/admin/login/?next=//evil.example/",
    "/admin/logout/",
    "/admin/photos/gallery/1/photos/one/",  # takes files of a script, and shows nothing
]
FOLLOWED = [
    "/admin/",
    "/admin/meetings/topic/",
    "/admin/meetings/topic/add/?_popup=1&_to_field=id",
    "/admin/meetings/topic/7/change/?_changelist_filters=q%3Dhttps%3A%2F%2Fevil.example%2F",
]


@pytest.fixture(autouse=True)
def editor() -> User:
    made = factories.make_user(role="editor", username="editor")
    made.set_password(PASSWORD)
    made.save()
    return made


def attempt(client: Client, name: str = "editor", password: str = WRONG, **extra: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **extra)


def statuses(client: Client, tries: int, **how: Any) -> list[int]:
    return [attempt(client, **how).status_code for _ in range(tries)]


# --- Throttling ---------------------------------------------------------------------------------------------------


def test_the_sixth_try_of_a_name_from_an_address_is_answered_with_how_long_to_wait(client: Client) -> None:
    assert statuses(client, 5) == [200] * 5

    answer = attempt(client, password=PASSWORD)

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "There were too many attempts to sign in. Wait 5 minutes, then try again." in answer.text
    assert 'value="editor"' in answer.text
    assert PASSWORD not in answer.text
    assert not client.session.get("_auth_user_id")


def test_the_wait_is_as_long_as_was_said(client: Client) -> None:
    with time_machine.travel(datetime(2026, 4, 16, 14, tzinfo=UTC), tick=False) as clock:
        statuses(client, 6)
        clock.shift(timedelta(minutes=5, seconds=1))

        assert attempt(client, password=PASSWORD).status_code == 302


def test_it_is_said_in_german(client: Client) -> None:
    statuses(client, 5)

    answer = attempt(client, headers={"accept-language": "de"})

    assert "Es gab zu viele Anmeldeversuche. Warten Sie 5 Minuten und versuchen Sie es dann erneut." in answer.text


def test_a_stranger_who_tries_a_name_does_not_lock_out_the_person(client: Client) -> None:
    statuses(client, 30, REMOTE_ADDR=ONE_ADDRESS)

    assert attempt(client, password=PASSWORD, REMOTE_ADDR=ANOTHER).status_code == 302


def test_a_name_that_has_to_wait_does_not_keep_out_the_others_at_its_address(client: Client) -> None:
    statuses(client, 30, name="intern")

    assert attempt(client, password=PASSWORD).status_code == 302


def test_one_address_cannot_try_one_password_with_many_names(client: Client) -> None:
    answers = [attempt(client, f"name-{number}", REMOTE_ADDR=ONE_ADDRESS).status_code for number in range(22)]

    assert answers == [200] * 20 + [429] * 2


def test_many_addresses_cannot_try_one_name_without_limit(client: Client) -> None:
    answers = [attempt(client, REMOTE_ADDR=f"192.0.2.{number // 4}") for number in range(101)]

    assert [answer.status_code for answer in answers] == [200] * 100 + [429]
    assert answers[-1]["Retry-After"] == "3600"


def test_a_network_of_ipv6_counts_as_one_address(client: Client) -> None:
    answers = [
        attempt(client, f"name-{number}", REMOTE_ADDR=f"2001:db8::{number:x}").status_code for number in range(21)
    ]

    assert answers[-1] == 429


def test_ipv4_in_the_form_of_ipv6_does_not_count_as_one_network(client: Client) -> None:
    answers = [
        attempt(client, f"name-{number}", REMOTE_ADDR=f"::ffff:192.0.2.{number}").status_code for number in range(21)
    ]

    assert answers == [200] * 21


def test_a_name_in_other_letters_counts_as_the_same(client: Client) -> None:
    answers = [attempt(client, name) for name in ("editor", "EDITOR", "Editor", "eDitor", "edItor", "ediTor")]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_signing_in_rightly_does_not_count(client: Client) -> None:
    for _ in range(25):
        assert attempt(client, password=PASSWORD).status_code == 302
        client.post("/admin/logout/")


def test_what_a_request_says_of_its_address_is_not_believed_without_a_proxy(client: Client) -> None:
    answers = [
        attempt(client, headers={"x-forwarded-for": f"198.51.100.{number}", "x-real-ip": f"198.51.100.{number}"})
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_behind_a_proxy_what_the_proxy_says_is_believed_and_nothing_before_it(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [
        attempt(client, headers={"x-forwarded-for": f"198.51.100.{number}, {ONE_ADDRESS}"}).status_code
        for number in range(6)
    ]

    assert forged == [200] * 5 + [429]
    other = attempt(client, password=PASSWORD, headers={"x-forwarded-for": f"{ONE_ADDRESS}, {ANOTHER}"})
    assert other.status_code == 302


def test_a_request_past_one_of_the_proxies_counts_by_its_own_address(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    answers = [attempt(client, headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code for number in range(6)]

    assert answers == [200] * 5 + [429]


def test_the_present_password_cannot_be_tried_without_limit_either(client: Client, editor: User) -> None:
    client.force_login(editor)
    form = {"old_password": "Wrong-4711", "new_password1": "Neu-4711-x", "new_password2": "Neu-4711-x"}

    answers = [client.post("/admin/password_change/", form) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Wait a minute, go back and try again." in answers[-1].text
    assert client.get("/admin/password_change/").status_code == 200


# --- Where it leads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", NOT_FOLLOWED)
def test_a_next_that_is_no_page_of_the_admin_leads_to_its_front_page(client: Client, address: str) -> None:
    form = {"username": "editor", "password": PASSWORD}
    shown = client.get(LOGIN, {"next": address})
    assert (shown.context["next"], "evil" in shown.text) == ("/admin/", False)

    led = [
        client.post(LOGIN, form, query_params={"next": address}),
        client.get(LOGIN, {"next": address}),  # signed in by now
        client.post("/admin/logout/", query_params={"next": address}),
        client.post(LOGIN, form | {"next": address}),
        client.post("/admin/logout/", {"next": address}),
    ]

    # Signing out with an unknown `next` in the form shows Django's page that says so.
    assert {answer.status_code for answer in led} <= {302, 200}
    assert {answer.headers["Location"] for answer in led if answer.status_code == 302} == {"/admin/"}


@pytest.mark.parametrize("address", FOLLOWED)
def test_a_next_that_is_a_page_of_the_admin_is_followed(client: Client, address: str) -> None:
    form = {"username": "editor", "password": PASSWORD}
    assert client.get(LOGIN, {"next": address}).context["next"] == address

    assert client.post(LOGIN, form | {"next": address}).headers["Location"] == address
    assert client.get(LOGIN, {"next": address}).headers["Location"] == address


@pytest.mark.parametrize("name", ["next", "_changelist_filters", "_popup", "_to_field", "_continue", "redirect"])
def test_no_parameter_of_a_form_leads_out_of_the_admin(client: Client, editor: User, name: str) -> None:
    client.force_login(editor)
    topic = factories.make_topic()
    sent = admin_forms.filled(client.get(admin_forms.change(topic)))

    for form, query in ((sent | {name: "//evil.example/"}, {}), (sent, {name: "//evil.example/"})):
        answer = client.post(admin_forms.change(topic), form, query_params=query)
        # Beside redirects there are the answer that closes a popup, and refusals.
        assert (answer.status_code, "//evil.example" in answer.text) in [
            (302, False),
            (200, False),
            (400, False),
        ]
        assert urlsplit(answer.headers.get("Location", "/admin/")).netloc == ""


def test_an_account_that_is_no_staff_can_sign_in_as_another(client: Client) -> None:
    client.force_login(factories.make_user(is_staff=False, username="reader"))

    assert client.get(LOGIN).status_code == 200
    assert attempt(client, password=PASSWORD).status_code == 302
    assert client.get("/admin/").status_code == 200


# --- What stays closed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_logout", "account_inactive"],
)
def test_of_allauth_nothing_but_the_sign_in_has_an_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert reverse("account_login") == reverse("admin:login") == LOGIN


def test_of_allauth_nothing_is_in_the_admin() -> None:
    assert [model for model in admin.site._registry if model.__module__.startswith("allauth")] == []


def test_the_cookies_of_a_sign_in_stay_below_the_admin(client: Client) -> None:
    client.get(LOGIN)
    answer = attempt(client, password=PASSWORD)

    assert {(name, cookie["path"]) for name, cookie in answer.cookies.items()} == {
        ("sessionid", "/admin/"),
        ("csrftoken", "/admin/"),
    }
    assert client.get("/admin/").context["messages"]._queued_messages == []


# --- The token ----------------------------------------------------------------------------------------------------


def test_a_script_gets_the_token_that_forms_have_to_send(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    answer = client.get("/admin/csrf/")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json().keys() == {"token", "account"}
    assert answer.json()["account"] == str(editor.pk)
    token = answer.json()["token"]
    assert client.post("/admin/logout/", {"csrfmiddlewaretoken": token}).status_code == 200
    assert client.post("/admin/csrf/", {"csrfmiddlewaretoken": token}).status_code == 405


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_script_without_a_session_of_staff_gets_a_sentence(client: Client, signed_in: bool) -> None:
    if signed_in:
        client.force_login(factories.make_user(is_staff=False))

    answer = client.get("/admin/csrf/", headers={"accept-language": "en"})

    assert answer.status_code == 401
    assert answer.json() == {"sentence": "You are signed out. Sign in in another window, then try again."}
    assert not answer.cookies
