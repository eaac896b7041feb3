"""The home page of the admin: first steps, work queue and menu."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, Statement, Topic
from publishing import verbs
from publishing.models import audit_log
from publishing.models.audit_log import Action
from tests import factories
from tests.admin_forms import DRAFT, change, page

FRONT = reverse("admin:index")

pytestmark = pytest.mark.django_db


def test_an_empty_site_shows_the_first_steps(admin_client: Client) -> None:
    text = admin_client.get(FRONT).content.decode()
    assert "First steps" in text
    assert "No drafts, reviews or scheduled items." in text


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
    assert f"{page(Meeting, 'changelist')}?publication_status=draft" in text


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
        "Countries and organisations",
        "People",
        "Users",
    ]
    places = [text.index(f'/">{name}</a>') for name in names]
    assert places == sorted(places)


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


class TestWhatWaits:
    """Each object is under what it waits for, for everybody who may see it."""

    @pytest.fixture
    def author(self, client: Client) -> Client:
        client.force_login(factories.make_user(role="author"))
        return client

    def queue(self, client: Client) -> Any:
        return client.get(FRONT).context["index"].queue

    def test_what_needs_a_second_review_is_on_everyones_home_page(self, author: Client) -> None:
        editor, meeting = factories.make_user(), factories.make_meeting(title_en="Berlin", **DRAFT)
        audit_log.record(Action.SAVE, by=editor, target=meeting)
        verbs.force_publish(meeting, by=editor, reason="Three in the morning.")
        [noted] = self.queue(author).needs_review
        assert (noted.link.label, noted.note) == ("Berlin", f"{editor.username}: Three in the morning.")
        verbs.confirm(meeting, by=factories.make_user())
        assert self.queue(author).needs_review == []

    def test_a_public_documents_changed_facts_wait_for_a_second_person(self, author: Client) -> None:
        statement = factories.make_statement(working_title="On Libya")
        audit_log.record(Action.SAVE, by=factories.make_user(), target=statement)
        assert [each.link.label for each in self.queue(author).needs_review] == ["On Libya"]

    def test_a_gallery_in_review_is_listed_in_place_of_its_photos(self, author: Client) -> None:
        gallery = factories.make_gallery(photos=2, title_en="Arrivals", **DRAFT)
        gallery.photos.update(state="draft")
        verbs.submit(gallery, by=factories.make_user())
        assert [each.link.label for each in self.queue(author).in_review] == ["Arrivals"]

    def test_what_was_returned_is_listed_with_the_note(self, author: Client) -> None:
        meeting = factories.make_meeting(title_en="Berlin", state="in_review", publish_at=None)
        verbs.return_for_changes(meeting, by=factories.make_user(), reason="No venue.")
        assert [(each.link.label, each.note) for each in self.queue(author).returned] == [("Berlin", "No venue.")]
        verbs.submit(meeting, by=factories.make_user())
        assert self.queue(author).returned == []

    def test_an_outdated_translation_waits(self, author: Client) -> None:
        statement = factories.make_statement(languages=["en"])
        german = factories.make_edition(statement, language="de", translates=statement.editions.get())
        assert self.queue(author).outdated_translations == []
        factories.make_edition(statement, publish_at=timezone.now(), correction="major", correction_note="n")
        assert [each.link.label for each in self.queue(author).outdated_translations] == [str(german)]

    def test_a_draft_whose_base_moved_waits(self, author: Client) -> None:
        statement = factories.make_statement(languages=["en"])
        draft = factories.make_edition(statement, based_on=statement.editions.get(), **DRAFT)
        assert self.queue(author).outdated_drafts == []
        factories.make_edition(statement, publish_at=timezone.now(), correction="minor")
        assert [each.link.label for each in self.queue(author).outdated_drafts] == [str(draft)]

    def test_of_two_scheduled_editions_the_first_need_not_know_of_the_second(self, author: Client) -> None:
        statement, now = factories.make_statement(languages=["en"]), timezone.now()
        live = statement.editions.get()
        first = factories.make_edition(statement, based_on=live, publish_at=now + timedelta(hours=1))
        factories.make_edition(statement, based_on=first, publish_at=now + timedelta(hours=2))
        assert self.queue(author).outdated_drafts == []


def test_the_queue_loads_no_text_of_what_waits(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    first = statement.editions.get()
    factories.make_edition(statement, language="de", translates=first)
    factories.make_edition(statement, based_on=first, **DRAFT)
    factories.make_edition(statement, publish_at=timezone.now(), correction="major", correction_note="n")

    with CaptureQueriesContext(connection) as queries:
        found = admin_client.get(FRONT).context["index"].queue

    assert (len(found.outdated_translations), len(found.outdated_drafts), len(found.drafts)) == (1, 1, 1)
    assert not [each for each in queries if 'edition"."body"' in each["sql"]]
