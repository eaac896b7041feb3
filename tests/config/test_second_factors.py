"""Second factors, confirmations, sessions and password resets, by requests."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.signing_in.devices import device_of
from editorial import emails, second_factors
from publishing.models import AuditLogEntry, Office
from publishing.models.audit_log import Action
from tests import admin_forms, factories
from tests.admin_addresses import admin_addresses

pytestmark = pytest.mark.django_db

PASSWORD = "Kaiserdamm-1949"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CONFIRM = "Confirm that it is you"
NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
UNREADABLE = [
    "",
    "x",
    "[]",
    "{}",
    "1",
    "null",
    '{"id": 1}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
]


@pytest.fixture
def administrator() -> User:
    factories.make_office()
    return with_password(factories.make_user(role="administrator", username="chief", email="chief@plenary.example"))


@pytest.fixture
def author() -> User:
    return with_password(factories.make_user(role="author", username="weber", email="weber@plenary.example"))


def with_password(account: User) -> User:
    account.set_password(PASSWORD)
    account.save()
    return account


def with_app(account: User) -> list[str]:
    """Give the account an authenticator app and recovery codes; return these."""
    TOTP.activate(account, SECRET)
    return RecoveryCodes.activate(account).generate_codes()


def sign_in(account: User, **more: Any) -> Client:
    client = Client(**more)
    client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    return client


def later(client: Client) -> None:
    """Let the sign-in be too long ago to count as a confirmation."""
    session = client.session
    session["signed_in_at"] = 0
    session.save()


def entered() -> list[tuple[str, str, str]]:
    """Return the entries about second factors, resets and sessions, oldest first."""
    actions = [Action.FACTOR_ADDED, Action.FACTOR_REMOVED, Action.RECOVERY_CODES, Action.PASSWORD_RESET]
    entries = AuditLogEntry.objects.filter(action__in=[*actions, Action.SESSIONS_ENDED]).order_by("pk")
    return [(entry.action, entry.by_name, entry.object_repr) for entry in entries]


# --- At the sign-in -----------------------------------------------------------------------------------------------


def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(author: User) -> None:
    codes = with_app(author)
    client = sign_in(author)
    assert client.get("/admin/").status_code == 302

    for path in ("/admin/security/", "/admin/security/recovery-codes/new/", "/admin/confirm/", "/admin/auth/user/"):
        assert "/admin/login/" in client.get(path).headers["Location"], path
    assert client.get("/admin/login/second-factor/").status_code == 200
    answer = client.post("/admin/login/second-factor/", {"code": codes[0]})

    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_sign_in_with_a_former_password_does_not_go_on(author: User) -> None:
    code, other, *_more = with_app(author)
    client, fresh = sign_in(author), sign_in(author)
    assert fresh.post("/admin/login/second-factor/", {"code": code}).headers["Location"] == "/admin/"
    author.set_password("Lietzensee-1951")
    author.save()

    assert client.post("/admin/login/second-factor/", {"code": other}).headers["Location"] == "/admin/login/"
    assert client.get("/admin/").status_code == 302


def test_codes_cannot_be_tried_without_limit_and_are_counted_as_refused(author: User) -> None:
    codes = with_app(author)
    client = sign_in(author)

    answers = [client.post("/admin/login/second-factor/", {"code": "000000"}).text for _ in range(6)]
    right = client.post("/admin/login/second-factor/", {"code": codes[0]})

    assert "This code was not accepted." in answers[0]
    assert "There were too many attempts. Wait a few minutes, then try again." in answers[-1]
    assert "There were too many attempts." in right.text


def test_a_stranger_cannot_ask_for_passkeys_and_so_make_sessions_without_limit() -> None:
    statuses = [Client().get("/admin/login/passkey/").status_code for _ in range(62)]

    assert (statuses[:60], statuses[60:]) == ([200] * 60, [429, 429])
    assert Session.objects.count() == 60


@pytest.mark.parametrize("sent", UNREADABLE)
def test_what_is_no_passkey_is_refused_with_a_sentence(author: User, sent: str) -> None:
    with_app(author)
    stranger, half, inside = Client(), sign_in(author), Client()
    inside.force_login(author)
    stranger.get("/admin/login/passkey/")
    half.get("/admin/login/second-factor/")
    inside.get("/admin/security/passkeys/add/")

    answers = [
        stranger.post("/admin/login/passkey/", {"credential": sent}, follow=True),
        half.post("/admin/login/second-factor/", {"credential": sent}),
        inside.post("/admin/security/passkeys/add/", {"credential": sent}),
        inside.post("/admin/confirm/", {"confirm-credential": sent}),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert "This passkey was not accepted." in answers[0].text
    assert all('class="errornote">' in answer.text for answer in answers[1:])


def test_a_role_that_needs_a_second_factor_leads_to_its_set_up(administrator: User, author: User) -> None:
    office = factories.make_office()
    office.second_factor_roles.set(Group.objects.filter(name="author"))
    client = sign_in(author)

    led = client.get("/admin/meetings/topic/add/?_popup=1")
    assert led.headers["Location"] == "/admin/security/?next=%2Fadmin%2Fmeetings%2Ftopic%2Fadd%2F%3F_popup%3D1"
    assert client.post("/admin/meetings/topic/add/", {}).status_code == 302
    assert client.post("/admin/paste/", {}).status_code == 403
    assert "Your role needs a second factor." in client.get("/admin/security/").text
    assert sign_in(administrator).get("/admin/meetings/topic/").status_code == 200
    root = with_password(factories.make_user(is_superuser=True, username="root"))
    assert sign_in(root).get("/admin/meetings/topic/").status_code == 302


def test_the_session_ends_after_the_minutes_that_the_press_office_has_set(author: User) -> None:
    factories.make_office(session_minutes=20)
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(author)
        statuses = []
        for minutes in (15, 15, 15, 21):
            clock.shift(timedelta(minutes=minutes))
            statuses.append(client.get("/admin/meetings/topic/").status_code)

    assert statuses == [200, 200, 200, 302]


def test_an_open_form_alone_does_not_keep_the_session(author: User) -> None:
    factories.make_office(session_minutes=20)
    topic = factories.make_topic(**admin_forms.DRAFT)
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(author)
        answers = []
        for _ in range(25):
            clock.shift(timedelta(minutes=1))
            answers.append(client.post(admin_forms.page(type(topic), "open", topic.pk)).status_code)

    assert (answers[0], answers[-1]) == (200, 302)


# --- Confirmations ------------------------------------------------------------------------------------------------


def test_a_role_needs_a_confirmation_which_keeps_what_was_typed(administrator: User, author: User) -> None:
    client = sign_in(administrator)
    address = f"{admin_forms.change(author)}?_changelist_filters=q%3Dweber"
    form = admin_forms.filled(client.get(address)) | {"first_name": '<b>"Ada"</b>', "groups": [2, 3]}
    later(client)

    asked = client.post(address, form)
    assert CONFIRM in asked.text
    assert f'action="{address}"' in asked.text
    assert 'name="first_name" value="&lt;b&gt;&quot;Ada&quot;&lt;/b&gt;"' in asked.text
    assert asked.text.count('name="groups"') == 2
    assert author.groups.count() == 1

    wrong = client.post(address, form | {"confirm-password": "Wrong-4711"})
    assert "This is not the password of your account." in wrong.text
    assert "Wrong-4711" not in wrong.text

    assert client.post(address, form | {"confirm-password": PASSWORD}).status_code == 302
    author.refresh_from_db()
    assert (author.first_name, author.groups.count()) == ('<b>"Ada"</b>', 2)
    assert client.get("/admin/publishing/auditlogentry/export/").status_code == 200, "It counts for a while."


def test_every_form_about_accounts_and_roles_needs_a_confirmation(administrator: User) -> None:
    root = factories.make_user(is_superuser=True, username="root")
    client = Client()
    client.force_login(root)
    later(client)
    paths = [address for address in admin_addresses() if address.startswith("/admin/auth/") and len(address) > 12]

    for path in paths:
        answer = client.post(path, {"action": "delete_selected"})
        # An address without a page behind it leads on, and does nothing.
        assert CONFIRM in answer.text or answer.url == f"{path}change/", path
    assert len(paths) > 8
    assert AuditLogEntry.objects.exclude(action=Action.LOGIN).count() == 0


def test_the_rules_for_signing_in_need_a_confirmation(administrator: User) -> None:
    roles = Office.objects.get().second_factor_roles
    roles.set(Group.objects.filter(name="editor"))
    client = sign_in(administrator)
    address = "/admin/publishing/office/1/change/"
    form = admin_forms.filled(client.get(address)) | {"second_factor_roles": []}
    later(client)

    assert CONFIRM in client.post(address, form).text
    assert roles.exists()
    assert client.post(address, form | {"confirm-password": PASSWORD}).status_code == 302
    assert not roles.exists()
    later(client)
    assert CONFIRM not in client.post("/admin/publishing/office/1/open/").text, "An open form reports by itself."


def test_the_audit_log_is_exported_only_after_a_confirmation(administrator: User) -> None:
    codes = with_app(administrator)
    client = Client()
    client.force_login(administrator)
    later(client)
    export = "/admin/publishing/auditlogentry/export/?action__exact=login"

    asked = client.get(export, follow=True)
    assert CONFIRM in asked.text
    address, _status = asked.redirect_chain[-1]
    answer = client.post(address, {"confirm-code": codes[3], "next": export})

    assert answer.headers["Location"] == export
    assert client.get(export).headers["Content-Type"] == "text/csv; charset=utf-8"


def test_confirmations_cannot_be_tried_without_limit(administrator: User) -> None:
    client = sign_in(administrator)
    answers = [client.post("/admin/confirm/", {"confirm-password": "Wrong-4711"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_an_old_sign_in_does_not_add_a_second_factor(author: User) -> None:
    client = sign_in(author)
    later(client)

    for path in ("passkeys/add/", "app/add/", "recovery-codes/new/"):
        assert client.get(f"/admin/security/{path}").headers["Location"].startswith("/admin/confirm/?next="), path


# --- Lost and ended -----------------------------------------------------------------------------------------------


def test_an_administrator_removes_a_lost_second_factor(administrator: User, author: User) -> None:
    codes = with_app(author)
    there = sign_in(author)
    there.post("/admin/login/second-factor/", {"code": codes[0]})
    client = sign_in(administrator)
    page = reverse("admin:auth_user_second_factor", args=[author.pk])
    assert page in client.get(admin_forms.change(author)).text
    assert "Authenticator app" in client.get(page).text

    assert client.post(page).status_code == 302

    assert not Authenticator.objects.exists()
    assert there.get("/admin/").status_code == 302
    assert entered() == [("factor_removed", "chief", "weber"), ("sessions_ended", "chief", "weber")]
    assert [message.to for message in mail.outbox] == [["weber@plenary.example"]]
    assert page not in client.get(admin_forms.change(author)).text


def test_no_one_else_removes_it_nor_oneself_there(administrator: User, author: User) -> None:
    with_app(administrator)
    root = factories.make_user(is_superuser=True, username="root")
    with_app(root)
    client = Client()
    client.force_login(administrator)
    for account in (administrator, root):
        assert client.post(f"/admin/auth/user/{account.pk}/second-factor/").status_code == 403
    client.force_login(author)
    assert client.post(f"/admin/auth/user/{administrator.pk}/second-factor/").status_code == 403

    assert Authenticator.objects.filter(type="totp").count() == 2


def test_the_command_removes_it_when_no_one_can_sign_in(author: User) -> None:
    with_app(author)
    said = StringIO()

    call_command("second_factor", "show", "weber", stdout=said)
    call_command("second_factor", "remove", "weber", stdout=said)
    call_command("second_factor", "show", "weber", stdout=said)

    assert said.getvalue().splitlines()[0].startswith("Authenticator app, since 20")
    assert said.getvalue().splitlines()[1:] == [
        "weber has no second factor any more, and signs in with the password.",
        "weber has no second factor.",
    ]
    assert entered() == [("factor_removed", "manage second_factor", "weber")]
    with pytest.raises(CommandError, match="There is no account “meier”"):
        call_command("second_factor", "remove", "meier")


def test_ones_own_sessions_end_and_no_others(administrator: User, author: User) -> None:
    here, there, another = sign_in(author), sign_in(author), sign_in(administrator)
    foreign = UserSession.objects.get(user=administrator)

    for number in (str(foreign.pk), "0", "x", "9" * 30, ""):
        assert here.post("/admin/security/sessions/", {"session": number}).status_code == 302
    assert [client.get("/admin/").status_code for client in (here, there, another)] == [200] * 3
    here.post("/admin/security/sessions/", {"all": "1"})

    assert [client.get("/admin/").status_code for client in (here, there, another)] == [200, 302, 200]
    assert entered() == [("sessions_ended", "weber", "weber")]


def test_recovery_codes_are_made_again_shown_once_and_recorded(
    author: User, django_capture_on_commit_callbacks: Any
) -> None:
    former = with_app(author)
    client = Client()
    client.force_login(author)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/security/recovery-codes/new/")
    shown = client.get("/admin/security/recovery-codes/").context["unused_codes"]

    assert len({*shown} - {*former}) == 10
    again = client.get("/admin/security/recovery-codes/")
    assert not any(code in again.text for code in shown)
    assert entered() == [("recovery_codes", "weber", "weber")]


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605.1", "Safari on macOS"),
        ("curl/8.0", "Unknown device"),
    ],
)
def test_devices_have_names_that_people_know(said: str, device: str) -> None:
    assert device_of(said) == device


# --- A forgotten password -----------------------------------------------------------------------------------------


def test_the_answer_tells_nothing_about_accounts(author: User) -> None:
    factories.make_user(username="reader", email="reader@plenary.example", is_staff=False)
    factories.make_user(username="former", email="former@plenary.example", is_active=False)
    names = ("weber", "unknown", "reader", "former")

    answers = [
        Client().post("/admin/password_reset/", {"email": f"{name}@plenary.example"}, follow=True) for name in names
    ]

    assert len({re.sub('nonce="[^"]+"', "", answer.text) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [["weber@plenary.example"]]
    assert mail.outbox[0].from_email == "plenary@testserver"


def test_a_reset_is_limited_recorded_and_does_not_pass_by_the_second_factor(author: User) -> None:
    with_app(author)
    open_session = sign_in(author)
    answers = [Client().post("/admin/password_reset/", {"email": author.email.upper()}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Too many links were requested. Wait an hour, then try again." in answers[-1].text
    client = Client()
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http://testserver/admin/"))
    page = client.get(link, follow=True)
    assert link.split("/")[-2] not in page.request["PATH_INFO"]

    new = {"new_password1": "Lietzensee-1951", "new_password2": "Lietzensee-1951"}
    assert client.post(page.request["PATH_INFO"], new).headers["Location"] == "/admin/password_reset/complete/"

    assert entered() == [("password_reset", "weber", "weber")]
    assert mail.outbox[-1].body.startswith("The password of your account was reset by e-mail.")
    author.refresh_from_db()
    assert author.check_password("Lietzensee-1951")
    answer = client.post("/admin/login/", {"username": "weber", "password": "Lietzensee-1951"})
    assert answer.headers["Location"] == "/admin/login/second-factor/"
    assert open_session.get("/admin/").status_code == 302


def test_administrators_see_what_could_not_be_sent(administrator: User, author: User) -> None:
    DBTaskResult.objects.create(
        task_path=emails.send_notice.module_path,
        args_kwargs={"args": [], "kwargs": {}},
        status=TaskResultStatus.FAILED,
        backend_name="default",
        run_after=NOON,
        exception_class_path="",
        traceback="",
    )
    client = Client()
    said = []
    for account in (administrator, author):
        client.force_login(account)
        said.append("1 e-mail of the last three days could not be sent." in client.get("/admin/").text)

    assert said == [True, False]


def test_an_account_that_lost_its_factor_is_missing_one_again(author: User) -> None:
    factories.make_office().second_factor_roles.set(Group.objects.filter(name="author"))
    with_app(author)
    assert not second_factors.is_missing(author)
    second_factors.remove_all(author, by=None, by_name="test")
    assert second_factors.is_missing(author)
