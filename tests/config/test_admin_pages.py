"""Every page of the admin answers, for every kind, empty and filled."""

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client

from tests import factories
from tests.admin_forms import page

KINDS = [
    kind for kind in admin.site._registry if kind._meta.app_label in ("publishing", "partners", "meetings", "photos")
]


@pytest.fixture
def filled(db: None) -> None:
    """A meeting with all that belongs to it."""
    factories.make_office()
    partner, person = factories.make_partner(), factories.make_person()
    body = factories.make_format(members=[partner])
    appointment = factories.make_appointment(person=person, partner=partner)
    topic = factories.make_topic()
    meeting = factories.make_meeting()
    session = factories.make_session(meeting=meeting, formats=[body], topics=[topic])
    factories.make_participation(session=session, partner=partner, appointment=appointment)
    statement = factories.make_statement(meetings=[meeting], sessions=[session], topics=[topic])
    factories.make_outcome(session=session, statement=statement, topics=[topic])
    factories.make_article(meetings=[meeting])
    gallery = factories.make_gallery(meeting=meeting)
    factories.make_photo(gallery=gallery, people=[person])
    factories.make_page()


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_and_the_empty_form_answer_when_there_is_nothing(admin_client: Client, kind: type[Model]) -> None:
    assert admin_client.get(page(kind, "changelist"), follow=True).status_code == 200
    assert admin_client.get(page(kind, "add"), follow=True).status_code in (200, 403)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_about_a_row_answers(admin_client: Client, filled: None, kind: type[Model]) -> None:
    assert admin_client.get(page(kind, "changelist"), follow=True).status_code == 200
    for row in kind._default_manager.all()[:1]:
        for name in ("change", "history"):
            assert admin_client.get(page(kind, name, row.pk)).status_code == 200
