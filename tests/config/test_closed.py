"""A restored site is closed to visitors until an administrator opens it."""

import io
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from publishing import restorations, stamps
from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

MADE = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
FRONT = reverse("admin:index")
BUTTON = "Open the website to visitors"


@pytest.fixture
def meeting() -> str:
    """The address of a page that a process has kept when the backup is restored."""
    made = make.make_meeting()
    address = f"/en/meetings/{made.slug}/"
    assert [Client().get(address).status_code for _ in range(2)] == [200, 200]
    return address


def signed_in(*permissions: str) -> Client:
    """Sign in an account with the permissions; there may be no roles in the database."""
    account = make.make_user(role="")
    account.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(account)
    return client


def test_no_visitor_gets_a_page_of_any_kind_in_either_language(meeting: str) -> None:
    token = make.make_preview(maker=make.make_user(role="", is_superuser=True))
    restorations.note(MADE, is_open=False)

    for address in (meeting, "/de/", "/sitemap.xml", "/en/feed.atom", "/api/v1/meetings", "/id/m2345678a"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "300"), address
    assert Client().get(f"/preview/{token}/en/").status_code == 503
    english, german = Client().get(meeting).text, Client().get("/de/").text
    assert "It was restored from a backup, and we are checking its content before we open it again." in english
    assert "Diese Website ist bald wieder da" in german
    assert Client().get("/api/v1/meetings")["Content-Type"] == "application/problem+json"
    assert Client().get("/robots.txt").status_code == 200


def test_no_error_page_names_content_to_a_stranger() -> None:
    make.make_page(title_en="Withdrawn since the backup")
    restorations.note(MADE, is_open=False)

    for address in ("/healthz-of-something", "/metrics", "/robots.txt/en/"):
        assert Client().get(address).status_code == 503, address
    for address in ("/", "/healthz", "/robots.txt", reverse("admin:login")):
        answer = Client().delete(address)
        assert (answer.status_code, "Withdrawn since" in answer.text) == (503, False), address
    assert Client().get("/healthz").status_code == 200


def test_an_administrator_opens_it_on_the_front_page_and_the_audit_log_says_so(meeting: str) -> None:
    before = stamps.current()
    restorations.note(MADE, is_open=False)
    closed = stamps.current()
    client = signed_in("change_user")

    page = client.get(FRONT).text
    assert "It was restored from the backup of 25 November 2026, 04:30" in page
    assert BUTTON in page
    answer = client.post(reverse("admin:open_site"), follow=True)

    assert "The website is open to visitors again." in answer.text
    assert BUTTON not in answer.text
    assert Client().get(meeting).status_code == 200
    assert len({before, closed, stamps.current()}) == 3
    entry = AuditLogEntry.objects.get(action=Action.OPEN_SITE)
    assert (entry.by, "Backup of 2026-11-25 03:30 UTC" in entry.reason) == (answer.wsgi_request.user, True)


def test_others_see_that_it_is_closed_and_cannot_open_it(meeting: str) -> None:
    restorations.note(MADE, is_open=False)
    client = signed_in("change_meeting")

    page = client.get(FRONT).text
    assert ("An administrator can open it here." in page, BUTTON in page) == (True, False)
    assert client.post(reverse("admin:open_site")).status_code == 403
    assert client.get(reverse("admin:open_site")).status_code == 403
    assert signed_in("change_user").get(reverse("admin:open_site")).headers["Location"] == FRONT
    assert Client().get(meeting).status_code == 503


def test_a_site_without_a_restored_backup_says_nothing_of_it(meeting: str) -> None:
    client = signed_in("change_user")

    assert BUTTON not in client.get(FRONT).text
    assert client.post(reverse("admin:open_site")).status_code == 302
    assert not AuditLogEntry.objects.filter(action=Action.OPEN_SITE).exists()


def test_a_backup_that_is_restored_open_ends_the_sessions_and_renews_the_stamp_all_the_same(meeting: str) -> None:
    before, client = stamps.current(), signed_in("change_meeting")
    restorations.note(MADE, is_open=True)

    assert Client().get(meeting).status_code == 200
    assert stamps.current() not in (None, before)
    assert not Session.objects.exists()
    assert client.get(FRONT).status_code == 302


def test_the_command_shows_and_opens(meeting: str) -> None:
    restorations.note(MADE, is_open=False)
    make.make_user(role="", username="weber")

    assert "The site is closed to visitors: the backup of 2026-11-25 03:30 UTC was restored on" in said("show")
    with pytest.raises(CommandError, match=r"There is no account stranger\."):
        said("open", "--by", "stranger")
    assert said("open", "--by", "weber") == "The site is open to visitors.\n"
    assert said("show") == "The site is open to visitors: there is no restored backup to confirm.\n"
    assert AuditLogEntry.objects.get(action=Action.OPEN_SITE).by_name == "weber"
    assert Client().get(meeting).status_code == 200


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("restored", *arguments, stdout=out)
    return out.getvalue()


def test_the_front_page_is_in_german_too() -> None:
    restorations.note(MADE, is_open=False)
    client = signed_in("change_user")

    with override("de"):
        page = client.get(FRONT, headers={"accept-language": "de"}).text

    assert "Website für die Öffentlichkeit freischalten" in page
