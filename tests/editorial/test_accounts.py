"""Administrators make accounts and give roles alone; superusers are out of reach."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from tests import factories
from tests.admin_forms import change, opened, page, send

pytestmark = pytest.mark.django_db

PASSWORD = "Kaiserdamm-1949"
EVERYTHING = {"is_superuser": "on", "is_staff": "on", "is_active": "on"}


@pytest.fixture
def administrator(client: Client) -> User:
    """Who looks after accounts and is no superuser, signed in."""
    made = factories.make_user(role="administrator", username="c.koch")
    client.force_login(made)
    return made


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


def entries() -> list[tuple[str, str, str]]:
    """Return what the audit log says was done to accounts."""
    found = AuditLogEntry.objects.exclude(action=Action.LOGIN).order_by("id")
    return list(found.values_list("action", "by_name", "object_repr"))


def crafted(account: User, **more: Any) -> dict[str, Any]:
    """Return a form that asks for everything, even what the page does not offer."""
    everything = list(Permission.objects.values_list("pk", flat=True))
    return {
        "username": account.username,
        "user_permissions": everything,
        "date_joined_0": "2026-04-15",
        "date_joined_1": "18:00",
        **EVERYTHING,
        **more,
    }


def test_an_administrator_makes_an_account_and_gives_it_a_role(administrator: User, client: Client) -> None:
    form = {"username": "a.weber", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    client.post(page(User, "add"), form | EVERYTHING)
    made = User.objects.get(username="a.weber")
    assert (made.is_superuser, made.is_staff) == (False, False)

    role = Group.objects.get(name="author")
    assert send(client, change(made), **crafted(made, groups=[role.pk])).status_code == 302
    made.refresh_from_db()
    assert (made.is_staff, list(made.groups.all())) == (True, [role])
    assert client.login(username="a.weber", password=PASSWORD)
    assert entries() == [(Action.SAVE, "c.koch", "a.weber"), (Action.SAVE, "c.koch", "a.weber")]


def test_an_administrator_gives_no_one_more_than_roles_hold(administrator: User, client: Client) -> None:
    author = factories.make_user(role="author")
    send(client, change(author), **crafted(author))
    author.refresh_from_db()
    assert (author.is_superuser, author.user_permissions.count()) == (False, 0)


def test_an_administrator_gives_oneself_nothing(administrator: User, client: Client) -> None:
    roles = list(Group.objects.values_list("pk", flat=True))
    send(client, change(administrator), **crafted(administrator, groups=roles, first_name="Carla"))
    administrator.refresh_from_db()
    assert administrator.first_name == "Carla"
    assert (administrator.is_superuser, administrator.user_permissions.count()) == (False, 0)
    assert [group.name for group in administrator.groups.all()] == ["administrator"]


def test_an_administrator_does_not_close_the_own_account(administrator: User, client: Client) -> None:
    form = crafted(administrator)
    del form["is_active"], form["is_staff"]
    answer = client.post(change(administrator), form | opened(client, change(administrator)))
    assert answer.status_code == 302
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_staff) == (True, True)
    address = page(administrator, "delete", administrator.pk)
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=administrator.pk).exists()


def test_a_superusers_account_is_out_of_an_administrators_reach(
    administrator: User, superuser: User, client: Client
) -> None:
    assert client.get(change(superuser)).context["has_change_permission"] is False
    assert send(client, change(superuser), **crafted(superuser, username="mine")).status_code == 403
    assert client.post(page(superuser, "delete", superuser.pk), {"post": "yes"}).status_code == 403
    password = {"password1": "Another-4711", "password2": "Another-4711", "usable_password": "true"}
    address = page(superuser, "password_change", superuser.pk)
    assert client.get(address).status_code == 403
    assert client.post(address, password).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [superuser.pk], "post": "yes"}
    client.post(page(User, "changelist"), selected)
    superuser.refresh_from_db()
    assert (superuser.username, superuser.check_password(PASSWORD)) == ("root", True)


def test_a_new_password_is_in_the_audit_log_without_the_password(administrator: User, client: Client) -> None:
    author = factories.make_user(role="author", username="a.weber")
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "x"}
    assert client.post(page(author, "password_change", author.pk), form).status_code == 302
    author.refresh_from_db()
    assert author.check_password(PASSWORD)
    [entry] = AuditLogEntry.objects.filter(action=Action.SAVE)
    assert (entry.by, entry.object_repr, entry.reason) == (administrator, "a.weber", "Changed password.")


def test_deleting_an_account_is_in_the_audit_log(administrator: User, client: Client) -> None:
    author = factories.make_user(role="author", username="a.weber")
    client.post(page(author, "delete", author.pk), {"post": "yes"})
    assert not User.objects.filter(pk=author.pk).exists()
    assert entries() == [(Action.DELETE, "c.koch", "a.weber")]


def test_what_a_role_holds_is_not_changed_by_an_administrator(administrator: User, client: Client) -> None:
    role = Group.objects.get(name="administrator")
    held = set(role.permissions.all())
    every = list(Permission.objects.values_list("pk", flat=True))
    address = change(role)
    assert client.post(address, {"name": "administrator", "permissions": every}).status_code == 403
    assert client.post(page(Group, "add"), {"name": "mine", "permissions": every}).status_code == 403
    assert set(role.permissions.all()) == held


def test_a_superuser_may_make_another_one(superuser: User, client: Client) -> None:
    client.force_login(superuser)
    author = factories.make_user(role="author")
    assert send(client, change(author), **crafted(author)).status_code == 302
    author.refresh_from_db()
    assert author.is_superuser
