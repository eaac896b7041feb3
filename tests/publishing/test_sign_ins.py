"""Who signs in, out, or is refused stands in the trail; what was typed as a password stands nowhere."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from publishing.models import TrailEntry
from publishing.trail import Act
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "Kaiserdamm-1949"


@pytest.fixture
def author() -> User:
    made = factories.make_user(role="author", username="a.weber")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, name: str, password: str) -> int:
    return client.post(reverse("admin:login"), {"username": name, "password": password}).status_code


def trail() -> list[tuple[str, int | None, str]]:
    return list(TrailEntry.objects.order_by("id").values_list("act", "by_id", "by_name"))


def stored() -> str:
    """Return all that the trail's table holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM publishing_trailentry")
        return str(cursor.fetchall())


def test_signing_in_and_out_is_entered(client: Client, author: User) -> None:
    assert sign_in(client, "a.weber", PASSWORD) == 302
    client.post(reverse("admin:logout"))

    assert trail() == [(Act.LOGIN, author.pk, "a.weber"), (Act.LOGOUT, author.pk, "a.weber")]
    assert PASSWORD not in stored()


def test_signing_out_without_having_signed_in_is_not(client: Client) -> None:
    client.post(reverse("admin:logout"))
    client.logout()  # what Django does when a session has ended meanwhile

    assert trail() == []


def test_a_wrong_password_is_entered_under_the_name_of_the_account_but_not_as_its_act(
    client: Client, author: User
) -> None:
    assert sign_in(client, "a.weber", "Wrong-4711") == 200

    assert trail() == [(Act.LOGIN_REFUSED, None, "a.weber")]
    assert "Wrong-4711" not in stored()


def test_a_closed_account_that_is_refused_is_entered(client: Client, author: User) -> None:
    User.objects.update(is_active=False)

    assert sign_in(client, "a.weber", PASSWORD) == 200

    assert trail() == [(Act.LOGIN_REFUSED, None, "a.weber")]


@pytest.mark.parametrize("name", [PASSWORD, "A.Weber", ""])
def test_a_name_without_an_account_is_stored_nowhere(client: Client, author: User, name: str) -> None:
    """It may be a password, typed into the wrong field."""
    assert sign_in(client, name, PASSWORD) == 200

    assert trail() == []
