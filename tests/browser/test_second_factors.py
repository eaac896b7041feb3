"""Second factors in a browser with a virtual authenticator and an SMTP server."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.browser import mail_server
from tests.browser.axe import findings
from tests.browser.conftest import NewContext
from tests.browser.mail_server import Inbox
from tests.browser.running import Server, copy_data, free_port, manage, start

# Of a telephone with a fingerprint reader.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ADDRESS = "editor@plenary.example"
FRONT = re.compile(r"^http://[^/]+/admin/$")
REQUIRE = """
from django.contrib.auth.models import Group
from publishing.models import Office
Office.objects.get().second_factor_roles.set(Group.objects.filter(name={role!r}))
"""
END_SESSIONS = """
from datetime import timedelta
from django.contrib.sessions.models import Session
from django.db.models import F
Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=481))
"""
GIVE_ADDRESSES = """
from django.contrib.auth.models import User
for account in User.objects.all():
    account.email = f"{account.username}@plenary.example"
    account.save()
"""


@pytest.fixture(scope="module")
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture(scope="module")
def server(demonstration: Server, inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a copy with a mail server at “localhost”, since passkeys need a name."""
    folder, port = tmp_path_factory.mktemp("factors"), free_port()
    copy_data(demonstration.data_dir, folder)
    manage(folder, "shell", "-v0", "-c", GIVE_ADDRESSES)
    mail = mail_server.start(inbox, port)
    started = start(folder, PLENARY_EMAIL_URL=f"smtp://127.0.0.1:{port}", PLENARY_EMAIL_FROM="press@plenary.example")
    yield replace(started, url=started.url.replace("127.0.0.1", "localhost"))
    started.stop()
    mail.stop()


@dataclass
class Person:
    """One browser with an authenticator of its own."""

    page: Page
    context: BrowserContext
    protocol: CDPSession
    accounts: dict[str, str]

    def sign_in(self, name: str) -> None:
        self.page.goto("/admin/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(self.accounts[name])
        self.page.get_by_role("button", name="Log in").click()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Log out").click()
        self.page.get_by_role("link", name="Log in again").click()
        self.page.get_by_label("Username").wait_for()

    def press(self, button: str, leads_to: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_url(leads_to)


@pytest.fixture
def new_person(new_context: NewContext, demonstration: Server) -> Callable[..., Person]:
    def make(**options: Any) -> Person:
        context = new_context(**({"locale": "en-GB"} | options))
        context.set_default_timeout(10_000)
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return Person(page, context, protocol, demonstration.accounts)

    return make


def wait_until(holds: Callable[[], Any], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def code_of(secret: str) -> str:
    """Return the code that the app shows, after a wait where it is about to change."""
    if time.time() % 30 > 25:
        time.sleep(31 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def remove_factors(server: Server, name: str) -> None:
    manage(server.data_dir, "second_factor", "remove", name)


def test_a_passkey_signs_in_alone_brings_back_what_was_typed_and_has_recovery_codes(
    new_person: Callable[..., Person], server: Server, inbox: Inbox
) -> None:
    person = new_person(viewport={"width": 360, "height": 800})
    page = person.page
    person.sign_in("editor")
    page.goto("/admin/security/passkeys/add/")
    page.get_by_label("Name").fill("Telephone")
    person.press("Add the passkey", "**/recovery-codes/")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the codes").click()
    assert download.value.path().read_text().split() == codes
    page.reload()
    assert page.locator(".recovery-codes").count() == 0, "The codes are shown once."
    page.goto("/admin/security/")
    page.get_by_text("Telephone", exact=True).wait_for()
    person.sign_out()

    person.press("Use a passkey", FRONT)
    page.goto("/admin/meetings/topic/add/")
    page.locator("[name=name_en]").fill("Missile defence in space")
    manage(server.data_dir, "shell", "-v0", "-c", END_SESSIONS)
    page.get_by_role("button", name="Save", exact=True).click()
    person.press("Use a passkey", re.compile(r"^http://[^/]+/admin/meetings/topic/add/$"))
    page.get_by_role("button", name="Use the draft").click()
    assert page.locator("[name=name_en]").input_value() == "Missile defence in space"
    page.on("dialog", lambda dialog: dialog.accept())  # the form is left unsaved
    page.goto("/admin/")
    person.sign_out()

    person.sign_in("editor")
    page.wait_for_url("**/second-factor/")
    person.press("Use a passkey", FRONT)
    person.sign_out()

    for refused in (False, True):  # a recovery code is used up
        person.sign_in("editor")
        page.get_by_label("recovery code").fill(codes[0])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/second-factor/" if refused else FRONT)
        if refused:
            page.get_by_text("This code was not accepted.").wait_for()
        else:
            person.sign_out()
    wait_until(lambda: len(inbox.taken) == 1)
    assert (inbox.taken[0]["To"], inbox.taken[0]["From"]) == (ADDRESS, "press@plenary.example")
    assert "A second factor was added to your account." in inbox.taken[0].get_content()

    remove_factors(server, "editor")
    person.sign_in("editor")
    page.wait_for_url(FRONT)


def test_a_role_that_needs_a_second_factor_can_do_nothing_before_it_is_set_up(
    new_person: Callable[..., Person], server: Server
) -> None:
    manage(server.data_dir, "shell", "-v0", "-c", REQUIRE.format(role="author"))
    person = new_person()
    page = person.page
    page.goto("/admin/meetings/topic/")
    page.get_by_label("Username").fill("author")
    page.get_by_label("Password").fill(person.accounts["author"])
    page.get_by_role("button", name="Log in").click()

    page.get_by_text("Your role needs a second factor.").wait_for()
    page.goto("/admin/meetings/topic/add/")
    assert page.url.startswith(f"{server.url}/admin/security/?next=")

    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Add the authenticator app").click()
    page.get_by_text("This code was not accepted.").wait_for()
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    person.press("Add the authenticator app", "**/recovery-codes/")
    page.goto("/admin/meetings/topic/add/")
    assert page.url == f"{server.url}/admin/meetings/topic/add/"
    person.sign_out()

    person.sign_in("author")
    page.wait_for_url("**/second-factor/")
    wait_until(lambda: time.time() % 30 < 25, 40)
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    person.press("Log in", FRONT)
    remove_factors(server, "author")
    manage(server.data_dir, "shell", "-v0", "-c", REQUIRE.format(role=""))


def test_a_password_is_reset_by_mail_which_is_tried_again_and_leaves_no_link_in_the_queue(
    new_person: Callable[..., Person], server: Server, inbox: Inbox
) -> None:
    inbox.taken.clear()
    inbox.refuses = True
    person = new_person()
    page = person.page
    for address in ("unknown@plenary.example", "photo-editor@plenary.example"):
        page.goto("/admin/login/")
        page.get_by_role("link", name="Forgotten").click()
        page.get_by_label("Email").fill(address)
        page.get_by_role("button", name="Reset my password").click()
        page.get_by_text("if an account exists").wait_for()
    wait_until(lambda: inbox.refused)
    stored = QUEUE.format(what="")
    wait_until(lambda: "FAILED" in manage(server.data_dir, "shell", "-v0", "-c", stored))
    person.sign_in("editor")
    page.get_by_text("1 e-mail of the last three days could not be sent.").wait_for()
    person.sign_out()

    inbox.refuses = False
    queue = manage(server.data_dir, "shell", "-v0", "-c", QUEUE.format(what="upkeep.look_after()"))
    wait_until(lambda: inbox.taken)
    token = inbox.link().split("/")[-2]
    assert token not in queue + server.log.read_text()
    assert [message["To"] for message in inbox.taken] == ["photo-editor@plenary.example"]

    page.goto(inbox.link())
    assert token not in page.url
    for field in page.locator("input[type=password]").all():
        field.fill("Kaiserdamm-1949")
    page.get_by_role("button", name="Change my password").click()
    page.get_by_text("Your password has been set").wait_for()
    page.goto(inbox.link())
    page.get_by_text("The password reset link was invalid").wait_for()
    person.accounts = {"photo-editor": "Kaiserdamm-1949"}
    person.sign_in("photo-editor")
    page.wait_for_url(FRONT)


QUEUE = """
from config import upkeep
from django_tasks_db.models import DBTaskResult
{what}
for row in DBTaskResult.objects.filter(task_path__contains="emails"):
    print(row.status, row.args_kwargs, row.traceback)
"""


def test_a_role_is_given_only_after_a_confirmation_and_what_was_typed_is_kept(
    new_person: Callable[..., Person], server: Server
) -> None:
    person = new_person()
    page = person.page
    person.sign_in("editor")
    page.wait_for_url(FRONT)
    page.goto("/admin/auth/user/")
    page.locator("#result_list").get_by_role("link", name="author").click()
    page.get_by_label("First name").fill("Ada & “Co”")
    page.locator("#id_groups_from option", has_text="translator").dblclick()
    manage(server.data_dir, "shell", "-v0", "-c", FORGET_SIGN_INS)
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    page.get_by_label("Password").fill("Wrong-4711")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("This is not the password of your account.").wait_for()
    page.get_by_label("Password").fill(person.accounts["editor"])
    page.get_by_role("button", name="Confirm").click()

    page.wait_for_url("**/admin/auth/user/")
    page.locator("#result_list").get_by_role("link", name="author").click()
    assert page.get_by_label("First name").input_value() == "Ada & “Co”"
    assert "translator" in page.locator("#id_groups_to").inner_text()


FORGET_SIGN_INS = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session["signed_in_at"] = 0
    session.save()
"""


def test_other_sessions_are_listed_and_ended(new_person: Callable[..., Person]) -> None:
    here, there = new_person(), new_person(user_agent="Mozilla/5.0 (iPhone) Safari/605")
    for person in (here, there):
        person.sign_in("editor")
        person.page.wait_for_url(FRONT)
    here.page.goto("/admin/security/")
    here.page.get_by_role("button", name="End the session of Safari on iPhone").click()
    here.page.get_by_text("Safari on iPhone").wait_for(state="detached")

    there.page.goto("/admin/meetings/topic/")
    assert re.search(r"/admin/login/\?next=/admin/meetings/topic/$", there.page.url)
    here.page.goto("/admin/meetings/topic/")
    assert here.page.url.endswith("/admin/meetings/topic/")


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_the_pages_are_accessible_and_fit(new_person: Callable[..., Person], locale: str) -> None:
    person = new_person(locale=locale)
    page, found, wide = person.page, {}, []
    person.page.goto("/admin/login/?next=/admin/security/")
    person.page.locator("[name=username]").fill("editor")
    person.page.locator("[name=password]").fill(person.accounts["editor"])
    person.page.locator("[type=submit]").click()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(f"/admin/{path}")
            found[path, width] = findings(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    person.page.locator("#logout-form button").click()
    page.goto("/admin/login/")
    found["login/", 1280] = findings(page)

    assert {where: each for where, each in found.items() if each} == {}
    assert wide == []


PAGES = [
    *("security/", "security/passkeys/add/", "security/app/add/", "security/recovery-codes/new/", "confirm/"),
    *("password_reset/", "password_reset/done/", "password_reset/x/y/", "password_reset/complete/"),
]
