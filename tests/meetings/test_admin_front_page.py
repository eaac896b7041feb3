"""The front page of the desk: where to begin, what waits, and everything in an order that people understand."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Statement, Topic
from tests import factories
from tests.desk import DRAFT, change, page

FRONT = reverse("admin:index")


def test_an_empty_site_shows_the_first_steps(admin_client: Client) -> None:
    text = admin_client.get(FRONT).content.decode()
    assert "First steps" in text
    assert "Nothing waits: there is no draft, and nothing is scheduled." in text


def test_the_first_steps_go_when_all_are_done(admin_client: Client) -> None:
    factories.make_office()
    factories.make_format(members=[factories.make_partner()])
    factories.make_person()
    factories.make_meeting()
    assert "First steps" not in admin_client.get(FRONT).content.decode()


def test_drafts_wait_each_with_its_form(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    draft = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    public = factories.make_meeting()
    text = admin_client.get(FRONT).content.decode()
    assert change(meeting) in text
    assert change(draft) in text
    assert change(public) not in text


def test_only_the_newest_drafts_are_named_and_the_rest_is_a_click_away(admin_client: Client) -> None:
    for _ in range(7):
        meeting = factories.make_meeting(**DRAFT)
    text = admin_client.get(FRONT).content.decode()
    assert change(meeting) in text
    assert text.count("/admin/meetings/meeting/") - text.count(page(Meeting, "add")) >= 6
    assert f"{page(Meeting, 'changelist')}?standing=draft" in text


def test_what_is_scheduled_waits_with_its_time_in_the_offices_zone(admin_client: Client) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    at = datetime(2031, 4, 14, 16, 0, tzinfo=UTC)
    factories.make_statement(languages=["en"], edition={"publish_at": at})
    assert "Monday, 14 April 2031, 18:00 CEST" in admin_client.get(FRONT).content.decode()


def test_menus_begin_with_meetings_and_end_with_accounts(admin_client: Client) -> None:
    text = admin_client.get(page(Topic, "changelist")).content.decode()
    names = [
        "Meetings",
        "Sessions",
        "Statements",
        "Articles",
        "Galleries",
        "Photos",
        "Partners",
        "People",
        "Users",
    ]
    places = [text.index(f'/">{name}</a>') for name in names]
    assert places == sorted(places)


@pytest.mark.django_db
def test_an_editor_sees_only_what_an_editor_may(client: Client) -> None:
    editor = factories.make_user(role="")
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_meeting", "add_meeting"]))
    meeting = factories.make_meeting(**DRAFT)
    partner = factories.make_partner(**DRAFT)
    client.force_login(editor)
    text = client.get(FRONT).content.decode()
    assert change(meeting) in text
    assert page(Meeting, "add") in text
    assert change(partner) not in text
    assert page(Statement, "add") not in text
