"""An ended session: a sent form leads to a sign-in and is not kept or shown."""

from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from config.next_page import is_admin_page
from tests import factories
from tests.admin_addresses import admin_addresses

pytestmark = pytest.mark.django_db

PASSWORD = "Kaiserdamm-1949"
TYPED = "A sentence that took half an hour"
SIGNED_OUT = {"sentence": "You are signed out. Sign in in another window, then try again."}
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def editor() -> User:
    factories.make_office()
    return factories.make_user(role="editor")


def with_token(user: User) -> tuple[Client, dict[str, str]]:
    """Return a browser whose forms carry a right token, and the form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    token = client.get("/admin/csrf/").json()["token"]
    return client, {"csrfmiddlewaretoken": token, "title_en": TYPED, "action": TYPED, "_save": "1"}


def ended(client: Client) -> None:
    """End the session as a sign-out in another tab does; the cookie stays."""
    session = client.session
    session.flush()


@pytest.mark.parametrize("how", ["signed out", "cookies gone", "token outdated", "account closed"])
def test_a_form_sent_after_the_session_leads_to_a_sign_in_and_back(editor: User, how: str) -> None:
    client, form = with_token(editor)
    if how == "account closed":
        User.objects.filter(pk=editor.pk).update(is_active=False)
    elif how == "cookies gone":
        client.cookies.clear()
    else:
        ended(client)
    if how == "token outdated":
        form["csrfmiddlewaretoken"] = "x" * 64
    cookies, sessions = SimpleCookie(client.cookies), Session.objects.count()
    for address in admin_addresses():
        if address == "/admin/csrf/" or getattr(resolve(address).func, "answers_json", False):
            continue
        client.cookies = SimpleCookie(cookies)  # as they were before the first answer

        with CaptureQueriesContext(connection) as asked:
            answer = client.post(f"{address}?_popup=1", form)

        assert Session.objects.count() == sessions
        if address == reverse("admin:logout"):  # nothing to sign out from
            assert answer.headers["Location"] in ("/admin/", "/admin/login/?next=/admin/")
            continue
        assert answer.status_code == 302, address
        assert answer.headers["Location"] == f"/admin/login/?next={quote(f'{address}?_popup=1')}", address
        assert TYPED not in answer.text
        assert not any(TYPED in query["sql"] for query in asked), address


def test_every_address_to_which_a_sign_in_leads_back_shows_something() -> None:
    """An address that only takes forms would answer 405 to the browser."""
    factories.make_office()
    client = Client()
    client.force_login(factories.make_user(is_superuser=True))

    photo = factories.make_photo()
    own = {reverse(f"admin:photos_photo_{name}", args=[photo.pk]) for name in ("make_again", "preview", "change")}
    answers = {each: client.get(each).status_code for each in {*admin_addresses(), *own} if is_admin_page(each)}

    assert {answers[each] for each in own} <= {200, 302}
    assert [each for each, status in answers.items() if status == 405] == []


@pytest.mark.parametrize("with_cookie", [True, False])
def test_a_script_that_sends_a_file_after_the_session_gets_a_sentence(editor: User, with_cookie: bool) -> None:
    gallery = factories.make_gallery()
    client, form = with_token(editor)
    ended(client)
    if not with_cookie:
        client.cookies.clear()

    answer = client.post(one_file(gallery.pk), form, headers=ENGLISH)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
    assert answer.json() == SIGNED_OUT


def test_a_script_with_an_outdated_token_is_refused_and_goes_on_with_the_new_one(editor: User) -> None:
    gallery = factories.make_gallery()
    editor.set_password(PASSWORD)
    editor.save()
    client, form = with_token(editor)
    ended(client)
    name = {"username": editor.username, "password": PASSWORD}
    assert client.post("/admin/login/", form | name).status_code == 302

    refused = client.post(one_file(gallery.pk), form, headers=ENGLISH)
    token = client.get("/admin/csrf/").json()["token"]
    taken = client.post(one_file(gallery.pk), form | {"csrfmiddlewaretoken": token, "language": "en"})

    assert refused.status_code == 403
    assert refused.json() == {
        "sentence": "You signed in again since this page was opened. Load the page again, then choose the file again.",
        "reason": "csrf",
    }
    assert taken.status_code == 422  # the file is missing; the token is right


def test_a_form_with_an_outdated_token_is_answered_with_what_to_do(editor: User) -> None:
    client, form = with_token(editor)

    answer = client.post("/admin/meetings/topic/add/", form | {"csrfmiddlewaretoken": "x" * 64})

    assert answer.status_code == 403
    assert "has changed since you opened the page, for example because you signed in again" in answer.text
    assert "Copy it, load the page again and send the form once more." in answer.text
    assert TYPED not in answer.text


def one_file(pk: int) -> str:
    return reverse("admin:photos_gallery_photo", args=[pk])
